"""The pure parts of the walk over all routes: the table of access read, the resolver walked, one answer judged."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from django.urls import URLPattern, URLResolver

from tests.canaries import PRINCIPALS, ROLE_THERE, leaks

METHODS = ("GET", "POST")
SIGN_IN = "/sign-in/"
REFUSALS = {"in", "401", "403", "404", "405"}


@dataclass(frozen=True)
class Route:
    """A named pattern: "lessons:lesson", "c/<uuid:classroom>/l/<slug:lesson>/", the names of its parts."""

    name: str
    pattern: str
    parts: tuple[str, ...]


def walk(patterns: Sequence, prefix: str = "", namespace: str = "") -> Iterator[Route]:
    """Every pattern under a resolver, in its order."""
    for one in patterns:
        if isinstance(one, URLPattern):
            pattern = prefix + str(one.pattern)
            yield Route(namespace + (one.name or pattern), pattern, tuple(re.findall(r"<(?:\w+:)?(\w+)>", pattern)))
        elif isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from walk(one.url_patterns, prefix + str(one.pattern), inner)


@dataclass(frozen=True)
class Row:
    """One line of the table: a route, the thing that it is tried on, a method, the status for each principal."""

    route: str
    thing: str
    method: str
    expected: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.route}{f' ({self.thing})' if self.thing else ''}"


def read_table(text: str) -> list[Row]:
    """Rows of "route [thing] METHOD status × 8"; a line that begins with a method goes on with the route above."""
    rows: list[Row] = []
    route = thing = ""
    for line in text.splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        at = next((n for n, word in enumerate(words) if word in METHODS), None)
        if at is None or len(words) != at + 1 + len(PRINCIPALS):
            raise ValueError(f"this line of the table cannot be read: {line}")
        if at:
            route, thing = words[0], " ".join(words[1:at])
        expected = dict(zip(PRINCIPALS, words[at + 1 :], strict=True))
        rows.append(Row(route, thing, words[at], expected))
    return rows


def unlisted(routes: Sequence[Route], rows: Sequence[Row]) -> list[str]:
    """Routes without a row for each method, and rows whose route is gone, in words."""
    listed = {(row.route, row.method) for row in rows}
    known = {route.name for route in routes}
    missing = [f"{r.name} has no {m} row" for r in routes for m in METHODS if (r.name, m) not in listed]
    gone = [f"{name} is listed but no route" for name in dict.fromkeys(row.route for row in rows) if name not in known]
    return list(dict.fromkeys(missing + gone))


def elsewhere(row: Row, who: str) -> set[str]:
    """What the table says of the same thing in the other class."""
    return {row.expected[ROLE_THERE.get(who, "outsider")]}


# Where a thing that is gone is told on the page that one came from: a block that another window deleted.
TOLD = {"lessons:block_move", "lessons:block_delete", "assessments:attempt_cite", "assessments:attempt_files"}


def nowhere(row: Row, who: str) -> set[str]:
    """What may answer an address that names nothing, or a thing under a class that it is not in."""
    said = row.expected[who]
    told = {"302"} if row.route in TOLD else set()
    return {said} if who == "anonymous" else {"404", said} & (REFUSALS | told)


def status_of(response) -> str:
    """The status; "in" for the way to the sign-in page."""
    if response.status_code == 302 and response.headers["Location"].startswith(SIGN_IN):
        return "in"
    return str(response.status_code)


def read(response) -> str:
    """All that an answer says: headers, cookies, and the body with its escapes undone."""
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode("utf-8", "replace")
    if "json" in response.headers.get("Content-Type", ""):
        text += json.dumps(json.loads(text), ensure_ascii=False)
    return "\n".join([head, response.cookies.output(), text, unescape(text)])


def judge(row: Row, who: str, allowed: set[str], response, revealed: frozenset[str] = frozenset()) -> list[str]:
    """What is wrong with an answer, in words. `revealed` are words that this very request is there to show."""
    wrong = []
    status = status_of(response)
    if status not in allowed:
        wrong.append(f"{row} as {who}: {status}, the table says {' or '.join(sorted(allowed))}")
    wrong += [f"{row} as {who}: shows {word}" for word in leaks(who, read(response), revealed)]
    return wrong
