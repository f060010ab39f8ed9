"""Where in a source a class writes notes: the geometry of a strip with one column for each passage, and its words."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT, WIDTH, GAP = 60, 8, 2
ORDER = ("question", "observe", "reflect", "sourcing")
WORDS = {
    "question": ("question", "questions"),
    "observe": ("observation", "observations"),
    "reflect": ("reflection", "reflections"),
    "sourcing": ("note on the source", "notes on the source"),
}


@dataclass(frozen=True)
class Row:
    """A passage with its counts by kind; `at` leads to its notes."""

    number: str
    at: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def words(self) -> str:
        """`14 questions, 2 observations`."""
        said = [(self.counts.get(kind, 0), WORDS[kind]) for kind in ORDER]
        return ", ".join(f"{count} {words[count != 1]}" for count, words in said if count) or "no notes"


@dataclass(frozen=True)
class Column:
    """A column: questions below, the rest above, in units of the drawing."""

    row: Row
    x: int
    y: float
    height: float
    question_y: float
    question_height: float


def columns(rows: Sequence[Row]) -> list[Column]:
    most = max((row.total for row in rows), default=0) or 1
    made = []
    for index, row in enumerate(rows):
        questions = round(HEIGHT * row.counts.get("question", 0) / most, 2)
        others = round(HEIGHT * row.total / most, 2) - questions
        top = round(HEIGHT - questions - others, 2)
        made.append(Column(row, index * (WIDTH + GAP), top, round(others, 2), round(HEIGHT - questions, 2), questions))
    return made


def width(rows: Sequence[Row]) -> int:
    return max(len(rows) * (WIDTH + GAP) - GAP, 1)
