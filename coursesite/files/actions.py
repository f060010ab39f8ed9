"""Keeping what was uploaded."""

import hashlib
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction

from coursesite import clock
from coursesite.audit.actions import record
from coursesite.files.drawing import Handed, safe_name
from coursesite.files.models import Blob, Upload, UploadPage
from coursesite.files.queries import blob_files, file_name, unused_blobs


@transaction.atomic
def keep_blob(*, data: bytes, media_type: str, name: str, by) -> Upload:
    """Bytes once under their hash, and who brought them. The file is on the disk before its row is committed."""
    blob = _keep(data, media_type)
    upload = Upload.objects.create(blob=blob, by=by, name=name[:255])
    record(by=by, verb="blob_keep", target=blob, size=len(data))
    return upload


@transaction.atomic
def keep_handed(*, handed: Handed, name: str, by) -> Upload:
    """A file that was handed in, with the pictures of its pages. Its name is made harmless first."""
    said = safe_name(name, handed.extension)
    upload = keep_blob(data=handed.data, media_type=handed.media_type, name=said, by=by)
    for number, page in enumerate(handed.pages, 1):
        blob = _keep(page.data, page.media_type)
        UploadPage.objects.create(upload=upload, number=number, blob=blob, width=page.width, height=page.height)
    return upload


def _keep(data: bytes, media_type: str) -> Blob:
    sha256 = hashlib.sha256(data).hexdigest()
    blob, _ = Blob.objects.get_or_create(sha256=sha256, defaults={"size": len(data), "media_type": media_type})
    put_file(sha256=sha256, data=data)
    return blob


UNUSED_FOR = timedelta(hours=24)  # so long a form may stay open whose file was kept while it asked something else


def sweep_unused() -> int:
    """Throw away what was uploaded a day ago and nothing points at; says how many blobs went.

    What somebody handed in has pages and stays: answers name it in their values.
    """
    before, gone = clock.now() - UNUSED_FOR, 0
    for blob in unused_blobs(before):
        gone += _throw_away(blob, before)
    return gone


@transaction.atomic
def _throw_away(blob: Blob, before: datetime) -> int:
    """The row is locked and looked at anew: whoever points at it meanwhile waits, or comes first."""
    found = Blob.objects.select_for_update().filter(pk=blob.pk, pk__in=unused_blobs(before).values("pk")).first()
    if found is None:
        return 0
    found.upload_set.all().delete()
    found.delete()
    record(by=None, verb="blob_sweep", target=f"files.Blob:{blob.pk}", size=blob.size)
    transaction.on_commit(lambda: drop_file(blob.sha256))
    return 1


def drop_file(sha256: str) -> None:
    """Unless it was uploaded anew meanwhile."""
    if not Blob.objects.filter(sha256=sha256).exists():
        blob_files().delete(file_name(sha256))


def put_file(*, sha256: str, data: bytes) -> None:
    """Written where it is not there, or not whole."""
    files, name = blob_files(), file_name(sha256)
    if not (files.exists(name) and files.size(name) == len(data)):
        files.save(name, ContentFile(data))
