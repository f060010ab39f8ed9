"""Which rows of the log of answers need not be kept. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Row:
    """One row of the log: its id, its item, what it is and when it came."""

    id: int
    item: int
    kind: str
    rev: int
    at: datetime


def to_drop(rows: Iterable[Row], handed_in: Mapping[int, int | None]) -> list[int]:
    """Ids of saved wordings that neither were handed in nor are the last of their minute.

    `handed_in` says which revision of each item was. What came late or in conflict is never dropped.
    """
    saved = [row for row in rows if row.kind == "saved"]
    last: dict[tuple[int, datetime], int] = {}
    for row in saved:
        place = (row.item, row.at.replace(second=0, microsecond=0))
        last[place] = max(last.get(place, 0), row.rev)
    return [
        row.id
        for row in saved
        if row.rev != handed_in.get(row.item) and row.rev != last[row.item, row.at.replace(second=0, microsecond=0)]
    ]
