"""How the questions of an assessment stand: one by one, or as pools of which each student gets some. Pure.

A pool stands together and moves as one, so that questions keep the numbers that students see.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Place:
    """A question's place: what it is worth, and the pool that it belongs to."""

    pk: int
    points: Decimal
    pool: int | None = None


@dataclass(frozen=True)
class Pool:
    """So many of its questions are drawn for each attempt; each is worth the same."""

    pk: int
    count: int
    points: Decimal


Unit = list[Place]


def units(places: Iterable[Place]) -> list[Unit]:
    """Single questions and whole pools, in order; a pool stands where its first question does."""
    found: list[Unit] = []
    at: dict[int, Unit] = {}
    for place in places:
        if place.pool is not None and place.pool in at:
            at[place.pool].append(place)
            continue
        found.append([place])
        if place.pool is not None:
            at[place.pool] = found[-1]
    return found


def in_order(places: Iterable[Place]) -> list[int]:
    """The ids in order, the questions of each pool together."""
    return [place.pk for unit in units(places) for place in unit]


def moved(places: Iterable[Place], pk: int, to: int) -> list[int]:
    """The ids, with the unit that holds `pk` as number `to` of the units, from 1; beyond either end is that end."""
    found = units(places)
    mine = next((unit for unit in found if any(place.pk == pk for place in unit)), None)
    if mine is not None:
        found.remove(mine)
        found.insert(max(0, min(to - 1, len(found))), mine)
    return [place.pk for unit in found for place in unit]


def asked(places: Sequence[Place], pools: Mapping[int, Pool]) -> int:
    """How many questions a student gets."""
    return sum(_count(unit, pools) for unit in units(places))


def total(places: Sequence[Place], pools: Mapping[int, Pool]) -> Decimal:
    """The points of an attempt, whatever is drawn."""
    points = Decimal(0)
    for unit in units(places):
        pool = pools.get(unit[0].pool or 0)
        points += pool.points * _count(unit, pools) if pool else unit[0].points
    return points


def numbers(places: Sequence[Place], pools: Mapping[int, Pool]) -> list[str]:
    """What stands before each unit: the numbers of its questions as a student sees them, such as `3` or `4–5`."""
    said, last = [], 0
    for unit in units(places):
        first, last = last + 1, last + _count(unit, pools)
        said.append(str(first) if first >= last else f"{first}–{last}")
    return said


def problems(places: Sequence[Place], pools: Mapping[int, Pool]) -> list[str]:
    """What keeps an assessment from being given, in the order of its questions; each says what to do."""
    if not places:
        return ["This has no questions yet. Add one, then give it to a class."]
    said = []
    for unit, number in zip(units(places), numbers(places, pools), strict=True):
        pool = pools.get(unit[0].pool or 0)
        if pool is None:
            continue
        if pool.count > len(unit):
            said.append(
                f"Question {number}: {pool.count} are to be drawn, but only {len(unit)} stand there. "
                f"Add questions to it, or draw fewer."
            )
        if any(place.points != pool.points for place in unit):
            said.append(
                f"Question {number}: the questions drawn from are worth different points, so students could not all "
                f"reach the same. Give them all the same points."
            )
    return said


def _count(unit: Unit, pools: Mapping[int, Pool]) -> int:
    pool = pools.get(unit[0].pool or 0)
    return min(pool.count, len(unit)) if pool else 1
