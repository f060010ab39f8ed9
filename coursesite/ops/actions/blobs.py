"""What was uploaded, in and out of a backup: each file under its hash, as the site itself keeps them."""

import hashlib
from pathlib import Path

from coursesite.files.actions import put_file
from coursesite.files.models import Blob
from coursesite.files.queries import file_name, open_blob
from coursesite.ops import dumps
from coursesite.ops.errors import BackupError

BACK = "Put it back from an earlier backup, which keeps it under the same name in its folder blobs."


def copy_blobs(*, folder: Path) -> list[str]:
    """Every uploaded file, compared with its hash on the way; the hashes are returned.

    After the dump: no file is ever deleted or changed, and each was there before its row, so that none is missing.
    """
    folder.mkdir(mode=0o700)
    hashes = []
    for blob in Blob.objects.order_by("sha256").iterator(500):
        target = folder / file_name(blob.sha256)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        _copy(blob, target)
        hashes.append(blob.sha256)
    for path in (*folder.iterdir(), folder):
        dumps.sync(path)
    return hashes


def _copy(blob: Blob, target: Path) -> None:
    digest = hashlib.sha256()
    try:
        with open_blob(blob) as source, target.open("xb") as copy:
            for chunk in source.chunks():
                digest.update(chunk)
                copy.write(chunk)
    except FileNotFoundError:
        raise BackupError(f"The uploaded file {file_name(blob.sha256)} is missing. {BACK}") from None
    if digest.hexdigest() != blob.sha256:
        raise BackupError(f"The uploaded file {file_name(blob.sha256)} is damaged. {BACK}")
    target.chmod(0o600)
    dumps.sync(target)


def put_back_blobs(*, folder: Path) -> None:
    """The files of a backup whose manifest was read. One that is there already is left."""
    for file in sorted(folder.glob("*/*")):
        put_file(sha256=file.parent.name + file.name, data=file.read_bytes())
