"""Questions that a busy page asks each time: Django works out their SQL once in a process, PostgreSQL its plan once in
a connection. Then only the values change.

    PLACES = Prepared(lambda: Place.objects.filter(enrolment=Slot("enrolment", BigIntegerField())))
    PLACES.rows(enrolment=7)

Building and planning a question with many joins costs ten times its answer. What is asked must not hang on the values
(no list, no None), since the SQL is kept. Rules stay where they are: the queryset may come from a policy.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connections
from django.db.models import Expression, Field, Model, QuerySet

_numbers = itertools.count(1)
# A connection of PostgreSQL -> the names of what it has a plan for. They are gone with the connection.
_planned: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Slot(Expression):
    """A value that is not known yet."""

    def __init__(self, name: str, field: Field):
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler, connection) -> tuple[str, list]:  # type: ignore[override]  # itself, in a value's place
        return "%s", [self]


@dataclass(frozen=True)
class _Kept:
    """What one sort of database is asked, and what is made of its rows. `names` are the columns of instances."""

    alias: str
    model: type[Model]
    names: tuple[str, ...]
    sql: str
    params: tuple
    width: int
    converters: tuple


class Prepared:
    """A queryset with slots. `rows` gives its instances (without select_related), or the tuples of its values_list()."""

    def __init__(self, build: Callable[[], QuerySet]):
        self._build = build
        self._name = f"asked_{next(_numbers)}"
        self._kept: dict[str, _Kept] = {}

    def rows(self, **values) -> list[Any]:
        kept = self._compiled()
        connection = connections[kept.alias]
        sql, params = kept.sql, kept.params
        if connection.vendor == "postgresql":
            sql, params = self._planned(connection, sql, params)
        with connection.cursor() as cursor:
            cursor.execute(sql, [_value(one, values, connection) for one in params])
            found = [row[: kept.width] for row in cursor.fetchall()]
        if kept.converters:
            found = [_converted(list(row), kept.converters, connection) for row in found]
        return [kept.model.from_db(kept.alias, kept.names, row) for row in found] if kept.names else found

    def _compiled(self) -> _Kept:
        vendor = connections["default"].vendor
        if vendor not in self._kept:
            queryset, names = self._build(), ()
            if queryset.query.default_cols:
                names = tuple(field.attname for field in queryset.model._meta.concrete_fields)
                queryset = queryset.values_list(*names)
            compiler = queryset.query.get_compiler(using=queryset.db)
            sql, params = compiler.as_sql()
            columns = [one[0] for one in compiler.select[: compiler.col_count]]
            converters = tuple((at, *found) for at, found in compiler.get_converters(columns).items())
            self._kept[vendor] = _Kept(queryset.db, queryset.model, names, sql, tuple(params), len(columns), converters)
        return self._kept[vendor]

    def _planned(self, connection, sql: str, params: tuple) -> tuple[str, tuple[Slot, ...]]:
        """The same question to a connection that has it under a name."""
        connection.ensure_connection()
        names = _planned.setdefault(connection.connection, set())
        slots = tuple(one for one in params if isinstance(one, Slot))
        if self._name not in names:
            numbers = itertools.count(1)
            shown = [f"${next(numbers)}" if isinstance(one, Slot) else _literal(one, connection) for one in params]
            with connection.wrap_database_errors, connection.connection.cursor() as cursor:
                cursor.execute(f"PREPARE {self._name} AS {sql % tuple(shown)}".encode())
            names.add(self._name)
        given = f" ({', '.join(['%s'] * len(slots))})" if slots else ""
        return f"EXECUTE {self._name}{given}", slots


def _converted(row: list, converters: tuple, connection) -> tuple:
    for at, steps, expression in converters:
        for step in steps:
            row[at] = step(row[at], expression, connection)
    return tuple(row)


def _value(one: Any, values: dict, connection) -> Any:
    return one.output_field.get_db_prep_value(values[one.name], connection) if isinstance(one, Slot) else one


def _literal(value: Any, connection) -> str:
    return connection.connection.cursor().mogrify("%s", [value])
