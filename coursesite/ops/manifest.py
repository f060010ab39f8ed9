"""The manifest of a backup: what the dump is, so that a damaged or foreign one is refused before it is loaded."""

import json
import tomllib
from pathlib import Path
from typing import Any

from coursesite.ops.dumps import sha256_of
from coursesite.ops.errors import BackupError

NAME = "manifest.json"
DUMPS = {"sqlite": "site.sqlite3", "postgresql": "site.dump"}
PARTS = {"v", "made_at", "version", "vendor", "dump", "sha256", "schema", "tables", "seals"}


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
    return manifest
