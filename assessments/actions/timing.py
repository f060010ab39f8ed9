"""Time in attempts: what a change of dates does to them, and opening one again."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from assessments.actions.marking import compute_grade
from assessments.counting import BY_SITE
from assessments.errors import CannotReopen, MarkedMeanwhile
from assessments.models import (
    AssignedAssessment,
    Attempt,
    AttemptEvent,
    AttemptItem,
    Comment,
    Grade,
    ItemCitation,
    Score,
)
from coursesite import clock
from coursesite.audit.actions import record
from coursesite.classes import due
from coursesite.classes.errors import ChangedMeanwhile
from coursesite.classes.models import Work
from coursesite.classes.queries import extras_of
from coursesite.retrying import TRIES

MOST_MINUTES = 30_000  # what extra minutes may come to


@dataclass(frozen=True)
class Timed:
    """An attempt and when its time is over, as it is computed now."""

    attempt: Attempt
    closes_at: datetime.datetime | None


def follow_dates(*, works: QuerySet[Work], by) -> int:
    """settings.DATE_FOLLOWERS: stamp the open attempts of these cells with the time that holds for them now.

    An attempt that nobody handed in, only the end of its time, is open again where its time is not over any more and
    nothing of it is known (_may_open_again); the rest is for reopen_attempt. Says how many run now with another end.
    Inside the caller's transaction; attempts are locked in the order of their ids. Stamping running ones takes the same
    queries for one and for two hundred.
    """
    found = Attempt.objects.filter(Q(submitted_at=None) | _may_open_again(clock.now()), work__in=works)
    found = found.select_for_update(of=("self",))
    attempts = list(found.order_by("pk").select_related("work__assignment__classroom", "student"))
    timed = times_of(attempts)
    now = clock.now()
    changed = [one for one in timed if one.attempt.submitted_at is None and one.closes_at != one.attempt.closes_at]
    again = [one for one in timed if one.attempt.submitted_at and (one.closes_at is None or one.closes_at > now)]
    again = [one for one in again if _was_closed(one.attempt)]
    _stamp(changed, "time_changed", by)
    try:
        for one in again:
            _open_again(one, by, "")
    except MarkedMeanwhile as error:
        raise ChangedMeanwhile from error
    _grade_lateness(works, by)
    return len(changed) + len(again)


def _may_open_again(now: datetime.datetime) -> Q:
    """Attempts that opening by itself takes nothing from and gives nothing away: newest tries that their end handed in.

    Of a work that is not excused, has no mark by hand, and of which no feedback is out. Of a quiz, feedback to any
    classmate is enough: the key may have been seen.
    """
    grades = Grade.objects.filter(released_at__lte=now)
    known: Any = (
        Exists(grades.filter(work=OuterRef("work")))
        | Exists(Score.objects.filter(item__attempt=OuterRef("pk"), released_at__lte=now))
        | Exists(Comment.objects.filter(item__attempt=OuterRef("pk"), released_at__lte=now))
        | Exists(Grade.objects.filter(work=OuterRef("work")).exclude(kind__in=BY_SITE))
    )
    of_quiz = Q(work__assignment__assignedassessment__assessment__kind="quiz")
    known |= of_quiz & Exists(grades.filter(work__assignment=OuterRef("work__assignment")))
    ended = Exists(AttemptEvent.objects.filter(attempt=OuterRef("pk"), kind="closed"))
    later = Exists(Attempt.objects.filter(work=OuterRef("work"), number__gt=OuterRef("number")))
    unseen = Q(submitted_at__isnull=False, work__excused_at=None, work__feedback_seen_at=None)
    return unseen & ended & ~later & ~known


def _grade_lateness(works: QuerySet[Work], by) -> None:
    """Marks of what is handed in follow the student's own due date and the late rule as they are now.

    A mark that was out stays out where it does not sink; a lower one waits for a teacher to release it. One whose moment
    lies ahead, as nobody has seen it, comes then.
    """
    taken = Exists(Grade.objects.filter(work=OuterRef("pk")).exclude(before_late=None))
    done = works.exclude(done_at=None).filter(Q(assignment__late_percent__gt=0) | taken)
    for work in done.select_related("assignment__classroom"):
        before, new = _compute_past_graders(work, by)
        if not new or not before or not before.released_at:
            continue
        if before.released_at > clock.now() or (new.points or 0) >= (before.points or 0):
            new.released_at = before.released_at
            new.save(update_fields=["released_at"])


def _compute_past_graders(work: Work, by) -> tuple[Grade | None, Grade | None]:
    """The newest grade and the one that follows it now, if any; looked at again where somebody marks in this moment."""
    for _ in range(TRIES):
        before = work.grades.order_by("-n").first()
        if before is None or before.points is None:
            return before, None
        try:
            return before, compute_grade(work=work, by=by)
        except MarkedMeanwhile:
            continue
    raise ChangedMeanwhile


def times_of(attempts: Sequence[Attempt]) -> list[Timed]:
    """When the time of these attempts is over, as it stands now. Two queries."""
    extras = extras_of(attempt.student_id for attempt in attempts)
    rows = AssignedAssessment.objects.filter(assignment__in={attempt.work.assignment_id for attempt in attempts})
    minutes = {row.assignment_id: row.minutes for row in rows}
    found = []
    for attempt in attempts:
        work, extra = attempt.work, extras.get(attempt.student_id, due.USUAL)
        when = due.dates(work.assignment, work, extra.extra_days)
        closes = due.deadline(attempt.started_at, minutes[work.assignment_id], when, extra, work.extra_minutes)
        found.append(Timed(attempt, max(closes, attempt.started_at) if closes else None))
    return found


def _was_closed(attempt: Attempt) -> bool:
    """Whether the end of the time handed it in, and not the student."""
    last = attempt.events.filter(kind__in=("handed_in", "closed")).last()
    return last is not None and last.kind == "closed"


def _stamp(changed: Sequence[Timed], kind: str, by, **more: Any) -> None:
    """Write the new ends, each with its event. Four queries."""
    attempts = [one.attempt for one in changed]
    last = dict(
        AttemptEvent.objects.filter(attempt__in=attempts).order_by().values_list("attempt").annotate(last=Max("n"))
    )
    events, works = [], []
    for one in changed:
        moments = {"before": _told(one.attempt.closes_at), "after": _told(one.closes_at)}
        n = last.get(one.attempt.pk, 0) + 1
        events.append(AttemptEvent(attempt=one.attempt, n=n, kind=kind, by=by, at=clock.now(), detail=moments | more))
        one.attempt.closes_at = one.attempt.work.running_until = one.closes_at
        works.append(one.attempt.work)
    Attempt.objects.bulk_update(attempts, ["closes_at"])
    Work.objects.bulk_update(works, ["running_until"])
    AttemptEvent.objects.bulk_create(events)


def _told(moment: datetime.datetime | None) -> str | None:
    return moment.isoformat() if moment else None


@transaction.atomic
def reopen_attempt(*, attempt: Attempt, minutes: int, by, reason: str) -> Attempt:
    """A handed-in attempt is open again, for so many minutes from now where it has an end at all.

    What was marked of it is taken out of students' sight first; its marks stay in the log and do not count until it is
    handed in again. CannotReopen where it is open, or another try was begun after it. MarkedMeanwhile where somebody
    marks it in this moment.
    """
    locked = Attempt.objects.select_for_update(of=("self", "work"))  # in this order: as handing in does
    attempt = locked.select_related("work__assignment__classroom", "student").get(pk=attempt.pk)
    if attempt.submitted_at is None:
        raise CannotReopen("This is open already. Add time to it instead.")
    if Attempt.objects.filter(work=attempt.work, number__gt=attempt.number).exists():
        raise CannotReopen("A later try was begun. Only the newest can be opened again.")
    work = attempt.work
    if work.excused_at:
        raise CannotReopen("This student is excused. Take the excuse back first.")
    timed = times_of([attempt])[0]
    if timed.closes_at is not None:
        missing = clock.now() + datetime.timedelta(minutes=minutes) - timed.closes_at
        more = max(0, -(-missing // datetime.timedelta(minutes=1)))
        if work.extra_minutes + more > MOST_MINUTES:
            raise CannotReopen("Its time was over too long ago. Give one more try instead.")
        work.extra_minutes += more
        work.save(update_fields=["extra_minutes"])
        timed = times_of([attempt])[0]
    _open_again(timed, by, reason)
    return attempt


def _open_again(timed: Timed, by, reason: str) -> None:
    attempt = timed.attempt
    was = attempt.submitted_at
    _take_back_marks(attempt, by)
    attempt.submitted_at = None
    attempt.save(update_fields=["submitted_at"])
    AttemptItem.objects.filter(attempt=attempt).update(value=None, final_rev=None, seconds=None)
    ItemCitation.objects.filter(item__attempt=attempt).delete()  # made anew at the next handing in; the words stay
    Work.objects.filter(pk=attempt.work_id).update(done_at=None, feedback_at=None, feedback_seen_at=None)
    _stamp([timed], "reopened", by, handed_in=_told(was), reason=reason)
    record(
        by=by,
        verb="attempt_reopen",
        target=f"assessments.Attempt:{attempt.pk} {attempt.student.name}: {attempt.work.assignment.title}",
        classroom_id=attempt.work.assignment.classroom_id,
        reason=reason,
    )


def _take_back_marks(attempt: Attempt, by) -> None:
    """First out of sight, then an empty row on top of each log: nothing of the first handing in is current."""
    Score.objects.filter(item__attempt=attempt).exclude(released_at=None).update(released_at=None)
    Comment.objects.filter(item__attempt=attempt).exclude(released_at=None).update(released_at=None)
    Grade.objects.filter(work=attempt.work).exclude(released_at=None).update(released_at=None)
    set_aside_marks(attempt=attempt, items=list(attempt.items.all()), by=by, set_by_hand=True)


def set_aside_marks(*, attempt: Attempt, items: Sequence[AttemptItem], by, set_by_hand: bool = False) -> None:
    """The marks of these questions stay in the log and count no more; so does the mark of the work.

    One that a person set for the whole work only with `set_by_hand`. MarkedMeanwhile where somebody marks in this moment.
    """
    try:
        with transaction.atomic():
            _set_aside(attempt, items, by, set_by_hand)
    except IntegrityError as error:
        raise MarkedMeanwhile("Somebody marked this a moment ago. Nothing was changed; look at it again.") from error


def _set_aside(attempt: Attempt, items: Sequence[AttemptItem], by, set_by_hand: bool) -> None:
    scores = Score.objects.filter(item__in=items).order_by("n")
    newest = {(score.item_id, score.part): score for score in scores}
    Score.objects.bulk_create(
        Score(item_id=item, part=part, n=score.n + 1, points=None, by=by, at=clock.now())
        for (item, part), score in newest.items()
        if score.points is not None
    )
    last = Grade.objects.filter(work=attempt.work).order_by("-n").first()
    if last and last.points is not None and (set_by_hand or last.kind in BY_SITE):
        Grade.objects.create(
            work=attempt.work, n=last.n + 1, kind="cleared", points=None, out_of=last.out_of, by=by, reason=""
        )
