"""Reads the TOML parts of content files into frozen dataclasses, refusing what it does not know."""

import re
import tomllib
from dataclasses import MISSING, dataclass, fields
from typing import Any, get_origin, get_type_hints

from lessons.sources.errors import ContentError


@dataclass(frozen=True)
class AgentEntry:
    name: str
    sort_name: str
    kind: str
    variants: tuple = ()
    born: str = ""
    died: str = ""
    about: str = ""


@dataclass(frozen=True)
class TermEntry:
    name: str
    senses: tuple
    variants: tuple = ()
    references: tuple = ()


@dataclass(frozen=True)
class PlaceEntry:
    name: str
    variants: tuple = ()
    modern_name: str = ""
    note: str = ""


@dataclass(frozen=True)
class EventEntry:
    title: str
    date: str
    date_display: str
    reference: str
    lane: str = ""
    note: str = ""
    place: str = ""
    sources: tuple = ()


@dataclass(frozen=True)
class ModuleEntry:
    slug: str
    title: str
    lessons: tuple
    code: str = ""
    introduction: str = ""


def read_toml(text, file):
    """The tables of a TOML text; a fault names the line that TOML gives."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else 1
        raise ContentError(file, line, f"This is not valid TOML: {error}. Correct the line.") from None


def split_front_matter(text, file):
    """(tables, body, line on which the body begins). The front matter stands between two lines of +++."""
    lines = text.split("\n")
    if not lines or lines[0].strip() != "+++":
        raise ContentError(file, 1, "The file must begin with a line of +++. Put the front matter there.")
    for at, line in enumerate(lines[1:], start=1):
        if line.strip() == "+++":
            tables = read_toml("\n" + "\n".join(lines[1:at]), file)
            return tables, "\n".join(lines[at + 1 :]), at + 2
    raise ContentError(file, 1, "The front matter has no end. Close it with a line of +++.")


def line_of(text, key):
    """The line on which a key is set, for messages; 1 where it is not found."""
    found = re.search(rf"^\s*{re.escape(key)}\s*=", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def build(cls, table, file, what, line=1, /, **given) -> Any:
    """An instance of a frozen dataclass from a TOML table: unknown, missing and mistyped keys are refused."""
    hints = get_type_hints(cls)
    known = {field.name: field for field in fields(cls) if field.name not in given}
    for key in table:
        if key not in known:
            raise ContentError(file, line, f"{what} has the unknown key “{key}”. Use one of: {', '.join(known)}.")
    values = dict(given)
    for name, field in known.items():
        if name in table:
            values[name] = _typed(table[name], hints[name], file, line, f"{what}, key “{name}”")
        elif field.default is MISSING and field.default_factory is MISSING:
            raise ContentError(file, line, f"{what} lacks the key “{name}”. Add it.")
    return cls(**values)


def _typed(value, wanted, file, line, what):
    wanted = get_origin(wanted) or wanted
    if wanted is tuple and isinstance(value, list):
        return tuple(value)
    if wanted is tuple or not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise ContentError(file, line, f"{what} must be of the kind {wanted.__name__}, not {value!r}.")
    return value


def read_entries(text, file, cls):
    """{key: entry} of a file whose every table is one entry, such as terms.toml."""
    tables = read_toml(text, file)
    entries = {}
    for key, table in tables.items():
        line = text[: text.find(f"[{key}]")].count("\n") + 1
        if not isinstance(table, dict):
            raise ContentError(file, line, f"“{key}” stands outside a [table]. Put it into one.")
        entries[key] = build(cls, table, file, f"[{key}]", line)
    return entries


def read_module(text, file):
    """The module of module.toml: its title and its lessons in order."""
    return build(ModuleEntry, read_toml(text, file), file, "The module")
