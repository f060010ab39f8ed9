"""Giving things to several classes at once, and changing the dates of what they have: all of it or nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from coursesite.classes.actions import reschedule
from coursesite.classes.models import Assignment, Classroom


@dataclass(frozen=True)
class Giveable:
    """Something that classes can be given. `give` is an action that puts it into the plan of one class."""

    key: str
    word: str
    title: str
    give: Callable[..., Assignment]
    given: dict[int, Assignment] = field(default_factory=dict)


@dataclass(frozen=True)
class Giving:
    """One thing for one class, with its dates; `assignment` where the class has it already."""

    thing: Giveable
    classroom: Classroom
    dates: dict[str, Any]  # moments, and None where there is none
    assignment: Assignment | None = None

    @property
    def changes(self) -> bool:
        has = self.assignment
        return has is None or any(getattr(has, name) != moment for name, moment in self.dates.items())


@transaction.atomic
def give_all(*, givings: list[Giving], by) -> tuple[int, int]:
    """(how many were given, how many dates were changed)."""
    given = moved = 0
    for giving in givings:
        if giving.assignment is None:
            giving.thing.give(classroom=giving.classroom, by=by, **giving.dates)
            given += 1
        elif giving.changes:
            reschedule(assignment=giving.assignment, by=by, **giving.dates)
            moved += 1
    return given, moved
