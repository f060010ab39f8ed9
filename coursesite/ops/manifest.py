"""The manifest of a backup: what the dump is, so that a damaged or foreign one is refused before it is loaded."""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

from coursesite.ops.dumps import sha256_of
from coursesite.ops.errors import BackupError

NAME = "manifest.json"
DUMPS = {"sqlite": "site.sqlite3", "postgresql": "site.dump"}
BLOBS = "blobs"  # the folder of what was uploaded, as the site itself keeps it
PARTS = {"v", "made_at", "version", "vendor", "dump", "sha256", "schema", "tables", "seals", "blobs"}


def version_of(folder: Path) -> str:
    """The version of the code, from its pyproject.toml."""
    file = folder / "pyproject.toml"
    return tomllib.loads(file.read_text())["project"]["version"] if file.exists() else "unknown"


def write_manifest(folder: Path, values: dict[str, Any]) -> None:
    (folder / NAME).write_text(json.dumps({"v": 1} | values, indent=1, sort_keys=True) + "\n")


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a backup whose dump is what it says."""
    if not folder.is_dir():
        raise BackupError(f"{folder} is not a folder. Name the folder that `manage.py backup` made.")
    file = folder / NAME
    if not file.exists():
        raise BackupError(f"{folder} has no {NAME}, so it is not a finished backup. Take another.")
    try:
        manifest = json.loads(file.read_text())
    except ValueError:
        raise BackupError(f"{file} cannot be read: it is damaged. Take another backup.") from None
    if not isinstance(manifest, dict) or set(manifest) != PARTS or manifest["v"] != 1:
        raise BackupError(f"{file} is not a manifest of this version. Use the program that made the backup.")
    dump = folder / str(manifest["dump"])
    if not dump.is_file() or dump.parent != folder:
        raise BackupError(f"The dump {manifest['dump']} is missing from {folder}. Take another backup.")
    if sha256_of(dump) != manifest["sha256"]:
        raise BackupError(f"{dump} is not as it was when it was made: it is damaged or cut off. Take another backup.")
    _check_blobs(folder / BLOBS, manifest["blobs"])
    return manifest


def summary_of(hashes: list[str]) -> dict[str, Any]:
    """What a manifest says of uploaded files: how many, and one hash over theirs."""
    return {"files": len(hashes), "sha256": hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()}


def _check_blobs(folder: Path, told: Any) -> None:
    """Each file holds what its name says, and none is missing."""
    hashes = []
    for file in sorted(folder.glob("*/*")):
        hashes.append(file.parent.name + file.name)
        if sha256_of(file) != hashes[-1]:
            raise BackupError(f"{file} is not as it was when it was made: it is damaged. Take another backup.")
    if summary_of(hashes) != told:
        raise BackupError(f"{folder} does not hold the uploaded files that the manifest names. Take another backup.")
