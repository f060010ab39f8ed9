"""After a test that committed its rows: only tables that hold rows are emptied, and no trigger is made anew.

Django's own flush truncates every table, drops nothing that our triggers guard on SQLite, and writes all content types
again: a quarter of a second, where emptying a dozen small tables takes a few thousandths.
"""

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from coursesite.privacy.models import ErasureOpen


def tables() -> dict[str, type[Model]]:
    """Every table of ours and of the packages, by name, but for the door itself."""
    models = apps.get_models(include_auto_created=True)
    return {m._meta.db_table: m for m in models if m._meta.managed and not m._meta.proxy and m is not ErasureOpen}


def filled(names) -> list[str]:
    looks = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names]
    with connection.cursor() as cursor:
        found: list[str] = []
        for first in range(0, len(looks), 100):  # SQLite joins at most 500 such looks
            cursor.execute(" UNION ALL ".join(looks[first : first + 100]))
            found += [name for (name,) in cursor.fetchall()]
    return found


class Ground:
    """What stands in the database before any test: content types, permissions, rows of migrations."""

    def __init__(self) -> None:
        known = tables()
        self.rows = {name: set(known[name]._base_manager.values_list("pk", flat=True)) for name in filled(known)}

    def restore(self) -> None:
        """Delete all that tests have committed. Whoever holds rows for longer than ten seconds is an error, not a wait."""
        known = tables()
        with transaction.atomic():
            ErasureOpen.objects.all().delete()
            if connection.vendor == "postgresql":  # a server's thread may still be writing; on SQLite it cannot
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '10s'")
                    cursor.execute(f"LOCK TABLE {', '.join(map(_quoted, known))} IN SHARE ROW EXCLUSIVE MODE")
            door = ErasureOpen.objects.create(reason="the end of a test")
            for name in filled(known):
                self._empty(name, known[name])
            ErasureOpen.objects.filter(pk=door.pk).delete()

    def _empty(self, name: str, model: type[Model]) -> None:
        with connection.cursor() as cursor:
            if name not in self.rows:
                cursor.execute(f"DELETE FROM {_quoted(name)}")
                return
            added = set(model._base_manager.values_list("pk", flat=True)) - self.rows[name]
            column = _quoted(model._meta.pk.column)
            for pk in added:
                cursor.execute(f"DELETE FROM {_quoted(name)} WHERE {column} = %s", [pk])


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
