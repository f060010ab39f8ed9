"""Lateness of handed-in work, against the student's own due date. Asked wherever a mark is made or explained."""

from decimal import Decimal

from assessments import late
from assessments.models import Attempt, Grade
from coursesite.classes import due
from coursesite.classes.queries import extra_of


def steps_of(attempt: Attempt) -> int:
    """How many started hours or days late this attempt was handed in; 0 where its class has no late rule.

    No query where there is no rule; `work__assignment__classroom` and `student` are best fetched with it.
    """
    work = attempt.work
    rule = work.assignment
    if not late.has_rule(rule) or attempt.submitted_at is None:
        return 0
    when = due.dates(rule, work, extra_of(attempt.student).extra_days)
    return late.steps_late(rule, when.due_at, attempt.submitted_at, rule.classroom.zone)


def after_lateness(attempt: Attempt, points: Decimal, out_of: Decimal) -> late.Late:
    """The points of a handed-in attempt with what its lateness takes: .points, and .before (None: nothing taken)."""
    return late.after(attempt.work.assignment, points, out_of, steps_of(attempt))


def late_words(grade: Grade | None, attempt: Attempt | None) -> str:
    """`8 of 10; 20% taken off for 2 days late: 6.4` of a mark; "" where lateness took nothing of it."""
    if grade is None or grade.before_late is None or attempt is None:
        return ""
    rule = attempt.work.assignment
    return late.taken_words(rule, grade.before_late, grade.points, grade.out_of, steps_of(attempt))
