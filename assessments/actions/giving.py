"""Giving an assessment to a class."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from assessments.errors import CannotGive
from assessments.models import Assessment, AssignedAssessment
from coursesite.audit.actions import record
from coursesite.classes.models import Assignment, Classroom


@transaction.atomic
def give_assessment(
    *,
    assessment: Assessment,
    classroom: Classroom,
    by,
    opens_at: datetime | None = None,
    due_at: datetime | None = None,
    closes_at: datetime | None = None,
    minutes: int | None = None,
    tries: int = 1,
    feedback: str = "release",
    unit=None,
) -> Assignment:
    """Put a quiz or an essay into the plan of a class, with its points and dates."""
    points = assessment.slots.aggregate(total=Sum("points"))["total"]
    if points is None:
        raise CannotGive("This has no questions yet. Add one, then give it to a class.")
    if opens_at and due_at and due_at < opens_at:
        raise CannotGive("The due date is before the opening date. Choose a later due date.")
    if closes_at and due_at and closes_at < due_at:
        raise CannotGive("The closing date is before the due date. Choose a later closing date.")
    assignment = Assignment.objects.create(
        classroom=classroom,
        unit=unit,
        title=assessment.title[:200],
        points=points,
        opens_at=opens_at,
        due_at=due_at,
        closes_at=closes_at,
    )
    AssignedAssessment.objects.create(
        assignment=assignment, assessment=assessment, minutes=minutes, tries=tries, feedback=feedback
    )
    record(by=by, verb="assessment_give", target=assessment, classroom_id=classroom.pk, assignment=assignment.pk)
    return assignment
