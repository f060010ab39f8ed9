"""The geometry of the charts that the server draws: numbers in, numbers out; the templates write the SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, GAP, LABEL_FROM = 400, 28, 2, 24


@dataclass(frozen=True)
class Part:
    """One part of a stacked bar: its words, its count, where the list of these students is, its colour class."""

    label: str
    count: int
    colour: str
    url: str = ""


@dataclass(frozen=True)
class Piece:
    """A part with its place on the bar, in units of the drawing."""

    part: Part
    x: float
    width: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def shows_count(self) -> bool:
        return self.width >= LABEL_FROM


def stacked_bar(parts: Sequence[Part]) -> list[Piece]:
    """The parts that are not empty, side by side over the whole width, with a gap between so colour is not needed."""
    shown = [part for part in parts if part.count > 0]
    total = sum(part.count for part in shown)
    room = WIDTH - GAP * max(len(shown) - 1, 0)
    pieces, x = [], 0.0
    for part in shown:
        width = round(room * part.count / total, 2)
        pieces.append(Piece(part, round(x, 2), width))
        x += width + GAP
    return pieces


def hand_in_parts(counts: dict[str, int], urls: dict[str, str] | None = None) -> list[Part]:
    """The parts of a hand-in bar in their fixed order. `counts` has any of the five keys; a missing one is 0."""
    names = (
        ("handed_in", "handed in", "f3"),
        ("in_progress", "in progress", "f1"),
        ("not_started", "not started", "f6"),
        ("not_handed_in", "not handed in", "f2"),
        ("excused", "excused", "f4"),
    )
    return [Part(label, counts.get(key, 0), colour, (urls or {}).get(key, "")) for key, label, colour in names]


def hand_in_sentence(parts: Sequence[Part]) -> str:
    """The bar in one sentence: `21 of 28 handed in, 4 in progress, 3 not started.`"""
    total = sum(part.count for part in parts)
    if not total:
        return "No students have this yet."
    first, *rest = parts
    others = [f"{part.count} {part.label}" for part in rest if part.count]
    return ", ".join([f"{first.count} of {total} {first.label}", *others]) + "."
