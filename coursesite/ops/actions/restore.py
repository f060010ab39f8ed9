"""Restoring a backup: into an empty database only, verified before anybody may sign in."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction

from coursesite.audit.actions import record
from coursesite.ops import dumps, manifest
from coursesite.ops.actions.backup import check_sqlite
from coursesite.ops.actions.blobs import put_back_blobs
from coursesite.ops.errors import BackupError
from coursesite.ops.queries.integrity import violations
from coursesite.ops.queries.limits import lift_time_limits
from coursesite.ops.queries.tables import differences, schema_of, summaries, tables_of

DO_NOT_OPEN = "Do not open the site on this database."


def restore_backup(*, folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Load the backup in `folder`, bring it to this version of the code, verify it, end all sessions."""
    told = manifest.read_manifest(folder)
    dump = folder / told["dump"]
    if told["vendor"] != connection.vendor:
        raise BackupError(f"This backup is of {told['vendor']}, and this site's database is {connection.vendor}.")
    refuse_filled_database()
    say(f"The backup of {told['made_at']} is whole. Loading it ...")
    _load_sqlite(dump) if connection.vendor == "sqlite" else _load_postgresql(dump)
    verify_copy(told)
    put_back_blobs(folder=folder / manifest.BLOBS)
    say(f"{len(told['tables'])} tables and {told['blobs']['files']} uploaded files are as they were.")
    say("Bringing them to this version ...")
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        lift_time_limits(connection)
        broken = violations()
    if broken:
        raise BackupError("; ".join(str(violation) for violation in broken) + f". {DO_NOT_OPEN}")
    ended = end_all_sessions()
    record(by=None, verb="restore", target=f"backup of {told['made_at']}", sessions_ended=ended)
    say(f"All rules hold. {ended} sessions were ended: everybody signs in anew.")
    return told


def refuse_filled_database() -> None:
    tables = tables_of(connection)
    if tables:
        name = connection.settings_dict["NAME"]
        raise BackupError(
            f"The database {name} is not empty: it has {len(tables)} tables. Restore only into a new, empty database."
        )


def verify_copy(told: dict[str, Any]) -> None:
    """The loaded tables are those of the manifest, row by row."""
    with transaction.atomic():
        lift_time_limits(connection)
        wrong = differences(told["tables"], summaries(connection))
        if told["schema"] != schema_of(connection):
            wrong.append("the applied migrations are not those of the manifest")
    if wrong:
        raise BackupError(f"{'; '.join(wrong)}. {DO_NOT_OPEN}")


def end_all_sessions() -> int:
    """A session that was ended after the backup must not live again."""
    return Session.objects.all().delete()[0]


def _load_sqlite(dump: Path) -> None:
    check_sqlite(dump)
    target = Path(connection.settings_dict["NAME"])
    connection.close()
    for end in ("-wal", "-shm", "-journal"):
        Path(f"{target}{end}").unlink(missing_ok=True)
    unfinished = target.with_name(f".{target.name}.unfinished")
    shutil.copyfile(dump, unfinished)
    unfinished.chmod(0o600)
    dumps.sync(unfinished)
    os.replace(unfinished, target)
    dumps.sync(target.parent)


def _load_postgresql(dump: Path) -> None:
    """In one transaction: a load that fails leaves the database empty."""
    program = dumps.find_program("pg_restore")
    database = connection.settings_dict
    connection.close()
    command = [program, "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", "--no-password"]
    command += [f"--dbname={database['NAME']}", str(dump)]
    dumps.run(command, dumps.environment_for(database), "pg_restore failed, and the database is still empty")
