"""Files on a disk of ours, each under the hash of its content."""

import os
import secrets
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class BlobFiles(FileSystemStorage):
    """A file stands under its name only when all of it is on the disk. The same name has the same content."""

    def __init__(self, **options):
        super().__init__(**({"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700} | options))

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def url(self, name: str | None) -> str:
        raise ValueError("What was uploaded has no address of its own.")

    def _save(self, name: str, content) -> str:
        target = Path(self.path(name))
        self._make_folder(target.parent)
        unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        try:
            with unfinished.open("xb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            unfinished.chmod(self.file_permissions_mode or 0o600)
            os.replace(unfinished, target)
            _sync(target.parent)
        finally:
            unfinished.unlink(missing_ok=True)
        return name

    def _make_folder(self, folder: Path) -> None:
        for path in (folder.parent, folder):
            if not path.is_dir():
                path.mkdir(mode=self.directory_permissions_mode or 0o700, parents=True, exist_ok=True)
                _sync(path.parent)


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
