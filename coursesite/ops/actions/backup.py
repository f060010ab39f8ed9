"""Making a backup: a dump and a manifest of one moment, in a folder that appears only when it is finished."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from coursesite import clock
from coursesite.audit.actions import seal_finished_days
from coursesite.audit.models import Seal
from coursesite.ops import dumps, manifest
from coursesite.ops.actions.blobs import copy_blobs
from coursesite.ops.errors import BackupError
from coursesite.ops.queries.limits import lift_time_limits
from coursesite.ops.queries.tables import schema_of, summaries


def make_backup(*, folder: Path) -> dict[str, Any]:
    """Write a backup into `folder`, which must be new or empty; the manifest is returned. The site may go on."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupError(f"{folder} is there already and is not empty. Name a new folder for each backup.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    seal_finished_days()
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    try:
        dump = unfinished / manifest.DUMPS[connection.vendor]
        facts = _dump_sqlite(dump) if connection.vendor == "sqlite" else _dump_postgresql(dump)
        dump.chmod(0o600)
        dumps.sync(dump)
        blobs = copy_blobs(folder=unfinished / manifest.BLOBS)
        values = {
            "made_at": clock.now().isoformat(),
            "version": manifest.version_of(settings.BASE_DIR),
            "vendor": connection.vendor,
            "dump": dump.name,
            "sha256": dumps.sha256_of(dump),
            "blobs": manifest.summary_of(blobs),
            "seals": {str(seal.day): seal.sha256 for seal in Seal.objects.order_by("day")},
        } | facts
        manifest.write_manifest(unfinished, values)
        dumps.sync(unfinished / manifest.NAME)
        dumps.sync(unfinished)
        os.replace(unfinished, folder)
        dumps.sync(folder.parent)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return manifest.read_manifest(folder)


def _dump_sqlite(dump: Path) -> dict[str, Any]:
    """A copy by VACUUM INTO, never of the file: a file copied while the site writes is a broken one."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(dump)])
    check_sqlite(dump)
    with closing(_CopyOf(dump)) as copy:
        return {"schema": schema_of(copy.connection), "tables": summaries(copy.connection)}


class _CopyOf:
    """Django's connection to a SQLite file beside the site's own."""

    def __init__(self, file: Path):
        self.connection = connection.copy()
        self.connection.settings_dict = connection.settings_dict | {"NAME": str(file)}
        # A copy is only read: in WAL mode it would leave companions beside it.
        options = connection.settings_dict["OPTIONS"]
        self.connection.settings_dict["OPTIONS"] = {k: v for k, v in options.items() if k != "init_command"}

    def close(self) -> None:
        self.connection.close()


def check_sqlite(file: Path) -> None:
    """SQLite's own two looks at a file that nobody uses."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as opened:
            whole = [row[0] for row in opened.execute("PRAGMA integrity_check")]
            astray = opened.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as problem:
        raise BackupError(f"{file} is not a whole SQLite database: {problem}.") from None
    if whole != ["ok"]:
        raise BackupError(f"{file} is damaged: {whole[0]}.")
    if astray:
        raise BackupError(f"{file} has {len(astray)} references that lead nowhere. Run: manage.py verify_integrity")


def _dump_postgresql(dump: Path) -> dict[str, Any]:
    """pg_dump and our counts look at one snapshot, so that they agree while the site goes on."""
    program = dumps.find_program("pg_dump")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            lift_time_limits(connection)
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
        command = [program, "--format=custom", "--no-owner", "--no-privileges", "--no-password"]
        command += [f"--snapshot={snapshot}", f"--file={dump}"]
        dumps.run(command, dumps.environment_for(connection.settings_dict), "pg_dump failed")
        return {"schema": schema_of(connection), "tables": summaries(connection)}
