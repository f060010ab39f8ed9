"""Questions that a busy page asks each time: Django works out their SQL once in a process, PostgreSQL its plan once in
a connection. Then only the values change.

    PLACES = Prepared(lambda: Place.objects.filter(enrolment=Slot("enrolment", BigIntegerField())))
    PLACES.rows(enrolment=7)

Building and planning a question with many joins costs ten times its answer. What is asked must not hang on the values
(no list, no None), since the SQL is kept. Rules stay where they are: the queryset may come from a policy.
"""

import copy
import itertools
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connections
from django.db.models import Expression, Field, QuerySet

_numbers = itertools.count(1)
# A connection of PostgreSQL -> the names of what it has a plan for. They are gone with the connection.
_planned: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Slot(Expression):
    """A value that is not known yet."""

    def __init__(self, name: str, field: Field):
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler, connection) -> tuple[str, list]:
        return "%s", [self]


class Prepared:
    """A queryset with slots. `rows` gives what iterating it would give: instances, or tuples of values_list()."""

    def __init__(self, build: Callable[[], QuerySet]):
        self._build = build
        self._name = f"asked_{next(_numbers)}"
        self._kept: dict[str, tuple] = {}

    def rows(self, **values) -> list[Any]:
        queryset, compiler, sql, params = self._compiled()
        connection = connections[queryset.db]
        if connection.vendor == "postgresql":
            sql, params = self._planned(connection, sql, params)
        mine = copy.copy(compiler)
        mine.connection = connection
        mine.as_sql = lambda *args, **kwargs: (sql, [_value(one, values, connection) for one in params])
        asked = queryset.all()
        asked.query.get_compiler = lambda *args, **kwargs: mine
        return list(asked._iterable_class(asked))

    def _compiled(self) -> tuple:
        """(queryset, compiler after compiling, SQL, params with slots), for the sort of database that is asked."""
        vendor = connections["default"].vendor
        if vendor not in self._kept:
            queryset = self._build()
            compiler = queryset.query.get_compiler(using=queryset.db)
            self._kept[vendor] = queryset, compiler, *compiler.as_sql()
        return self._kept[vendor]

    def _planned(self, connection, sql: str, params: tuple) -> tuple[str, list[Slot]]:
        """The same question to a connection that has it under a name."""
        connection.ensure_connection()
        names = _planned.setdefault(connection.connection, set())
        slots = [one for one in params if isinstance(one, Slot)]
        if self._name not in names:
            numbers = itertools.count(1)
            shown = [f"${next(numbers)}" if isinstance(one, Slot) else _literal(one, connection) for one in params]
            with connection.connection.cursor() as cursor:
                cursor.execute(f"PREPARE {self._name} AS {sql % tuple(shown)}".encode())
            names.add(self._name)
        given = f" ({', '.join(['%s'] * len(slots))})" if slots else ""
        return f"EXECUTE {self._name}{given}", slots


def _value(one: Any, values: dict, connection) -> Any:
    return one.output_field.get_db_prep_value(values[one.name], connection) if isinstance(one, Slot) else one


def _literal(value: Any, connection) -> str:
    return connection.connection.cursor().mogrify("%s", [value])
