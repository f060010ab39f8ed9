"""Keeping what was uploaded."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from coursesite.audit.actions import record
from coursesite.files.models import Blob, Upload
from coursesite.files.queries import blob_files, file_name


@transaction.atomic
def keep_blob(*, data: bytes, media_type: str, name: str, by) -> Upload:
    """Bytes once under their hash, and who brought them. The file is on the disk before its row is committed."""
    sha256 = hashlib.sha256(data).hexdigest()
    blob, _ = Blob.objects.get_or_create(sha256=sha256, defaults={"size": len(data), "media_type": media_type})
    put_file(sha256=sha256, data=data)
    upload = Upload.objects.create(blob=blob, by=by, name=name[:255])
    record(by=by, verb="blob_keep", target=blob, size=len(data))
    return upload


def put_file(*, sha256: str, data: bytes) -> None:
    """Written where it is not there, or not whole."""
    files, name = blob_files(), file_name(sha256)
    if not (files.exists(name) and files.size(name) == len(data)):
        files.save(name, ContentFile(data))
