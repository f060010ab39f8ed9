"""Publishing a draft: it is locked for good, becomes the live version, and classes may be moved to it."""

from collections.abc import Iterable

from django.db import transaction

from coursesite import clock
from coursesite.audit.actions import record
from lessons.blocks import kinds
from lessons.errors import LessonError, NotReady
from lessons.models import AssignedLesson, Lesson, LessonVersion
from lessons.queries.authoring import blocks_of, problems_of
from lessons.queries.folding import folded_version


@transaction.atomic
def publish_draft(*, lesson: Lesson, by, move: Iterable[AssignedLesson] = ()) -> LessonVersion:
    """The draft becomes the live version. NotReady names what is missing.

    The classes of `move` go on with it; the others keep the version that they have. All or nothing.
    """
    locked = Lesson.objects.select_for_update().get(pk=lesson.pk)
    draft = locked.versions.filter(locked_at=None).first()
    if draft is None:
        raise LessonError("There is nothing to publish: the lesson has not been changed since it was published.")
    blocks = blocks_of(draft)
    problems = problems_of(draft, blocks)
    if problems:
        raise NotReady(words for _, words in problems)
    for name, kind in kinds().items():
        kind.publish([block for block in blocks if block.kind == name])
    draft.revised_on = clock.now().date()
    draft.locked_at = clock.now()
    draft.save(update_fields=["revised_on", "locked_at"])
    locked.live_version = draft
    locked.first_posted = locked.first_posted or draft.revised_on
    locked.folded = folded_version(draft)
    locked.save(update_fields=["live_version", "first_posted", "folded"])
    record(by=by, verb="lesson_publish", target=locked, version=draft.number)
    for given in move:
        move_class(given=given, version=draft, by=by)
    return draft


@transaction.atomic
def move_class(*, given: AssignedLesson, version: LessonVersion, by) -> None:
    """A class goes on with another version of the lesson that it has. Places and answers stay: they hang from keys."""
    if version.locked_at is None or version.lesson_id != given.version.lesson_id:
        raise LessonError("A class can be moved to a published version of the lesson that it has.")
    given.version = version
    given.save(update_fields=["version"])
    classroom_id = given.assignment.classroom_id
    record(by=by, verb="lesson_move_class", target=version, classroom_id=classroom_id, assignment=given.assignment_id)


@transaction.atomic
def discard_draft(*, lesson: Lesson, by) -> None:
    """Go back to what is published. A lesson that was never published keeps its draft."""
    locked = Lesson.objects.select_for_update().get(pk=lesson.pk)
    draft = locked.versions.filter(locked_at=None).first()
    if draft is None or locked.live_version_id is None:
        raise LessonError("There is no published version to go back to.")
    record(by=by, verb="draft_discard", target=locked, version=draft.number)
    draft.delete()
