"""Is this database fit to hold a school's work? Every fault is a code and a line that says what to do."""

from collections.abc import Iterator

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import BaseDatabaseCache
from django.db.migrations.executor import MigrationExecutor

from coursesite import clock

# With one of these off, PostgreSQL acknowledges what a crash can still lose.
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
# Set for the role, not by the connection, so that poolers and other programs keep to them as well.
TIMEOUTS = {"lock_timeout": "4s", "statement_timeout": "10s", "idle_in_transaction_session_timeout": "10s"}
SPARE = 10  # connections beside the threads and the worker: backups, psql, monitoring
CLOCK_SECONDS = 2.0
DEFAULT_THREADS = 2 * 8

Fault = tuple[str, str]


def database_faults(connection, *, threads: int = DEFAULT_THREADS) -> list[Fault]:
    """Everything that is wrong, most dangerous first. `threads` is the number that answer requests at once."""
    return [*server_faults(connection, threads=threads), *_unmade_tables(connection)]


def server_faults(connection, *, threads: int = DEFAULT_THREADS) -> list[Fault]:
    """What is wrong with the server, whatever the tables in it."""
    if connection.vendor != "postgresql":
        return []
    shown = _settings(connection)
    return [
        *_not_durable(shown),
        *_without_timeouts(connection, shown),
        *_too_few_connections(shown, threads),
        *_clock_apart(connection),
    ]


def _settings(connection) -> dict[str, str]:
    """PostgreSQL's settings as this role's sessions have them."""
    names = [*DURABLE, *TIMEOUTS, "max_connections", "superuser_reserved_connections"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [names])
        return dict(cursor.fetchall())


def _not_durable(shown: dict[str, str]) -> Iterator[Fault]:
    for name in DURABLE:
        # `remote_apply` promises more than `on`; `local` and `remote_write` promise less to a standby.
        if shown[name] not in ("on", "remote_apply"):
            yield (
                "ops.E010",
                f"PostgreSQL has {name} = {shown[name]}, so a crash can lose saved answers. "
                f"Run: ALTER SYSTEM SET {name} = on; SELECT pg_reload_conf();",
            )


def _without_timeouts(connection, shown: dict[str, str]) -> Iterator[Fault]:
    missing = {name: value for name, value in TIMEOUTS.items() if shown[name] == "0"}
    if missing:
        with connection.cursor() as cursor:
            cursor.execute("SELECT quote_ident(current_user)")
            (role,) = cursor.fetchone()
        statements = " ".join(f"ALTER ROLE {role} SET {name} = '{value}';" for name, value in missing.items())
        yield ("ops.E011", f"The database role waits without end. Run: {statements}")


def _too_few_connections(shown: dict[str, str], threads: int) -> Iterator[Fault]:
    needed = threads + 1 + SPARE + int(shown["superuser_reserved_connections"])
    if int(shown["max_connections"]) < needed:
        yield (
            "ops.E012",
            f"PostgreSQL allows {shown['max_connections']} connections and this site needs {needed}. "
            f"Run: ALTER SYSTEM SET max_connections = {needed}; then restart PostgreSQL (or serve with fewer threads).",
        )


def _clock_apart(connection) -> Iterator[Fault]:
    with connection.cursor() as cursor:
        before = clock.now()
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone()
        after = clock.now()
    apart = max((before - theirs).total_seconds(), (theirs - after).total_seconds(), 0.0)
    if apart > CLOCK_SECONDS:
        yield (
            "ops.E013",
            f"The clocks of this host and of the database are {apart:.0f} seconds apart, so due times would be wrong. "
            "Set both by the same time server (NTP).",
        )


def _unmade_tables(connection) -> Iterator[Fault]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield ("ops.E014", f"{len(waiting)} migrations are not applied. Run: manage.py migrate")
    tables = set(connection.introspection.table_names())
    for name in settings.CACHES:
        table = settings.CACHES[name].get("LOCATION")
        if isinstance(caches[name], BaseDatabaseCache) and table not in tables:
            yield ("ops.E015", f"The cache table {table} is missing. Run: manage.py createcachetable")
