"""What happens to a student's cell and to the dates of a plan."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from coursesite import clock
from coursesite.audit.actions import record
from coursesite.classes.errors import ClassError
from coursesite.classes.models import Assignment, Enrolment, Work


def touch_work(*, assignment: Assignment, enrolment: Enrolment) -> Work:
    """The student's cell, made if it is not there. Two requests at once get the same row."""
    return Work.objects.get_or_create(assignment=assignment, enrolment=enrolment)[0]


def start_work(*, work: Work, at: datetime | None = None) -> None:
    """The first moment at which the student began. A second call changes nothing."""
    at = at or clock.now()
    if Work.objects.filter(pk=work.pk, started_at=None).update(started_at=at):
        work.started_at = at


def finish_work(*, work: Work, at: datetime) -> None:
    """Handed in at this moment. Feedback on an earlier try no longer makes the cell "Feedback ready"."""
    Work.objects.filter(pk=work.pk).update(
        done_at=at, started_at=Coalesce(F("started_at"), at), feedback_at=None, feedback_seen_at=None
    )
    work.refresh_from_db(fields=["done_at", "started_at", "feedback_at", "feedback_seen_at"])


def give_feedback(*, works: QuerySet[Work], at: datetime) -> int:
    """Feedback is ready from this moment on; the student has not seen it yet. Says how many cells changed."""
    return works.update(feedback_at=at, feedback_seen_at=None)


def see_feedback(*, work: Work) -> None:
    """The student has opened what is ready: it leaves the strip at the top of Home."""
    now = clock.now()
    seen = Work.objects.filter(pk=work.pk, feedback_at__lte=now, feedback_seen_at=None)
    if seen.update(feedback_seen_at=now):
        work.feedback_seen_at = now


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
    return locked


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
