"""Making a lesson and changing its draft. A locked version is never touched: the first change makes a draft of it.

Every change locks the lesson's row, so that two windows change a draft one after the other. What was typed is compared
with what was seen: a change that its writer has not seen is never written over.
"""

import hashlib
import json
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from coursesite import clock
from coursesite.accounts.models import Shelf
from coursesite.audit.actions import record
from lessons.blocks import kinds
from lessons.errors import EditConflict, LessonError
from lessons.models import Block, DroppedBlock, Lesson, LessonEvent, LessonTerm, LessonVersion, TeacherPage
from lessons.sources.actions.naming import free_slug

DETAILS = ("title", "kicker", "central_question", "skill", "objectives", "minutes", "licence")
LONGEST_LESSON = 200


@transaction.atomic
def make_lesson(*, shelf: Shelf, title: str, central_question: str, by) -> Lesson:
    """A new lesson on a shelf: a draft with one empty part."""
    lesson = Lesson.objects.create(shelf=shelf, slug=free_slug(Lesson, title, "lesson"))
    version = LessonVersion.objects.create(
        lesson=lesson, number=1, title=title, central_question=central_question, edited_by=by
    )
    Block.objects.create(version=version, position=1, kind="part", body={"v": 1, "title": "Before you read"})
    record(by=by, verb="lesson_make", target=lesson)
    return lesson


@transaction.atomic
def open_draft(*, lesson: Lesson, by) -> LessonVersion:
    """The one draft of a lesson, made from the newest version where there is none. Locks the lesson for this change."""
    Lesson.objects.select_for_update().get(pk=lesson.pk)
    draft = lesson.versions.filter(locked_at=None).first()
    if draft:
        return draft
    newest = lesson.versions.order_by("-number").first()
    if newest is None:
        raise LessonError("This lesson has no version. Make a new lesson.")
    draft = copy_version(newest, lesson, newest.number + 1, by)
    record(by=by, verb="draft_open", target=lesson, version=draft.number)
    return draft


def copy_version(old: LessonVersion, lesson: Lesson, number: int, by) -> LessonVersion:
    """An unlocked copy with the same blocks under the same keys, so that what hangs from a key stays with it."""
    values = {name: getattr(old, name) for name in DETAILS}
    new = LessonVersion.objects.create(lesson=lesson, number=number, edited_by=by, **values)
    hanging: tuple[Any, ...] = (Block, LessonTerm, LessonEvent)
    for model in hanging:
        rows = list(model.objects.filter(version=old))
        for row in rows:
            row.pk, row.version = None, new
            row._state.adding = True
        model.objects.bulk_create(rows)
    page = TeacherPage.objects.filter(version=old).first()
    if page:
        TeacherPage.objects.create(version=new, html=page.html)
    return new


def stamp_of(values: dict[str, Any]) -> str:
    """A short name of what stands: the same values have the same stamp."""
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _touch(draft: LessonVersion, by) -> None:
    draft.edited_at, draft.edited_by = clock.now(), by
    draft.save(update_fields=["edited_at", "edited_by"])


def details_of(version: LessonVersion) -> dict[str, Any]:
    return {name: getattr(version, name) for name in DETAILS}


@transaction.atomic
def describe_draft(*, lesson: Lesson, by, seen: str, values: dict[str, Any]) -> LessonVersion:
    """Title, question and the rest. EditConflict where they are no longer as the writer saw them."""
    draft = open_draft(lesson=lesson, by=by)
    stands = details_of(draft)
    values = stands | values
    if values == stands:
        return draft
    if stamp_of(stands) != seen:
        raise EditConflict(stands)
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save(update_fields=list(DETAILS))
    _touch(draft, by)
    return draft


# -- Blocks ------------------------------------------------------------------------------------------------


def block_of(draft: LessonVersion, key: UUID) -> Block:
    """The block of this key in the draft, or LessonError."""
    found = draft.blocks.filter(key=key).select_related("excerpt__edition__source", "prompt__prompt").first()
    if found is None:
        raise LessonError("This block is no longer in the lesson. It may stand under “Deleted blocks”.")
    return found


def _order(blocks: list[Block]) -> None:
    """Positions 1, 2 … in the order given; only what changed is written."""
    moved = [block for place, block in enumerate(blocks, 1) if block.position != place]
    places = {block.pk: place for place, block in enumerate(blocks, 1)}
    for block in moved:
        block.position = places[block.pk]
    Block.objects.bulk_update(moved, ["position"])


def _insert(draft: LessonVersion, block: Block, at: int) -> Block:
    blocks = list(draft.blocks.all())
    if len(blocks) >= LONGEST_LESSON:
        raise LessonError(f"A lesson has at most {LONGEST_LESSON} blocks. Make a second lesson for the rest.")
    block.position = 0
    block.save()
    blocks.insert(max(0, min(at - 1, len(blocks))), block)
    _order(blocks)
    return block


@transaction.atomic
def add_block(*, lesson: Lesson, kind: str, by, after: UUID | None = None) -> Block:
    """An empty block below another; at the beginning where none is named."""
    draft = open_draft(lesson=lesson, by=by)
    at = block_of(draft, after).position + 1 if after else 1
    block = _insert(draft, Block(version=draft, key=uuid4(), kind=kind, body={"v": 1}), at)
    _touch(draft, by)
    record(by=by, verb="block_add", target=lesson, kind=kind, key=str(block.key))
    return block


@transaction.atomic
def change_block(*, lesson: Lesson, key: UUID, by, seen: str, editor: Any, values: dict[str, Any]) -> Block:
    """Write what was typed into a block; the same words again change nothing. EditConflict as in describe_draft.

    `editor` reads and writes blocks of this kind: values(block), write(block, values, by).
    """
    draft = open_draft(lesson=lesson, by=by)
    block = block_of(draft, key)
    stands = editor.values(block)
    if stands == values:
        return block
    if stamp_of(stands) != seen:
        raise EditConflict(stands)
    editor.write(block, values, by)
    _touch(draft, by)
    return block


@transaction.atomic
def move_block(*, lesson: Lesson, key: UUID, to: int, by) -> Block:
    """Put a block at a position from 1; a position beyond either end is that end."""
    draft = open_draft(lesson=lesson, by=by)
    block = block_of(draft, key)
    blocks = [other for other in draft.blocks.all() if other.pk != block.pk]
    blocks.insert(max(0, min(to - 1, len(blocks))), block)
    _order(blocks)
    _touch(draft, by)
    record(by=by, verb="block_move", target=lesson, key=str(key), to=block.position)
    return block


@transaction.atomic
def drop_block(*, lesson: Lesson, key: UUID, by) -> DroppedBlock:
    """Take a block out. It is kept with its key and can be put back."""
    draft = open_draft(lesson=lesson, by=by)
    block = block_of(draft, key)
    DroppedBlock.objects.filter(lesson=lesson, key=key).delete()
    values = {name: getattr(block, name) for name in ("key", "position", "kind", "body", "excerpt", "prompt")}
    dropped = DroppedBlock.objects.create(lesson=lesson, by=by, **values)
    block.delete()
    _order(list(draft.blocks.all()))
    _touch(draft, by)
    record(by=by, verb="block_drop", target=lesson, key=str(key))
    return dropped


@transaction.atomic
def restore_block(*, dropped: DroppedBlock, by) -> Block:
    """Put a deleted block back where it stood, as the very block it was."""
    draft = open_draft(lesson=dropped.lesson, by=by)
    if draft.blocks.filter(key=dropped.key).exists():
        raise LessonError("This block stands in the lesson already.")
    values = {name: getattr(dropped, name) for name in ("key", "kind", "body", "excerpt", "prompt")}
    block = _insert(draft, Block(version=draft, **values), dropped.position)
    dropped.delete()
    _touch(draft, by)
    record(by=by, verb="block_restore", target=draft.lesson, key=str(block.key))
    return block


# -- Copies ------------------------------------------------------------------------------------------------


@transaction.atomic
def copy_lesson(*, version: LessonVersion, shelf: Shelf, by) -> Lesson:
    """A lesson of one's own, made from somebody else's published version.

    Blocks keep their keys: data attaches to (lesson, key), so nothing is shared, and what hangs from a key in the old
    lesson (a practice question) finds its block in the new one.
    """
    if version.locked_at is None:
        raise LessonError("Only a published lesson can be copied.")
    lesson = Lesson.objects.create(shelf=shelf, slug=free_slug(Lesson, version.title, "lesson"), copied_from=version)
    draft = copy_version(version, lesson, 1, by)
    blocks = list(draft.blocks.all())
    for name, kind in kinds().items():
        kind.copy([block for block in blocks if block.kind == name], version.lesson, lesson)
    record(by=by, verb="lesson_copy", target=lesson, copied_from=version.pk)
    return lesson


def set_terms(draft: LessonVersion, term_ids: list[int]) -> None:
    """The terms of a draft: those it had keep their order, new ones stand last."""
    before = list(draft.lessonterm_set.values_list("term", flat=True))
    ordered = [pk for pk in before if pk in term_ids] + [pk for pk in term_ids if pk not in before]
    draft.lessonterm_set.all().delete()
    LessonTerm.objects.bulk_create(LessonTerm(version=draft, term_id=pk, position=n) for n, pk in enumerate(ordered, 1))


def set_events(draft: LessonVersion, event_ids: list[int]) -> None:
    draft.lessonevent_set.all().delete()
    LessonEvent.objects.bulk_create(LessonEvent(version=draft, event_id=pk) for pk in event_ids)
