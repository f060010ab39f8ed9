"""What happens to a student's cell."""

from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from coursesite import clock
from coursesite.classes.models import Assignment, Enrolment, Work


def touch_work(*, assignment: Assignment, enrolment: Enrolment) -> Work:
    """The student's cell, made if it is not there. Two requests at once get the same row."""
    return Work.objects.get_or_create(assignment=assignment, enrolment=enrolment)[0]


def start_work(*, work: Work, at: datetime | None = None, until: datetime | None = None) -> None:
    """The student began, or began again: the first moment stays. `until` is when the time of this try is over."""
    at = at or clock.now()
    Work.objects.filter(pk=work.pk).update(started_at=Coalesce(F("started_at"), at), running_until=until)
    work.started_at, work.running_until = work.started_at or at, until


def finish_work(*, work: Work, at: datetime, feedback_at: datetime | None = None) -> None:
    """Handed in at this moment. Feedback on an earlier try no longer makes the cell "Feedback ready"; on this one it does."""
    Work.objects.filter(pk=work.pk).update(
        done_at=at,
        started_at=Coalesce(F("started_at"), at),
        running_until=None,
        feedback_at=feedback_at,
        feedback_seen_at=None,
    )
    work.done_at, work.started_at, work.running_until = at, work.started_at or at, None
    work.feedback_at, work.feedback_seen_at = feedback_at, None


def give_feedback(*, works: QuerySet[Work], at: datetime) -> int:
    """Feedback is ready from this moment on; the student has not seen it yet. Says how many cells changed."""
    return works.update(feedback_at=at, feedback_seen_at=None)


def see_feedback(*, work: Work) -> None:
    """The student has opened what is ready: it leaves the strip at the top of Home."""
    now = clock.now()
    seen = Work.objects.filter(pk=work.pk, feedback_at__lte=now, feedback_seen_at=None)
    if seen.update(feedback_seen_at=now):
        work.feedback_seen_at = now
