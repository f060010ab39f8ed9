"""Giving an assessment to a class, and changing how a class has it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from assessments.errors import CannotGive
from assessments.models import Assessment, AssignedAssessment, Attempt, Grade
from assessments.presets import fewest_tries, fixed
from assessments.queries.library import points_of, problems_of
from coursesite.audit.actions import record
from coursesite.classes.actions.dates import follow
from coursesite.classes.models import Assignment, Classroom, Work

LATE = ("late_percent", "late_step", "late_floor", "late_grace")
SETTINGS = ("minutes", "tries", "which_counts", "shuffle", "shuffle_questions", "one_at_a_time", "feedback")


@transaction.atomic
def give_assessment(
    *,
    assessment: Assessment,
    classroom: Classroom,
    by,
    opens_at: datetime | None = None,
    due_at: datetime | None = None,
    closes_at: datetime | None = None,
    unit=None,
    **settings: Any,
) -> Assignment:
    """Put a quiz or an essay into the plan of a class, with its points, dates, settings and late rule."""
    Assessment.objects.select_for_update().get(pk=assessment.pk)
    problems = problems_of(assessment)
    if problems:
        raise CannotGive(" ".join(problems))
    if opens_at and due_at and due_at < opens_at:
        raise CannotGive("The due date is before the opening date. Choose a later due date.")
    if closes_at and due_at and closes_at < due_at:
        raise CannotGive("The closing date is before the due date. Choose a later closing date.")
    if settings.get("feedback") == "closed" and closes_at is None:
        raise CannotGive("Feedback comes when it has closed: set a closing date, or choose another time for feedback.")
    assignment = Assignment.objects.create(
        classroom=classroom,
        unit=unit,
        title=assessment.title[:200],
        points=points_of(assessment),
        opens_at=opens_at,
        due_at=due_at,
        closes_at=closes_at,
        **_only(LATE, settings),
    )
    AssignedAssessment.objects.create(assignment=assignment, assessment=assessment, **_only(SETTINGS, settings))
    record(by=by, verb="assessment_give", target=assessment, classroom_id=classroom.pk, assignment=assignment.pk)
    return assignment


def _only(names: Iterable[str], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def fixed_of(given: AssignedAssessment) -> dict[str, str]:
    """Setting -> why it can no longer be changed for this class. Three queries."""
    attempts = Attempt.objects.filter(work__assignment=given.assignment_id)
    begun, under_way = attempts.exists(), attempts.filter(submitted_at=None).exists()
    released = Grade.objects.filter(work__assignment=given.assignment_id).exclude(released_at=None).exists()
    return fixed(begun=begun, under_way=under_way, released=released)


def tries_used(given: AssignedAssessment) -> int:
    """The most tries that anybody of the class has begun."""
    numbers = Attempt.objects.filter(work__assignment=given.assignment_id).order_by("-number")
    return numbers.values_list("number", flat=True).first() or 0


@transaction.atomic
def change_settings(*, given: AssignedAssessment, values: Mapping[str, Any], by) -> list[str]:
    """How one class has it. What students were told stays: CannotGive. The names of what was changed."""
    given = AssignedAssessment.objects.select_for_update(of=("self",)).select_related("assignment").get(pk=given.pk)
    stands = {name: getattr(given, name) for name in SETTINGS}
    stands |= {name: getattr(given.assignment, name) for name in LATE}
    changed = [name for name, value in values.items() if name in stands and stands[name] != value]
    held = fixed_of(given)
    for name in changed:
        if name in held:
            raise CannotGive(held[name])
    if values.get("tries", given.tries) < fewest_tries(tries_used(given)):
        raise CannotGive("Somebody has used more tries than that. Give at least as many.")
    if values.get("feedback", given.feedback) == "closed" and given.assignment.closes_at is None:
        raise CannotGive("This class has no closing date, so feedback would never come. Set one first.")
    for row, names in ((given, SETTINGS), (given.assignment, LATE)):
        mine = [name for name in changed if name in names]
        for name in mine:
            setattr(row, name, values[name])
        if mine:
            row.save(update_fields=mine)
    if changed:
        record(
            by=by,
            verb="given_settings",
            target=given.assignment,
            classroom_id=given.assignment.classroom_id,
            changed=changed,
        )
        follow(Work.objects.filter(assignment=given.assignment), by)
    return changed
