"""Lateness of handed-in work, against the student's own due date. Asked wherever a mark is made or explained."""

from collections.abc import Iterable

from assessments import late
from assessments.models import Attempt, Grade
from coursesite.classes import due
from coursesite.classes.queries import extras_of


def late_steps(attempts: Iterable[Attempt]) -> dict[int, int]:
    """Attempt id -> by how many started hours or days it was late; only those with a late rule. One query, or none.

    Each attempt with its `work__assignment__classroom`.
    """
    ruled = [one for one in attempts if late.has_rule(one.work.assignment) and one.submitted_at is not None]
    extras = extras_of(one.student_id for one in ruled) if ruled else {}
    found = {}
    for one in ruled:
        rule = one.work.assignment
        when = due.dates(rule, one.work, extras.get(one.student_id, due.USUAL).extra_days)
        found[one.pk] = late.steps_late(rule, when.due_at, one.submitted_at or one.started_at, rule.classroom.zone)
    return found


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
