"""What a database holds, as numbers that a restored copy must show again: rows and a checksum of each table."""

import hashlib
from typing import Any

from django.db.migrations.recorder import MigrationRecorder


def tables_of(connection) -> list[str]:
    return sorted(connection.introspection.table_names())


def schema_of(connection) -> list[str]:
    """The migrations that are applied, as "app.name"."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def summaries(connection) -> dict[str, dict[str, Any]]:
    """Table -> {"rows", "sha256"}. The order of the rows and the server's display settings do not matter."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name, value in (("TimeZone", "UTC"), ("DateStyle", "ISO, YMD"), ("bytea_output", "hex")):
                cursor.execute(f"SET LOCAL {name} = '{value}'")
        return {table: _summary(connection, cursor, table) for table in tables_of(connection)}


def _summary(connection, cursor, table: str) -> dict[str, Any]:
    """Each row is hashed by itself and the hashes are added, so that nothing must be sorted or held in memory."""
    name = connection.ops.quote_name(table)
    text = "t::text" if connection.vendor == "postgresql" else "*"
    cursor.execute(f"SELECT {text} FROM {name} t")
    rows = total = 0
    while chunk := cursor.fetchmany(2000):
        rows += len(chunk)
        total += sum(int.from_bytes(hashlib.sha256(repr(row).encode()).digest()) for row in chunk)
    return {"rows": rows, "sha256": f"{total % 2**256:064x}"}


def differences(expected: dict[str, dict[str, Any]], found: dict[str, dict[str, Any]]) -> list[str]:
    """One line for each table that is not as the manifest says."""
    told = []
    for table in sorted(expected.keys() | found.keys()):
        before, now = expected.get(table), found.get(table)
        if before is None or now is None:
            told.append(f"table {table} is {'missing' if now is None else 'not in the manifest'}")
        elif before["rows"] != now["rows"]:
            told.append(f"table {table} has {now['rows']} rows where the manifest says {before['rows']}")
        elif before != now:
            told.append(f"table {table} has other contents than the manifest says")
    return told
