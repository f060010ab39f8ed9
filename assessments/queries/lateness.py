"""Lateness of handed-in work, against the student's own due date. Asked wherever a mark is made or explained."""

from collections.abc import Iterable
from datetime import datetime

from assessments import late
from assessments.models import Attempt, Grade
from coursesite.classes import due
from coursesite.classes.models import Work
from coursesite.classes.queries import extras_of


def steps_of(work: Work, extra_days: int, handed_in: datetime) -> int:
    """By how many started hours or days what was handed in then is late, by the student's own due date. No query.

    `work` with its `assignment__classroom`; `extra_days` are those that the student has in all work.
    """
    rule = work.assignment
    return late.steps_late(rule, due.dates(rule, work, extra_days).due_at, handed_in, rule.classroom.zone)


def late_steps(attempts: Iterable[Attempt]) -> dict[int, int]:
    """Attempt id -> by how many started hours or days it was late; only those with a late rule. One query, or none.

    Each attempt with its `work__assignment__classroom`.
    """
    ruled = [one for one in attempts if late.has_rule(one.work.assignment) and one.submitted_at is not None]
    extras = extras_of(one.student_id for one in ruled) if ruled else {}
    days = {student: extra.extra_days for student, extra in extras.items()}
    return {
        one.pk: steps_of(one.work, days.get(one.student_id, 0), one.submitted_at or one.started_at) for one in ruled
    }


def late_words(grade: Grade | None, attempt: Attempt | None) -> str:
    """`8 of 10; 20% taken off for 2 days late: 6.4` of a mark; "" where lateness took nothing of it."""
    if grade is None or grade.before_late is None or attempt is None:
        return ""
    steps = late_steps([attempt]).get(attempt.pk, 0)
    return late.taken_words(attempt.work.assignment, grade.before_late, grade.points, grade.out_of, steps)


def late_said(grade: Grade | None, attempt: Attempt) -> str:
    """late_words(); where there is no mark yet, what lateness will take of it. A mark set by hand is left alone."""
    if grade is not None:
        return late_words(grade, attempt)
    return late.cost_words(attempt.work.assignment, late_steps([attempt]).get(attempt.pk, 0))
