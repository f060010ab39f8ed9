"""Reading what was uploaded."""

import hashlib
from collections.abc import Iterator

from django.core.files import File
from django.core.files.storage import Storage, storages

from coursesite.files.models import Blob


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
