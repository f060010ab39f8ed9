"""Keeping what was uploaded."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from coursesite.audit.actions import record
from coursesite.files.drawing import Handed, safe_name
from coursesite.files.models import Blob, Upload, UploadPage
from coursesite.files.queries import blob_files, file_name


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


def put_file(*, sha256: str, data: bytes) -> None:
    """Written where it is not there, or not whole."""
    files, name = blob_files(), file_name(sha256)
    if not (files.exists(name) and files.size(name) == len(data)):
        files.save(name, ContentFile(data))
