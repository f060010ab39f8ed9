"""Dates of what stands in a plan. Nothing else writes them; what hangs from them follows.

settings.DATE_FOLLOWERS names functions that are called, in the same transaction, as
follow(works=<the cells whose dates changed>, by=<the person>), and say how many open attempts they stamped anew.
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from coursesite.audit.actions import record
from coursesite.classes.errors import ClassError
from coursesite.classes.models import Assignment, Work

DATES = ("opens_at", "due_at", "closes_at")


@transaction.atomic
def reschedule(
    *,
    assignment: Assignment,
    by,
    opens_at: datetime | None,
    due_at: datetime | None,
    closes_at: datetime | None,
) -> int:
    """Move what stands in a plan. Says how many attempts followed.

    The only writer of an assignment's dates after it has been given.
    """
    locked = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if opens_at and due_at and due_at < opens_at:
        raise ClassError("The due date is before the opening date. Choose a later due date.")
    if closes_at and due_at and closes_at < due_at:
        raise ClassError("The closing date is before the due date. Choose a later closing date.")
    before = _told(locked)
    locked.opens_at, locked.due_at, locked.closes_at = opens_at, due_at, closes_at
    after = _told(locked)
    if after == before:
        return 0
    locked.save(update_fields=DATES)
    record(by=by, verb="dates_change", target=locked, classroom_id=locked.classroom_id, before=before, after=after)
    return follow(Work.objects.filter(assignment=locked), by)


@transaction.atomic
def reschedule_all(*, changes: Sequence[tuple[Assignment, dict]], by) -> int:
    """Several at once, all of it or nothing. Says how many open attempts were stamped anew."""
    return sum(reschedule(assignment=assignment, by=by, **values) for assignment, values in changes)


def follow(works: QuerySet[Work], by) -> int:
    """Inside the caller's transaction: what hangs from these cells further up gets the time that holds now."""
    return sum(import_string(name)(works=works, by=by) or 0 for name in settings.DATE_FOLLOWERS)


def _told(assignment: Assignment) -> list[str]:
    return [tell(getattr(assignment, name)) for name in DATES]


def tell(moment: datetime | None) -> str:
    """A moment as the record keeps it; "" for None."""
    return moment.isoformat() if moment else ""
