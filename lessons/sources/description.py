"""A source as its form says it: plain values on their way into the rows, and the short name of what stands."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lessons.sources.drafts import PassageDraft

MAIN_ROLES = ("creator", "speaker")  # whom the field "Who" names; all others stand under "More"


@dataclass(frozen=True)
class NewAgent:
    """A name that the site does not have yet."""

    name: str
    sort_name: str
    kind: str = "person"


@dataclass(frozen=True)
class Step:
    """Who did what, in order. Without a name the note says what is known."""

    name: str
    role: str
    note: str = ""
    date_edtf: str = ""
    date_display: str = ""


@dataclass(frozen=True)
class Kept:
    """A holding; `pk` of the row that it changes, None for a new one."""

    pk: int | None
    repository: str
    levels: str = ""
    document_number: str = ""
    url: str = ""
    retrieved_on: date | None = None


@dataclass(frozen=True)
class Linked:
    other: int
    kind: str
    note: str = ""


@dataclass(frozen=True)
class Text:
    """A first text, numbered and ready to be stored."""

    label: str
    role: str
    language: str
    scheme: str
    extent: str
    passages: tuple[PassageDraft, ...]


@dataclass(frozen=True)
class Description:
    """`values` are columns of Source by name; `new` says how unknown names are filed."""

    values: dict[str, Any]
    place: str = ""
    translator: str = ""
    steps: tuple[Step, ...] = ()
    holdings: tuple[Kept, ...] = ()
    links: tuple[Linked, ...] = ()
    new: tuple[NewAgent, ...] = ()
    text: Text | None = None

    @property
    def names(self) -> list[str]:
        said = [step.name for step in self.steps] + [self.translator]
        return list(dict.fromkeys(name for name in said if name))


@dataclass(frozen=True)
class Stands:
    """What is stored of a source, as the form shows it."""

    values: dict[str, Any]
    steps: list[dict] = field(default_factory=list)
    holdings: list[dict] = field(default_factory=list)
    links: list[dict] = field(default_factory=list)

    @property
    def stamp(self) -> str:
        return stamp_of([self.values, self.steps, self.holdings, self.links])


def stamp_of(values: Any) -> str:
    """A short name of what stands: the same values have the same stamp."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:20]
