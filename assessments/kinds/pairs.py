"""Rows, each answered with one of its options: what "who is speaking", matching and others have in common.

A value is a list of "row:option", in the order of the rows; a row that is not answered is not in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.kinds.base import Feedback, FeedbackLine, Kind, clean_ids, plain, share


@dataclass(frozen=True)
class PairRow:
    """One row as it is drawn: what it asks, and its options as (id, HTML)."""

    id: str
    html: str
    options: tuple[tuple[str, str], ...]


class Pairs(Kind):
    """Each row gives its share of the points."""

    many = True

    def rows(self, body: Mapping) -> list[PairRow]:
        raise NotImplementedError

    def accepted(self, body: Mapping, key: Mapping, row: str) -> Sequence[str]:
        """The options that are right in this row."""
        return key.get("right", {}).get(row, [])

    def note(self, body: Mapping, key: Mapping, row: str, option: str) -> str:
        """What is said to those who take this option in this row, as HTML."""
        return key.get("feedback", {}).get(f"{row}:{option}", "")

    def clean(self, value):
        return clean_ids(value)

    def read(self, given, body):
        return self.clean([f"{row}:{option}" for row, option in self.chosen(body, list(given)).items()])

    def chosen(self, body: Mapping, value: Any) -> dict[str, str]:
        """Row -> its option, in the order of the rows. What the body does not know counts as nothing."""
        given = {}
        for one in value if isinstance(value, list) else []:
            row, colon, option = one.partition(":") if isinstance(one, str) else ("", "", "")
            if colon:
                given.setdefault(row, option)
        return {
            row.id: given[row.id]
            for row in self.rows(body)
            if any(given.get(row.id) == option for option, _ in row.options)
        }

    def missing(self, value, body):
        return len(self.rows(body)) - len(self.chosen(body, value))

    def mark(self, body, key, value, points):
        chosen = self.chosen(body, value)
        right = sum(option in self.accepted(body, key, row) for row, option in chosen.items())
        return share(points, right, len(self.rows(body)))

    def describe(self, value, body):
        chosen = self.chosen(body, value)
        return "; ".join(
            plain(together(row.html, dict(row.options)[chosen[row.id]])) for row in self.rows(body) if row.id in chosen
        )

    def picked(self, value, body):
        return [f"{row}:{option}" for row, option in self.chosen(body, value).items()]

    def offered(self, body):
        return [f"{row.id}:{option}" for row in self.rows(body) for option, _ in row.options]

    def is_pick_right(self, picked, body, key):
        row, _, option = picked.partition(":")
        return option in self.accepted(body, key, row)

    def said(self, picked, body):
        row, _, option = picked.partition(":")
        words = next((together(r.html, dict(r.options).get(option, "")) for r in self.rows(body) if r.id == row), "")
        return plain(words) or picked

    def feedback(self, body, key, value):
        chosen, lines, solution = self.chosen(body, value), [], []
        for row in self.rows(body):
            words, accepted = dict(row.options), self.accepted(body, key, row.id)
            right = ", ".join(words[one] for one in accepted if one in words)
            solution.append(plain(together(row.html, right)))
            if row.id in chosen:
                option = chosen[row.id]
                note = self.note(body, key, row.id, option)
                lines.append(FeedbackLine(together(row.html, words[option]), True, option in accepted, note))
        return Feedback(tuple(lines), tuple(solution), explain=key.get("explain", ""), solution_word="The right answer")


def together(row: str, option: str) -> str:
    return f"{row} {option}" if row.endswith("?") else f"{row}: {option}"
