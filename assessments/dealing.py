"""Which questions an attempt asks, and in what order: draws, shuffled questions, shuffled choices. Pure."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Place:
    """A slot as far as dealing needs it. Slots of one draw are its pool; `count` of them are asked, each worth `worth`."""

    id: int
    worth: Decimal
    draw: int | None = None
    count: int = 0
    stimulus: int | None = None


def deal(places: Sequence[Place], dice: random.Random, *, shuffle: bool = False) -> list[Place]:
    """What is asked, in order. A drawn question stands where its slot stands; neighbours with one source stay together."""
    drawn = _drawn(places, dice)
    asked = [one for one in places if one.draw is None or one.id in drawn]
    if not shuffle:
        return asked
    groups = grouped(asked)
    dice.shuffle(groups)
    return [one for group in groups for one in group]


def _drawn(places: Sequence[Place], dice: random.Random) -> set[int]:
    pools: dict[int, list[Place]] = {}
    for one in places:
        if one.draw is not None:
            pools.setdefault(one.draw, []).append(one)
    return {one.id for pool in pools.values() for one in dice.sample(pool, min(pool[0].count, len(pool)))}


def grouped(asked: Iterable) -> list[list]:
    """Cut into runs: neighbours that stand beside one source are one run, everything else stands alone."""
    runs: list[list] = []
    for one in asked:
        if runs and one.stimulus is not None and runs[-1][-1].stimulus == one.stimulus:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def shuffled_choices(body: Mapping, dice: random.Random) -> list[str]:
    """The ids of a question's choices or items in another order; [] where it has none."""
    ids = [pair[0] for pair in body.get("choices", body.get("items", []))]
    dice.shuffle(ids)
    return ids
