"""Who moves when a key is corrected. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments.kinds import kind_of


@dataclass(frozen=True)
class Marked:
    """An answer that was marked: its points now with their number, and whether a person gave them, or which correction."""

    item: int
    value: Any
    out_of: Decimal
    points: Decimal
    by_hand: bool = False
    regrade: int | None = None
    n: int = 0


@dataclass(frozen=True)
class Move:
    """One answer whose points the new key changes."""

    item: int
    before: Decimal
    after: Decimal

    @property
    def is_lower(self) -> bool:
        return self.after < self.before


@dataclass(frozen=True)
class Moves:
    """What a new key does. `kept` would be lowered, and is not unless that is asked for; what a person marked stays."""

    moved: tuple[Move, ...] = ()
    kept: tuple[Move, ...] = ()
    same: int = 0
    by_hand: int = 0

    @property
    def higher(self) -> int:
        return sum(not move.is_lower for move in self.moved)

    @property
    def lower(self) -> int:
        return sum(move.is_lower for move in self.moved)


def moves(kind: str, body: Mapping, key: Mapping, answers: Iterable[Marked], *, lowers: bool) -> Moves:
    """Mark every answer with this key and say what changes."""
    moved, kept, same, by_hand = [], [], 0, 0
    mark = kind_of(kind).mark
    for one in answers:
        if one.by_hand:
            by_hand += 1
            continue
        after = mark(body, key, one.value, one.out_of)
        if after is None or after == one.points:
            same += 1
            continue
        move = Move(one.item, one.points, after)
        (kept if move.is_lower and not lowers else moved).append(move)
    return Moves(tuple(moved), tuple(kept), same, by_hand)
