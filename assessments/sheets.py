"""One question as a student sees it: its words, its fields as they stand, and what is shown once it may be known."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from assessments.draw import task
from assessments.evidence import TOKEN
from assessments.kinds.base import Feedback, Kind, in_order, plain
from assessments.kinds.cloze import Cloze
from assessments.kinds.pairs import Pairs
from lessons.sources.render import stored_html


@dataclass(frozen=True)
class Choice:
    """One choice or item as drawn: `place` is where it stands in the list that is shown, from 1."""

    id: str
    html: SafeString
    chosen: bool
    place: int


@dataclass(frozen=True)
class Option:
    id: str
    words: str
    html: SafeString
    chosen: bool


@dataclass(frozen=True)
class DrawnRow:
    """A row of pairs as drawn, with its options."""

    id: str
    html: SafeString
    words: str
    options: list[Option]


@dataclass(frozen=True)
class DrawnPart:
    """A part of a text with gaps: words, or a gap with what stands in it; a gap without options is typed."""

    words: str = ""
    gap: str = ""
    value: str = ""
    options: list[Option] | None = None


@dataclass
class Sheet:
    """`value` is what the fields show, `rev` the revision that this is based on; `anchor` begins every id."""

    number: int
    anchor: str
    kind: Kind
    body: Mapping
    points: Decimal
    order: list
    value: Any
    rev: int
    documents: list = field(default_factory=list)
    op_id: uuid.UUID = field(default_factory=uuid.uuid4)
    problem: str = ""
    other: Any = None
    in_conflict: bool = False
    files: list = field(default_factory=list)
    flagged: bool = False
    stimulus: int | None = None

    @property
    def stem(self) -> SafeString:
        return task(self.body)

    @property
    def asks(self) -> SafeString:
        """The first paragraph of what is asked, without its tags around: the name of the question's group of fields."""
        first, _ = _first_paragraph(self.body.get("stem", ""))
        return stored_html(first)

    @property
    def more(self) -> SafeString:
        """What is asked after the first paragraph, and the passage that it shows."""
        _, rest = _first_paragraph(self.body.get("stem", ""))
        return task({**self.body, "stem": rest})

    @property
    def is_answered(self) -> bool:
        return not self.kind.is_blank(self.value)

    @property
    def missing(self) -> int:
        """How many places of an answer that was begun are still empty."""
        return self.kind.missing(self.value, self.body) if self.is_answered else 0

    @property
    def said(self) -> str:
        """The answer in plain text."""
        return self.kind.describe(self.value, self.body)

    @property
    def other_said(self) -> str:
        return self.kind.describe(self.other, self.body)

    @property
    def word_count(self) -> int:
        """The words of the answer, without what stands for a passage."""
        return len(TOKEN.sub(" ", self.said).split())

    @property
    def choices(self) -> list[Choice]:
        """Choices in the order shown; items of a chronology in the student's own order, once there is one."""
        pairs = in_order(self.body.get("choices", self.body.get("items", [])), self.order)
        chosen = self.value if isinstance(self.value, list) else [self.value]
        if "items" in self.body and chosen:
            pairs = in_order(pairs, chosen)
        return [Choice(one, stored_html(html), one in chosen, n) for n, (one, html) in enumerate(pairs, 1)]

    @property
    def rows(self) -> list[DrawnRow]:
        """The rows of a question that asks for pairs, with what was chosen in each."""
        if not isinstance(self.kind, Pairs):
            return []
        chosen = self.kind.chosen(self.body, self.value)
        return [
            DrawnRow(
                row.id,
                stored_html(row.html),
                plain(row.html),
                [Option(one, plain(html), stored_html(html), chosen.get(row.id) == one) for one, html in row.options],
            )
            for row in self.kind.rows(self.body)
        ]

    @property
    def parts(self) -> list[DrawnPart]:
        """The text with gaps, with what was filled in."""
        if not isinstance(self.kind, Cloze):
            return []
        filled = self.kind.filled(self.body, self.value)
        return [
            DrawnPart(part.get("text", ""), part.get("gap", ""), *_filled(part, filled))
            for part in self.body.get("parts", [])
        ]

    @property
    def doubt(self) -> str:
        """What to ask, where the answer can be read in two ways or in none."""
        return self.kind.doubt(self.value, self.body)


def _first_paragraph(html: str) -> tuple[str, str]:
    """What stands inside the first paragraph, and the rest; everything is rest where it begins otherwise."""
    found = re.match(r"\s*<p>(.*?)</p>", html, re.DOTALL)
    return (found[1], html[found.end() :].strip()) if found else ("", html)


def _filled(part: Mapping, filled: Mapping[str, str]) -> tuple[str, list[Option] | None]:
    value = filled.get(part.get("gap", ""), "")
    if "options" not in part:
        return value, None
    return value, [Option(one, words, escape(words), one == value) for one, words in part["options"]]


def blank_sheet(kind: Kind, body: Mapping, points: Decimal, *, anchor: str) -> Sheet:
    """A question that nobody has answered yet."""
    return Sheet(0, anchor, kind, body, points, [], [] if kind.many else "", 0)


@dataclass(frozen=True)
class ShownLine:
    words: SafeString
    note: SafeString
    chosen: bool
    right: bool


@dataclass(frozen=True)
class Shown:
    """Feedback with its stored HTML ready for a page."""

    lines: tuple[ShownLine, ...]
    solution: tuple[str, ...]
    explain: SafeString
    in_order: bool = False
    solution_word: str = ""


def show(feedback: Feedback, *, only_chosen: bool = False, explained: bool = True) -> Shown:
    """`only_chosen` leaves out what the student did not choose, and the solution: for practice that can be repeated.

    Without `explained` there is nothing that would give the answer away: no explanation, no dates beside an order.
    """
    tells = explained or not feedback.in_order
    lines = tuple(
        ShownLine(stored_html(line.html), stored_html(line.note if tells else ""), line.chosen, line.right)
        for line in feedback.lines
        if line.chosen or not only_chosen
    )
    solution = () if only_chosen else feedback.solution
    explain = stored_html(feedback.explain if explained else "")
    return Shown(lines, solution, explain, feedback.in_order, feedback.solution_word)
