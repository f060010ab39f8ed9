"""Giving a lesson to a class."""

from datetime import datetime

from django.db import transaction

from coursesite.audit.actions import record
from coursesite.classes.models import Assignment, Classroom
from lessons.errors import LessonError
from lessons.models import AssignedLesson, AssignedPrompt, LessonVersion, Prompt


@transaction.atomic
def give_lesson(
    *,
    version: LessonVersion,
    classroom: Classroom,
    by,
    opens_at: datetime | None = None,
    due_at: datetime | None = None,
    closes_at: datetime | None = None,
    unit=None,
) -> Assignment:
    """Put a locked version into the plan of a class. The class keeps it until it is moved to another."""
    if version.locked_at is None:
        raise LessonError("Only a published lesson can be given to a class. Publish it first.")
    if opens_at and due_at and due_at < opens_at:
        raise LessonError("The due date is before the opening date. Choose a later due date.")
    if closes_at and due_at and closes_at < due_at:
        raise LessonError("The closing date is before the due date. Choose a later closing date.")
    assignment = Assignment.objects.create(
        classroom=classroom, unit=unit, title=version.title[:200], opens_at=opens_at, due_at=due_at, closes_at=closes_at
    )
    AssignedLesson.objects.create(assignment=assignment, version=version)
    record(by=by, verb="lesson_give", target=version, classroom_id=classroom.pk, assignment=assignment.pk)
    return assignment


@transaction.atomic
def give_prompt(
    *,
    prompt: Prompt,
    classroom: Classroom,
    by,
    opens_at: datetime | None = None,
    due_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> Assignment:
    """Put a discussion prompt into the plan of a class, with dates of its own."""
    assignment = Assignment.objects.create(
        classroom=classroom, title=prompt.title[:200], opens_at=opens_at, due_at=due_at, closes_at=closes_at
    )
    AssignedPrompt.objects.create(assignment=assignment, prompt=prompt)
    record(by=by, verb="prompt_give", target=prompt, classroom_id=classroom.pk, assignment=assignment.pk)
    return assignment
