"""Feedback that comes when a task has closed for the whole class: its stamps lie ahead, and move as the last close does."""

import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from assessments.actions.telling import tell_feedback
from assessments.models import AssignedAssessment, Attempt, Grade, Score
from assessments.queries.releasing import last_close
from coursesite import clock
from coursesite.classes.models import Work

TOLD_WITHIN = datetime.timedelta(hours=2)  # a worker that was away for longer tells nobody of what is old


def follow_close(*, works: QuerySet[Work], by) -> int:
    """settings.DATE_FOLLOWERS: what was handed in to the tasks of these cells is seen when the last student is through.

    What has such a moment ahead of it, whoever wrote it, and what the site marked itself; never what was seen, nor points
    that a person gave and has yet to release. Inside the caller's transaction. Always 0: it is no
    attempt whose time changed.
    """
    given = AssignedAssessment.objects.filter(feedback="closed", assignment__in=works.order_by().values("assignment"))
    for one in given.select_related("assignment__classroom").order_by("pk"):
        last = last_close(one, one.assignment)
        _restamp(one, last and max(last, clock.now()))
    return 0


@transaction.atomic
def restamp_closes() -> None:
    """A student with more time may have come to the class since: looked at again while stamps lie ahead."""
    follow_close(works=Work.objects.filter(feedback_at__gt=clock.now()), by=None)


@transaction.atomic
def tell_closed() -> None:
    """Mail to those whose feedback came by itself as their task closed. Run again and again: told once, mailed once."""
    now = clock.now()
    came = Work.objects.filter(feedback_at__gt=now - TOLD_WITHIN, feedback_at__lte=now)
    tell_feedback(works=came.filter(assignment__assignedassessment__feedback="closed").values_list("pk", flat=True))


def _restamp(given: AssignedAssessment, stamp: datetime.datetime | None) -> None:
    now = clock.now()
    finished = Attempt.objects.finished().filter(work__assignment=given.assignment_id)
    unseen = Q(released_at__gt=now) | Q(released_at=None, by=None)
    Score.objects.filter(unseen, item__attempt__in=finished).update(released_at=stamp)
    works = Work.objects.filter(assignment=given.assignment_id).exclude(done_at=None)
    Grade.objects.filter(unseen, kind="computed", work__in=works).update(released_at=stamp)
    graded = Grade.objects.filter(kind="computed", released_at=stamp, at__gte=F("work__done_at"))
    waiting = works.filter(Q(feedback_at=None) | Q(feedback_at__gt=now), pk__in=graded.values("work"))
    waiting.update(feedback_at=stamp)
