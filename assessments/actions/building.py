"""Building a quiz or an essay: its questions in order, pools that are drawn from, sources beside them.

Once a student has begun it, an assessment stays as it is (a trigger holds it): then a copy is edited. Every change locks
the assessment's row, puts the places in order and tells the plans of classes what it is worth now.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F

from assessments.arrangement import in_order, moved
from assessments.errors import CannotBuild
from assessments.models import Assessment, Draw, QuestionVersion, Slot
from assessments.queries.library import arranged, points_of, slots_of
from coursesite.accounts.models import Shelf
from coursesite.audit.actions import record
from coursesite.classes.models import Assignment
from lessons.actions.authoring import stamp_of
from lessons.actions.writing import delete_if_unused
from lessons.errors import EditConflict
from lessons.models import Lesson
from lessons.sources.models import Edition, Excerpt, ExcerptRange, Passage

MOST_QUESTIONS = 100
ASIDE = 10_000  # where places wait while they change: two slots may not have one position even for a moment


@transaction.atomic
def make_assessment(*, shelf: Shelf, title: str, kind: str, by, lesson: Lesson | None = None) -> Assessment:
    """An empty quiz or essay on a shelf."""
    made = Assessment.objects.create(shelf=shelf, title=title, kind=kind, lesson=lesson)
    record(by=by, verb="assessment_make", target=made)
    return made


def details_of(assessment: Assessment) -> dict[str, Any]:
    return {"title": assessment.title, "instructions": assessment.instructions, "lesson": assessment.lesson_id}


@transaction.atomic
def describe_assessment(*, assessment: Assessment, values: dict[str, Any], seen: str, by) -> None:
    """Title, instructions, lesson. EditConflict where they are no longer as the writer saw them."""
    found = _open(assessment)
    stands = details_of(found)
    if stands == values:
        return
    if stamp_of(stands) != seen:
        raise EditConflict(stands)
    found.title, found.instructions, found.lesson_id = values["title"], values["instructions"], values["lesson"]
    found.save(update_fields=["title", "instructions", "lesson"])
    record(by=by, verb="assessment_describe", target=found)


def _open(assessment: Assessment) -> Assessment:
    """The assessment, locked for this change. CannotBuild once a student has begun it."""
    found = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if found.locked_at is not None:
        raise CannotBuild("A student has begun this, so it stays as it is. Edit a copy.")
    return found


def _settle(assessment: Assessment, order: Sequence[int] | None = None) -> None:
    """Positions 1, 2 … with pools together; the plans of classes know the points."""
    order = order if order is not None else in_order(arranged(slots_of(assessment))[0])
    assessment.slots.update(position=F("position") + ASIDE)
    slots = {slot.pk: slot for slot in assessment.slots.all()}
    for position, pk in enumerate(order, 1):
        slots[pk].position = position
    Slot.objects.bulk_update(slots.values(), ["position"])
    given = Assignment.objects.filter(assignedassessment__assessment=assessment)
    given.update(points=points_of(assessment))


# -- Questions ---------------------------------------------------------------------------------------------


@transaction.atomic
def add_slot(
    *,
    assessment: Assessment,
    version: QuestionVersion,
    by,
    at: int | None = None,
    points: Decimal | None = None,
    draw: Draw | None = None,
    beside: Excerpt | None = None,
) -> Slot:
    """A question at a position from 1, else at the end; into a pool, where one is named, worth what its others are."""
    _open(assessment)
    slots = slots_of(assessment)
    if len(slots) >= MOST_QUESTIONS:
        raise CannotBuild(f"A quiz has at most {MOST_QUESTIONS} questions. Make a second one for the rest.")
    if any(slot.question_version.question_id == version.question_id for slot in slots):
        raise CannotBuild("This question stands in it already.")
    worth = draw.points if draw else points if points is not None else version.points
    made = Slot.objects.create(
        assessment=assessment, position=ASIDE - 1, question_version=version, points=worth, draw=draw, stimulus=beside
    )
    order = [slot.pk for slot in slots]
    order.insert(len(order) if at is None else max(0, min(at - 1, len(order))), made.pk)
    by_pk = {slot.pk: slot for slot in [*slots, made]}
    _settle(assessment, in_order(arranged([by_pk[pk] for pk in order])[0]))
    record(by=by, verb="slot_add", target=assessment, question=version.question_id)
    return made


@transaction.atomic
def move_slot(*, assessment: Assessment, slot: Slot, to: int, by) -> None:
    """Put a question, or the pool that it stands in, at a place from 1; beyond either end is that end."""
    _open(assessment)
    _settle(assessment, moved(arranged(slots_of(assessment))[0], slot.pk, to))
    record(by=by, verb="slot_move", target=assessment, slot=slot.pk, to=to)


@transaction.atomic
def change_points(*, assessment: Assessment, slot: Slot, points: Decimal, by) -> None:
    """What a question is worth here. Those of a pool are worth the same: change the draw."""
    _open(assessment)
    if slot.draw_id is not None:
        raise CannotBuild("The questions drawn from are worth the same. Change the points of the draw.")
    slot.points = points
    slot.save(update_fields=["points"])
    _settle(assessment)
    record(by=by, verb="slot_points", target=assessment, slot=slot.pk, points=str(points))


@transaction.atomic
def drop_slot(*, assessment: Assessment, slot: Slot, by) -> bool:
    """Take a question out; the bank keeps it. A draw without questions goes. Says whether its draw still stands."""
    _open(assessment)
    draw = slot.draw
    slot.delete()
    stands = draw is not None and draw.slots.exists()
    if draw and not stands:
        draw.delete()
    _settle(assessment)
    record(by=by, verb="slot_drop", target=assessment, question=slot.question_version_id)
    return stands


@transaction.atomic
def use_version(*, assessment: Assessment, slot: Slot, version: QuestionVersion, by) -> None:
    """Another version of the same question stands in the place from now on."""
    _open(assessment)
    if version.question_id != slot.question_version.question_id:
        raise CannotBuild("This is another question. Add it from the bank.")
    slot.question_version = version
    slot.save(update_fields=["question_version"])
    record(by=by, verb="slot_version", target=assessment, slot=slot.pk, version=version.number)


# -- Pools -------------------------------------------------------------------------------------------------


@transaction.atomic
def make_draw(*, assessment: Assessment, slots: Iterable[Slot], count: int, points: Decimal, by) -> Draw:
    """Each attempt gets `count` of these questions. They leave the pools that they stood in."""
    _open(assessment)
    slots = list(slots)
    _refuse_draw(count, len(slots))
    left = {slot.draw_id for slot in slots if slot.draw_id}
    draw = Draw.objects.create(assessment=assessment, count=count, points=points)
    for slot in slots:
        slot.draw, slot.points = draw, points
    Slot.objects.bulk_update(slots, ["draw", "points"])
    Draw.objects.filter(pk__in=left, slots=None).delete()
    _settle(assessment)
    record(by=by, verb="draw_make", target=assessment, count=count, of=len(slots))
    return draw


@transaction.atomic
def change_draw(*, assessment: Assessment, draw: Draw, count: int, points: Decimal, by) -> None:
    """How many are drawn, and what each is worth."""
    _open(assessment)
    _refuse_draw(count, draw.slots.count())
    draw.count, draw.points = count, points
    draw.save(update_fields=["count", "points"])
    draw.slots.update(points=points)
    _settle(assessment)
    record(by=by, verb="draw_change", target=assessment, count=count, points=str(points))


def _refuse_draw(count: int, pool: int) -> None:
    if pool < 2:
        raise CannotBuild("Tick at least two questions to draw from.")
    if count > pool:
        raise CannotBuild(f"{count} cannot be drawn from {pool} questions. Draw fewer, or tick more questions.")


@transaction.atomic
def drop_draw(*, assessment: Assessment, draw: Draw, by) -> None:
    """Its questions stand alone again, and every student gets all of them."""
    _open(assessment)
    draw.slots.update(draw=None)
    draw.delete()
    _settle(assessment)
    record(by=by, verb="draw_drop", target=assessment)


# -- Sources beside questions ------------------------------------------------------------------------------


@transaction.atomic
def show_stimulus(
    *, assessment: Assessment, slots: Iterable[Slot], edition: Edition | None, passages: Iterable[Passage], by
) -> Excerpt | None:
    """These questions stand beside these passages; without an edition, beside no source."""
    _open(assessment)
    slots = list(slots)
    before = {slot.stimulus for slot in slots if slot.stimulus}
    made = _excerpt(edition, passages) if edition else None
    for slot in slots:
        slot.stimulus = made
    Slot.objects.bulk_update(slots, ["stimulus"])
    for excerpt in before:
        delete_if_unused(excerpt)
    record(by=by, verb="slot_stimulus", target=assessment, slots=len(slots))
    return made


def _excerpt(edition: Edition, passages: Iterable[Passage]) -> Excerpt:
    made = Excerpt.objects.create(edition=edition)
    in_place = sorted(passages, key=lambda passage: passage.position)
    ExcerptRange.objects.bulk_create(
        ExcerptRange(excerpt=made, position=n, passage=passage) for n, passage in enumerate(in_place, 1)
    )
    return made


# -- Copies ------------------------------------------------------------------------------------------------


@transaction.atomic
def copy_assessment(*, assessment: Assessment, shelf: Shelf, by) -> Assessment:
    """The same questions in the same versions, to be changed. What classes have stays with them."""
    title = f"{assessment.title[:190]} (copy)"
    values = {name: getattr(assessment, name) for name in ("kind", "instructions", "lesson")}
    made = Assessment.objects.create(shelf=shelf, title=title, **values)
    slots = slots_of(assessment)
    draws = {
        pk: Draw.objects.create(assessment=made, count=old.count, points=old.points)
        for pk, old in {slot.draw.pk: slot.draw for slot in slots if slot.draw}.items()
    }
    Slot.objects.bulk_create(
        Slot(assessment=made, position=slot.position, question_version=slot.question_version, points=slot.points,
             draw=draws.get(slot.draw_id or 0), stimulus=slot.stimulus)
        for slot in slots
    )  # fmt: skip
    record(by=by, verb="assessment_copy", target=made, copied_from=assessment.pk)
    return made
