"""Dates and time: of a plan, of one student's work, of one student in all work. Nothing else writes them.

What hangs from a plan further up (open attempts) follows: settings.DATE_FOLLOWERS names functions that are called,
in the same transaction, as follow(works=<the cells whose dates changed>, by=<the person>).
"""

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.module_loading import import_string

from coursesite.audit.actions import record
from coursesite.classes.actions.work import touch_work
from coursesite.classes.errors import ClassError
from coursesite.classes.models import Accommodation, Assignment, Enrolment, Work


@transaction.atomic
def reschedule(
    *, assignment: Assignment, by, opens_at: datetime | None, due_at: datetime | None, closes_at: datetime | None
) -> Assignment:
    """Move what stands in a plan. The only writer of an assignment's dates after it has been given."""
    locked = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if opens_at and due_at and due_at < opens_at:
        raise ClassError("The due date is before the opening date. Choose a later due date.")
    if closes_at and due_at and closes_at < due_at:
        raise ClassError("The closing date is before the due date. Choose a later closing date.")
    before = [_iso(moment) for moment in (locked.opens_at, locked.due_at, locked.closes_at)]
    locked.opens_at, locked.due_at, locked.closes_at = opens_at, due_at, closes_at
    locked.save(update_fields=["opens_at", "due_at", "closes_at"])
    after = [_iso(moment) for moment in (opens_at, due_at, closes_at)]
    record(by=by, verb="dates_change", target=locked, classroom_id=locked.classroom_id, before=before, after=after)
    _follow(Work.objects.filter(assignment=locked), by)
    return locked


@transaction.atomic
def extend_work(
    *,
    assignment: Assignment,
    enrolment: Enrolment,
    by,
    due_at: datetime | None,
    closes_at: datetime | None,
    extra_minutes: int = 0,
    extra_tries: int = 0,
    reason: str = "",
) -> Work:
    """Give one student own dates, minutes and tries for one thing in the plan; None and 0 give back the class's.

    The values stand for themselves: called twice with the same ones it changes nothing.
    """
    if closes_at and due_at and closes_at < due_at:
        raise ClassError("The closing date is before the due date. Choose a later closing date.")
    work = touch_work(assignment=assignment, enrolment=enrolment)
    work = Work.objects.select_for_update().get(pk=work.pk)
    before = _own(work)
    work.due_at, work.closes_at, work.extra_minutes, work.extra_tries = due_at, closes_at, extra_minutes, extra_tries
    if _own(work) == before:
        return work
    work.save(update_fields=["due_at", "closes_at", "extra_minutes", "extra_tries"])
    record(
        by=by,
        verb="extension_give",
        target=work,
        classroom_id=assignment.classroom_id,
        before=before,
        after=_own(work),
        reason=reason,
    )
    _follow(Work.objects.filter(pk=work.pk), by)
    return work


@transaction.atomic
def set_accommodation(*, user, by, time_factor: Decimal, untimed: bool, extra_days: int, seen: int) -> Accommodation:
    """What the student is given in all present and future work. `seen` is the number of the newest row that `by` saw.

    ClassError where somebody else set it meanwhile.
    """
    newest = Accommodation.objects.filter(user=user).aggregate(n=Max("n"))["n"] or 0
    if newest != seen:
        raise ClassError("Somebody else changed this a moment ago. It is shown as it is now; look at it again.")
    given = Accommodation.objects.create(
        user=user, n=seen + 1, time_factor=time_factor, untimed=untimed, extra_days=extra_days, by=by
    )
    record(by=by, verb="accommodation_set", target=user, n=given.n)
    _follow(Work.objects.filter(enrolment__user=user, done_at=None), by)
    return given


def _follow(works: QuerySet[Work], by) -> None:
    for name in settings.DATE_FOLLOWERS:
        import_string(name)(works=works, by=by)


def _own(work: Work) -> list:
    return [_iso(work.due_at), _iso(work.closes_at), work.extra_minutes, work.extra_tries]


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
