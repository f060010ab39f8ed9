"""Triggers that keep added rows as they were and locked versions fixed, on SQLite and PostgreSQL.

They stop bugs, not a database's owner. They let a change through while an `ErasureOpen` row exists in the
same transaction. They are dropped before migrations and installed after them: SQLite cannot remake a table
that another's trigger names, and silently drops the triggers of a table that it remakes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models

from coursesite.privacy import registry

OPEN = "EXISTS (SELECT 1 FROM privacy_erasureopen)"
PREFIX = "guard_"


@dataclass(frozen=True)
class Guard:
    """One trigger: before `operation` on `table`, refuse with `message` when `condition` holds.

    `condition` speaks of OLD and NEW. `lock` is a statement that PostgreSQL runs first, so that a version
    cannot be locked by another transaction between the look and the change.
    """

    table: str
    operation: str
    condition: str
    message: str
    lock: str = ""

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.table}_{self.operation.lower()}"


def guards() -> Iterator[Guard]:
    """All triggers of the project, from what the packages declare."""
    for model, may_change in registry.append_only():
        yield from _append_only(model, may_change)
    for model in registry.locked():
        yield from _locked(model)
    for model, path in registry.children():
        yield from _children(model, path)


def _columns(model: type[models.Model]) -> list[str]:
    return [field.column for field in model._meta.concrete_fields if field.column]


def _append_only(model, may_change: tuple[str, ...]) -> Iterator[Guard]:
    table = model._meta.db_table
    message = f"{table} rows are added, never changed"
    fixed = [c for c in _columns(model) if c not in may_change]
    changed = " OR ".join(f'OLD."{c}" IS DISTINCT FROM NEW."{c}"' for c in fixed)
    yield Guard(table, "UPDATE", changed if may_change else "TRUE", message)
    yield Guard(table, "DELETE", "TRUE", message)


def _locked(model) -> Iterator[Guard]:
    table = model._meta.db_table
    for operation in ("UPDATE", "DELETE"):
        yield Guard(table, operation, "OLD.locked_at IS NOT NULL", f"a locked row of {table} is fixed")


def _children(model, path: tuple[str, ...]) -> Iterator[Guard]:
    table, message = model._meta.db_table, f"the version of this {model._meta.db_table} row is locked"
    for operation, sides in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
        looks = [_look(model, path, side) for side in sides]
        condition = " OR ".join(f"EXISTS ({look} AND version.locked_at IS NOT NULL)" for look in looks)
        lock = " ".join(f"PERFORM 1 {look[len('SELECT 1') :]} FOR SHARE OF version;" for look in looks)
        yield Guard(table, operation, condition, message, lock)


def _look(model, path: tuple[str, ...], side: str) -> str:
    """SELECT of the version row that `side` (OLD or NEW) hangs from, by way of the foreign keys in `path`."""
    fields = []
    for name in path:
        field = model._meta.get_field(name)
        fields.append(field)
        model = field.related_model
    joins, key = [], f'{side}."{fields[0].column}"'
    for depth, field in enumerate(fields[:-1]):
        joins.append((field.related_model._meta.db_table, f"step{depth}", key))
        key = f'step{depth}."{fields[depth + 1].column}"'
    version = f'"{fields[-1].related_model._meta.db_table}" version'
    steps = "".join(f', "{table}" {alias}' for table, alias, _ in joins)
    links = "".join(f" AND {alias}.id = {value}" for _, alias, value in joins)
    return f"SELECT 1 FROM {version}{steps} WHERE version.id = {key}{links}"


def _sqlite(guard: Guard) -> list[str]:
    condition = guard.condition.replace("IS DISTINCT FROM", "IS NOT").replace("TRUE", "1")
    return [
        f'CREATE TRIGGER "{guard.name}" BEFORE {guard.operation} ON "{guard.table}" '
        f"WHEN ({condition}) AND NOT {OPEN} BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
    ]


def _postgresql(guard: Guard) -> list[str]:
    result = "OLD" if guard.operation == "DELETE" else "NEW"
    return [
        f'CREATE FUNCTION "{guard.name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
        f"IF {OPEN} THEN RETURN {result}; END IF; {guard.lock} "
        f"IF {guard.condition} THEN RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END IF; RETURN {result}; END $$",
        f'CREATE TRIGGER "{guard.name}" BEFORE {guard.operation} ON "{guard.table}" '
        f'FOR EACH ROW EXECUTE FUNCTION "{guard.name}"()',
    ]


def installed(connection) -> list[str]:
    """Names of our triggers that the database has now."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 6) = %s"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND substr(tgname, 1, 6) = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [PREFIX])
        return sorted(row[0] for row in cursor.fetchall())


def drop_all(connection) -> None:
    """Drop every trigger of ours that stands."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in installed(connection):
                cursor.execute(f'DROP TRIGGER "{name}"')
            return
        cursor.execute("SELECT proname FROM pg_proc WHERE substr(proname, 1, 6) = %s", [PREFIX])
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP FUNCTION "{name}"() CASCADE')


def install_all(connection) -> None:
    """Install every trigger whose table stands, anew."""
    drop_all(connection)
    tables = set(connection.introspection.table_names())
    make = _sqlite if connection.vendor == "sqlite" else _postgresql
    with connection.cursor() as cursor:
        for guard in guards():
            if guard.table in tables:
                for statement in make(guard):
                    cursor.execute(statement)
