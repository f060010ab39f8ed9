"""What every kind of question can do. Kinds are pure: plain values in, plain values out.

A value is a text or a list of short texts (forms.saving.check_value), so that it can be saved without its question.
A key may name misreadings: {"misreadings": {choice: words}}, where a choice is what picked() calls it.

A body is what a student may see before release; the key is what she may not. Both are JSON with a "v".
  single, several   body choices [[id, html], …]      key right [ids], feedback {id: html}, explain html
  short             body only the stem                 key accepted [words], explain html
  chronology        body items [[id, html], …]         key ranks {id: number}, dates {id: words}, explain html
  essay             body only the stem and words_min, words_max     key empty
Values: single a string (an id), several and chronology a list of ids, short and essay a string.
The kinds that came later say in their own file what their body, key and value are.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from typing import Any

PLACES = Decimal("0.0001")
LONGEST_TEXT = 60_000
LONGEST_LIST = 60
LONGEST_ID = 60


@dataclass(frozen=True)
class FeedbackLine:
    """One choice or item as shown afterwards: what it says, whether the student took it, whether that is right."""

    html: str
    chosen: bool
    right: bool
    note: str = ""


@dataclass(frozen=True)
class Feedback:
    """What is shown once the answer may be known."""

    lines: tuple[FeedbackLine, ...] = ()
    solution: tuple[str, ...] = ()
    in_order: bool = False
    explain: str = ""
    solution_word: str = "Accepted"


class Kind:
    """A kind of question; each file of this folder makes one and calls it KIND."""

    name = ""
    label = ""
    automatic = True
    many = False
    hint = ""

    @property
    def template(self) -> str:
        """The fragment that draws the student's fields."""
        return f"assessments/kinds/_{self.name}.html"

    def clean(self, value: Any) -> Any:
        """The value in its own shape. ValueError, with what to do, where size or shape is wrong."""
        raise NotImplementedError

    def read(self, given: Sequence[str], body: Mapping) -> Any:
        """The value of the fields of a plain form."""
        return self.clean(given[0] if given else "")

    def is_blank(self, value: Any) -> bool:
        return is_blank(value)

    def missing(self, value: Any, body: Mapping) -> int:
        """How many places of an answer that has several are still empty."""
        return 0

    def mark(self, body: Mapping, key: Mapping, value: Any, points: Decimal) -> Decimal | None:
        """Points for the value, between 0 and `points`; None where a person must mark."""
        raise NotImplementedError

    def describe(self, value: Any, body: Mapping) -> str:
        """The answer in plain text, "" where there is none."""
        return value.strip() if isinstance(value, str) else ""

    def doubt(self, value: Any, body: Mapping) -> str:
        """What to ask whoever wrote this, where it can be read in two ways or in none; "" where it is clear."""
        return ""

    def picked(self, value: Any, body: Mapping) -> list[str]:
        """What of an answer is counted over a class: ids of choices, "row:option", or words as they are compared."""
        return []

    def offered(self, body: Mapping) -> list[str]:
        """Everything that could be picked, in its order; nothing where answers are free."""
        return [pair[0] for pair in body.get("choices", [])]

    def is_pick_right(self, picked: str, body: Mapping, key: Mapping) -> bool:
        """Whether one of picked() earns points by itself."""
        earned = self.mark(body, key, [picked] if self.many else picked, Decimal(1))
        return earned is not None and earned > 0

    def said(self, picked: str, body: Mapping) -> str:
        """One of picked() in plain words."""
        html = dict(body.get("choices", body.get("items", [])))
        return plain(html[picked]) if picked in html else picked

    def feedback(self, body: Mapping, key: Mapping, value: Any) -> Feedback:
        """Choice by choice what was right, for after release and for practice that has been checked."""
        return Feedback(explain=str(key.get("explain", "")))


def misreading(key: Mapping, choice: str) -> str:
    """The misreading that a choice shows, as the author of the question named it; "" where none is named."""
    return str(key.get("misreadings", {}).get(choice, ""))


def is_blank(value: Any) -> bool:
    """Nothing chosen, nothing but white space."""
    return not value or (isinstance(value, str) and not value.strip())


def clean_text(value: Any, longest: int) -> str:
    if not isinstance(value, str):
        raise ValueError("Send the answer as text.")
    if len(value) > longest:
        raise ValueError(f"Keep the answer under {longest:,} characters; it has {len(value):,}.")
    return value


def clean_ids(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) and len(one) <= LONGEST_ID for one in value):
        raise ValueError("Send the answer as a list of choices.")
    if len(value) > LONGEST_LIST:
        raise ValueError(f"Choose at most {LONGEST_LIST}.")
    return value


def known_ids(pairs: Any, value: Any) -> list[str]:
    """The ids of a value that the body has, each once, in the value's order. Anything else counts as nothing."""
    known = {pair[0] for pair in pairs or []}
    given = value if isinstance(value, list) else []
    return list(dict.fromkeys(one for one in given if isinstance(one, str) and one in known))


def share(points: Decimal, right: int, of: int) -> Decimal:
    """`right` of `of` parts of the points, rounded half up to four places, never below 0 or above the points."""
    if of <= 0:
        return Decimal(0)
    exact = points * max(0, min(right, of)) / of
    return min(points, exact.quantize(PLACES, rounding=ROUND_HALF_UP))


def plain(html: str) -> str:
    """Text without tags."""
    return unescape(re.sub(r"<[^>]*>", "", html)).strip()


def in_order(pairs: Sequence, order: Sequence[str]) -> list:
    """Choices or items in the order that this student was shown; those it does not name stand last."""
    place = {one: n for n, one in enumerate(order)}
    return sorted(pairs, key=lambda pair: place.get(pair[0], len(place)))
