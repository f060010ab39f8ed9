"""Quizzes and essays on the shelves that a teacher may read."""

from django.db.models import Count, QuerySet, Sum

from assessments.kinds import kind_of
from assessments.models import Assessment
from assessments.sheets import Sheet, blank_sheet


def shelved_assessments(user) -> QuerySet[Assessment]:
    """With the lesson and the shelf, the number of questions and the points. One query."""
    rows = Assessment.objects.visible_to(user).select_related("lesson__live_version", "shelf")
    return rows.annotate(questions=Count("slots"), points=Sum("slots__points")).order_by(
        "lesson__slug", "kind", "title"
    )


def preview_sheets(assessment: Assessment) -> list[Sheet]:
    """The questions in order, empty. One query."""
    slots = assessment.slots.select_related("question_version")
    return [
        blank_sheet(kind_of(s.question_version.kind), s.question_version.body, s.points, anchor=f"q{s.position}")
        for s in slots
    ]
