"""More time: for one student in one thing of the plan, and for one student in all work."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Max

from coursesite import clock
from coursesite.accounts.models import User
from coursesite.audit.actions import record
from coursesite.audit.models import Event
from coursesite.classes.actions.dates import follow, tell
from coursesite.classes.due import Own
from coursesite.classes.errors import ChangedMeanwhile, ClassError
from coursesite.classes.models import Accommodation, Assignment, Enrolment, Work
from coursesite.classes.policy import STUDENT
from coursesite.classes.queries import UNDO_WITHIN, own_of
from coursesite.retrying import with_retries

Change = Callable[[Own], Own]
OWN_FIELDS = ["due_at", "closes_at", "extra_minutes", "extra_tries", "excused_at"]


@dataclass(frozen=True)
class Extended:
    """What an extension did: its event (None where nothing changed), for how many students, how many open attempts."""

    event: Event | None
    students: int
    attempts: int


def extend_works(*, assignment: Assignment, wanted: Mapping[Enrolment, Own | Change], by, reason: str = "") -> Extended:
    """Give students own dates, minutes, tries or an excuse for one thing in the plan.

    Values stand for themselves: called twice with the same ones it changes nothing the second time. A function is given
    what stands when it is written, so that two changes in one moment both count. Tried again where students hand in
    meanwhile, who lock the attempt before the cell.
    """
    return with_retries(partial(_extend, assignment, wanted, by, reason))


@transaction.atomic
def _extend(assignment: Assignment, wanted: Mapping[Enrolment, Own | Change], by, reason: str) -> Extended:
    missing = [Work(assignment=assignment, enrolment=place) for place in wanted]
    Work.objects.bulk_create(missing, ignore_conflicts=True)
    by_place = {place.pk: change for place, change in wanted.items()}
    works = Work.objects.select_for_update().filter(assignment=assignment, enrolment__in=by_place).order_by("pk")
    stands = [(work, own_of(work), by_place[work.enrolment_id]) for work in works]
    found = [(work, own, change if isinstance(change, Own) else change(own)) for work, own, change in stands]
    changes = [(work, new) for work, own, new in found if new != own]
    if any(new.closes_at and new.due_at and new.closes_at < new.due_at for _, new in changes):
        raise ClassError("The closing date is before the due date. Choose a later closing date.")
    if not changes:
        return Extended(None, 0, 0)
    told = [[work.pk, _told(own_of(work)), _told(own)] for work, own in changes]
    event = record(
        by=by,
        verb="extension_give",
        target=changes[0][0] if len(changes) == 1 else assignment,
        classroom_id=assignment.classroom_id,
        works=told,
        reason=reason,
    )
    return Extended(event, len(changes), _write(changes, by))


def undo_extension(*, event: Event, assignment: Assignment, by) -> Extended:
    """Give back what stood before an extension of the last hour, for all whom it was for, or for nobody.

    ClassError where it is older, or somebody changed one of them since. The undoing can be undone as well.
    """
    if event.at < clock.now() - UNDO_WITHIN:
        raise ClassError("This was changed more than an hour ago. Change it by hand.")
    return with_retries(partial(_undo, event, assignment, by))


@transaction.atomic
def _undo(event: Event, assignment: Assignment, by) -> Extended:
    told = {pk: (before, after) for pk, before, after in event.detail["works"]}
    works = list(Work.objects.select_for_update().filter(assignment=assignment, pk__in=told).order_by("pk"))
    if len(works) != len(told) or any(_told(own_of(work)) != told[work.pk][1] for work in works):
        raise ClassError("This was changed again since. Nothing was undone; look at how it stands now.")
    changes = [(work, _read(told[work.pk][0])) for work in works]
    again = [[pk, after, before] for pk, (before, after) in told.items()]
    new = record(
        by=by,
        verb="extension_undo",
        target=assignment,
        classroom_id=assignment.classroom_id,
        works=again,
        undid=event.pk,
    )
    return Extended(new, len(changes), _write(changes, by))


def add_minutes(*, assignment: Assignment, minutes: int, by) -> Extended:
    """So many minutes more for every student of the class: who is at it, and who begins later."""
    places = Enrolment.objects.current().filter(classroom=assignment.classroom_id, role=STUDENT)
    return extend_works(assignment=assignment, wanted=dict.fromkeys(places, partial(_more, minutes)), by=by)


def _more(minutes: int, own: Own) -> Own:
    return replace(own, extra_minutes=own.extra_minutes + minutes)


def _write(changes: list[tuple[Work, Own]], by) -> int:
    now = clock.now()
    for work, own in changes:
        work.due_at, work.closes_at = own.due_at, own.closes_at
        work.extra_minutes, work.extra_tries = own.extra_minutes, own.extra_tries
        work.excused_at = (work.excused_at or now) if own.excused else None
    Work.objects.bulk_update([work for work, _ in changes], OWN_FIELDS)
    return follow(Work.objects.filter(pk__in=[work.pk for work, _ in changes]), by)


def _told(own: Own) -> list:
    return [tell(own.due_at), tell(own.closes_at), own.extra_minutes, own.extra_tries, own.excused]


def _read(told: list) -> Own:
    due, closes, *rest = told
    moments = [datetime.datetime.fromisoformat(text) if text else None for text in (due, closes)]
    return Own(moments[0], moments[1], *rest)


@transaction.atomic
def set_accommodation(
    *, user, by, time_factor: Decimal, untimed: bool, extra_days: int, seen: int
) -> tuple[Accommodation, int]:
    """What the student is given in all present and future work, and how many open attempts were stamped anew.

    `seen` is the number of the newest row that `by` saw: ClassError where somebody else set it meanwhile.
    """
    # Whoever begins an attempt in this moment has read the time before, and is stamped anew, or reads this one.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    newest = Accommodation.objects.filter(user=user).aggregate(n=Max("n"))["n"] or 0
    if newest != seen:
        raise ChangedMeanwhile
    try:
        with transaction.atomic():
            given = Accommodation.objects.create(
                user=user, n=seen + 1, time_factor=time_factor, untimed=untimed, extra_days=extra_days, by=by
            )
    except IntegrityError as error:
        raise ChangedMeanwhile from error
    record(by=by, verb="accommodation_set", target=user, n=given.n)
    return given, follow(Work.objects.filter(enrolment__user=user), by)
