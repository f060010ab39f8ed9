"""What reading leaves behind: the place, parts opened and done."""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from coursesite import clock
from coursesite.audit.actions import record
from coursesite.classes.actions import finish_work, start_work, touch_work
from coursesite.classes.models import Assignment, Enrolment
from lessons.models import GatePass, Lesson, ReadingPlace


@transaction.atomic
def open_part(*, enrolment: Enrolment, assignment: Assignment, lesson: Lesson, part: UUID) -> None:
    """The student has opened this part: it is the place to go on at. The first part opened starts the work."""
    now = clock.now()
    _, new = ReadingPlace.objects.update_or_create(
        enrolment_id=enrolment.pk, lesson=lesson, part=part, defaults={"at": now}
    )
    if new:
        start_work(work=touch_work(assignment=assignment, enrolment=enrolment), at=now)


def keep_place(*, enrolment: Enrolment, lesson: Lesson, part: UUID, anchor: str) -> bool:
    """Remember where in a part the student reads. Says whether it was kept.

    The place moves to another part by opening it, never by this: what a page says while it is being left may arrive
    after the next part was opened.
    """
    mine = ReadingPlace.objects.filter(enrolment=enrolment.pk, lesson=lesson)
    later = mine.filter(at__gt=OuterRef("at")).exclude(part=part)
    return bool(mine.filter(~Exists(later), part=part).update(anchor=anchor, at=clock.now()))


@transaction.atomic
def finish_part(
    *,
    by,
    enrolment: Enrolment,
    assignment: Assignment,
    lesson: Lesson,
    part: UUID,
    parts: list[UUID],
    done: bool = True,
) -> bool:
    """Mark a part as done, or not done. With the last of `parts` the lesson is finished; says whether it is now."""
    now = clock.now()
    work = touch_work(assignment=assignment, enrolment=enrolment)
    ReadingPlace.objects.update_or_create(
        enrolment_id=enrolment.pk,
        lesson=lesson,
        part=part,
        defaults={"at": now, "done_at": now if done else None},
    )
    finished = ReadingPlace.objects.filter(enrolment=enrolment.pk, lesson=lesson, part__in=parts)
    if finished.exclude(done_at=None).count() < len(parts):
        start_work(work=work, at=now)
        return False
    if work.done_at is None:
        last = finished.aggregate(last=Max("done_at"))["last"]
        finish_work(work=work, at=last)
        record(by=by, verb="lesson_finish", target=lesson, classroom_id=assignment.classroom_id)
    return True


@transaction.atomic
def open_gate(*, by, enrolment: Enrolment, assignment: Assignment, lesson: Lesson, key: UUID) -> GatePass:
    """The student opens the text of an excerpt without answering first. It stays open; answering later stays possible."""
    passed, new = GatePass.objects.get_or_create(enrolment_id=enrolment.pk, lesson=lesson, key=key)
    if new:
        record(by=by, verb="gate_open", target=lesson, classroom_id=assignment.classroom_id, key=str(key))
    return passed
