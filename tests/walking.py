"""Asking the site as each principal, with everything undone afterwards."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.cookies import SimpleCookie

from django.db import connection, transaction
from django.test import Client

from tests.canaries import PRINCIPALS
from tests.world import World

# Written for everybody who asks: who is signed in, how often something was tried.
ANYBODY_WRITES = {"django_session", "cache_entry"}
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "WITH")


def fingerprint(table: str) -> str:
    """A hash of all rows of a table."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        rows = sorted(repr(row) for row in cursor.fetchall())
    return sha256("\n".join(rows).encode()).hexdigest()


@contextmanager
def undone() -> Iterator[None]:
    held = transaction.atomic()
    held._from_testcase = True
    with held:
        yield
        transaction.set_rollback(True)


@dataclass
class Asked:
    """An answer, and the tables whose rows are others after it."""

    response: object
    changed: list[str]


@dataclass
class Visitors:
    """A signed-in client for each principal. Every request is undone, so that each finds the same site."""

    world: World
    clients: dict[str, Client] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for who in PRINCIPALS:
            self.clients[who] = Client(raise_request_exception=False)
            if person := self.world.people[who]:
                self.clients[who].force_login(person)
        tables = set(connection.introspection.table_names()) - ANYBODY_WRITES
        self.before = {table: fingerprint(table) for table in sorted(tables)}

    def ask(self, who: str, method: str, path: str, body: dict | str | None = None) -> Asked:
        client = self.clients[who]
        cookies = client.cookies.output(header="", sep=";")
        more = {"content_type": "application/json"} if isinstance(body, str) else {}
        with undone(), watched() as statements:
            send = client.get if method == "GET" else client.post
            response = read_now(send(path, body if method != "GET" else None, **more))
            written = "\n".join(statements)
            touched = [table for table in self.before if re.search(rf"\b{table}\b", written)]
            changed = [table for table in touched if fingerprint(table) != self.before[table]]
        client.cookies = SimpleCookie(cookies)  # signed in, out or anew: undone as well
        return Asked(response, changed)


def read_now(response):
    """A streamed answer read while its rows are still there."""
    if response.streaming:
        content = b"".join(response.streaming_content)
        response.streaming_content = [content]
    return response


@contextmanager
def watched() -> Iterator[list[str]]:
    """The statements that may have written something."""
    written: list[str] = []

    def look(execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(WRITES):
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield written
