"""Time in running attempts: what a change of dates does to them."""

from django.db.models import Max, QuerySet

from assessments.models import AssignedAssessment, Attempt, AttemptEvent
from coursesite import clock
from coursesite.classes import due
from coursesite.classes.models import Work
from coursesite.classes.queries import extra_of


def follow_dates(*, works: QuerySet[Work], by) -> int:
    """settings.DATE_FOLLOWERS: stamp the open attempts of these cells with the time that holds for them now.

    Says how many changed. Inside the caller's transaction; attempts are locked in the order of their ids.
    """
    attempts = Attempt.objects.open().filter(work__in=works).select_for_update(of=("self",)).order_by("pk")
    attempts = list(attempts.select_related("work__assignment__classroom", "student"))
    given = {
        one.assignment_id: one
        for one in AssignedAssessment.objects.filter(assignment__in={a.work.assignment_id for a in attempts})
    }
    return sum(_restamp(attempt, given[attempt.work.assignment_id], by) for attempt in attempts)


def _restamp(attempt: Attempt, given: AssignedAssessment, by) -> bool:
    work, extra = attempt.work, extra_of(attempt.student)
    when = due.dates(work.assignment, work, extra.extra_days)
    closes_at = due.deadline(attempt.started_at, given.minutes, when, extra, work.extra_minutes)
    if closes_at is not None:
        closes_at = max(closes_at, attempt.started_at)
    if closes_at == attempt.closes_at:
        return False
    before, attempt.closes_at = attempt.closes_at, closes_at
    attempt.save(update_fields=["closes_at"])
    Work.objects.filter(pk=work.pk).update(running_until=closes_at)
    n = (attempt.events.aggregate(last=Max("n"))["last"] or 0) + 1
    moments = {name: moment and moment.isoformat() for name, moment in (("before", before), ("after", closes_at))}
    AttemptEvent.objects.create(attempt=attempt, n=n, kind="time_changed", by=by, at=clock.now(), detail=moments)
    return True
