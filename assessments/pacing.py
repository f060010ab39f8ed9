"""How long a student was busy with each question, told from the moments at which answers were saved. Pure."""

from collections.abc import Hashable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

PAUSE = timedelta(minutes=10)  # a longer gap was spent on something else
Item = TypeVar("Item", bound=Hashable)


def seconds_on(started: datetime, saves: Iterable[tuple[datetime, Item]]) -> dict[Item, int]:
    """Whole seconds for each question with a save: the gap before each save of the attempt belongs to what was saved."""
    found: dict[Item, timedelta] = {}
    before = started
    for moment, item in sorted(saves, key=lambda one: one[0]):
        gap = min(max(moment - before, timedelta()), PAUSE)
        found[item] = found.get(item, timedelta()) + gap
        before = max(before, moment)
    return {item: int(total.total_seconds()) for item, total in found.items()}
