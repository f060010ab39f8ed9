"""The programs and files of a backup, without a database connection of ours: find, dump, load, hash, sync."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coursesite.ops.errors import BackupError


def find_program(name: str, folders: Sequence[Path] | None = None) -> str:
    """pg_dump or pg_restore: the newest of Debian's folders, else from the PATH."""
    found = sorted(
        (path for path in folders or Path("/usr/lib/postgresql").glob("*/bin") if (path / name).is_file()),
        key=lambda path: [int(part) for part in path.parent.name.split(".") if part.isdecimal()],
    )
    program = str(found[-1] / name) if found else shutil.which(name)
    if not program:
        raise BackupError(
            f"{name} was not found. Install PostgreSQL's client programs (on Debian: apt-get install postgresql-client)."
        )
    return program


def environment_for(database: Mapping[str, Any]) -> dict[str, str]:
    """How PostgreSQL's programs are told the database: by variables, so that no password is in a command line."""
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {variable: str(database[name]) for variable, name in names.items() if database.get(name)}
    for option in ("sslmode", "sslrootcert", "sslcert", "sslkey"):
        if value := database.get("OPTIONS", {}).get(option):
            given[f"PG{option.upper()}"] = str(value)
    return os.environ | given


def run(command: Sequence[str], environment: Mapping[str, str], failure: str) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise BackupError(f"{failure}: {lines[0]}")


def sha256_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Make sure that a file, or a folder's list of names, is on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
