"""Reading what was uploaded."""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db.models import Exists, OuterRef, Q, QuerySet

from coursesite.files.models import Blob, Upload, UploadPage


def blob_files() -> Storage:
    return storages["blobs"]


def file_name(sha256: str) -> str:
    """Where a blob stands among the files: in one of 256 folders."""
    return f"{sha256[:2]}/{sha256[2:]}"


def open_blob(blob: Blob) -> File:
    """Its bytes, to be read and closed. FileNotFoundError where the file is gone."""
    return blob_files().open(file_name(blob.sha256), "rb")


def read_blob(blob: Blob) -> bytes:
    with open_blob(blob) as file:
        return file.read()


def unused_blobs(before: datetime) -> QuerySet[Blob]:
    """Blobs that only uploads of that time point at: whatever table has a foreign key to them counts as a use."""
    used = Q(Exists(Upload.objects.filter(blob=OuterRef("pk"), at__gte=before)))
    used |= Q(Exists(UploadPage.objects.filter(upload__blob=OuterRef("pk"))))
    for relation in Blob._meta.related_objects:
        if relation.related_model is not Upload:
            used |= Q(Exists(relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})))
    return Blob.objects.filter(~used, at__lt=before).order_by("pk")


def blobs_astray() -> Iterator[str]:
    """Blobs whose file is missing, or does not hold what its name says. Reads every file."""
    for blob in Blob.objects.order_by("pk").iterator(500):
        try:
            with open_blob(blob) as file:
                digest, size = hashlib.sha256(), 0
                for chunk in file.chunks():
                    digest.update(chunk)
                    size += len(chunk)
        except FileNotFoundError:
            yield f"blob {blob.pk} (its file {file_name(blob.sha256)} is missing)"
            continue
        if (digest.hexdigest(), size) != (blob.sha256, blob.size):
            yield f"blob {blob.pk} (its file {file_name(blob.sha256)} is damaged)"
