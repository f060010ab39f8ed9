"""What pages ask about classes: a student's rows, the roster, the record. Each in a constant number of queries."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from coursesite.classes import due
from coursesite.classes.models import Assignment, Enrolment, Work
from coursesite.classes.policy import STUDENT


@dataclass(frozen=True)
class TodoRow:
    """One thing in the plan of a student's class, with the student's own dates and status."""

    assignment: Assignment
    work: Work | None
    when: due.Dates
    status: due.Status

    @property
    def classroom(self):
        return self.assignment.classroom

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.assignment.classroom.zone)


def todo_rows(user, now: datetime, assignments: QuerySet[Assignment] | None = None) -> list[TodoRow]:
    """Everything in the plans of the classes where the user is a student now. Nothing is left out. Two queries.

    `assignments` may carry select_related of what hangs on an assignment from above.
    """
    given = Assignment.objects.all() if assignments is None else assignments
    rooms = user.enrolments.filter(role=STUDENT, left_at=None).values("classroom")
    plan = list(given.filter(classroom__in=rooms).select_related("classroom"))
    works = {work.assignment_id: work for work in Work.objects.filter(enrolment__user=user, assignment__in=plan)}
    return [todo_row(assignment, works.get(assignment.pk), now) for assignment in plan]


def todo_row(assignment: Assignment, work: Work | None, now: datetime) -> TodoRow:
    when = due.dates(assignment, work)
    return TodoRow(assignment, work, when, due.status(now, when, work))


def roster(classroom_id: int) -> list[Enrolment]:
    """Everybody in the class now, teachers first, each group in the order of the register."""
    order = {"teacher": 0, "marker": 1, "student": 2}
    found = Enrolment.objects.current().filter(classroom=classroom_id).select_related("user")
    return sorted(found, key=lambda e: (order[e.role], e.user.sort_name.casefold(), e.pk))
