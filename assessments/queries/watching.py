"""A class at a test: who has begun, how far they are, how long they have; whom the closing date cuts short."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q
from django.utils.safestring import SafeString

from assessments.kinds import kind_of
from assessments.models import Answer, AssignedAssessment, Attempt, AttemptEvent, AttemptItem
from coursesite.classes import due
from coursesite.classes.models import Assignment, Enrolment, Work
from coursesite.classes.queries import TodoRow, extras_in, students_of
from coursesite.ui.words import span


def same_thing(assignment: Assignment) -> Q | None:
    """settings.SAME_THING: the condition for assignments of the same quiz or essay."""
    given = AssignedAssessment.objects.filter(assignment=assignment).first()
    return Q(assignedassessment__assessment=given.assessment_id) if given else None


@dataclass(frozen=True)
class Watched:
    """One student's line: the newest attempt, if there is one, and what was saved in it."""

    place: Enrolment
    work: Work | None
    attempt: Attempt | None
    status: due.Status
    now: datetime
    asked: int = 0
    saved: int = 0
    kept: int = 0
    last_save: datetime | None = None
    reopened: bool = False

    @property
    def is_open(self) -> bool:
        return self.attempt is not None and self.attempt.submitted_at is None

    @property
    def is_handed_in(self) -> bool:
        return self.attempt is not None and self.attempt.submitted_at is not None

    @property
    def left(self) -> str:
        """The time that is left, in words; "" where nothing runs."""
        if not self.is_open or self.attempt is None:
            return ""
        if self.attempt.closes_at is None:
            return "no limit"
        left = self.attempt.closes_at - self.now
        return time_left_words(left)


def time_left_words(left: timedelta) -> str:
    """Minutes up to two hours, then the largest unit; seconds in the last two minutes."""
    if left <= timedelta():
        return "over"
    if left < timedelta(minutes=2):
        return f"{int(left.total_seconds())} s"
    return f"{int(left.total_seconds() // 60)} min" if left < timedelta(hours=2) else span(left)


def watched(assignment: Assignment, now: datetime) -> list[Watched]:
    """A line for each student of the class, in the order of the register. Six queries for thirty or two hundred."""
    places = students_of(assignment.classroom_id)
    works = {work.enrolment_id: work for work in Work.objects.filter(assignment=assignment)}
    rows = Attempt.objects.filter(work__assignment=assignment).order_by("number")
    newest = {attempt.work_id: attempt for attempt in rows}
    ids = [attempt.pk for attempt in newest.values()]
    asked = _per_attempt(AttemptItem.objects.filter(attempt__in=ids).values_list("attempt").annotate(n=Count("pk")))
    answers = Answer.objects.filter(item__attempt__in=ids).values_list("item__attempt")
    saved = answers.annotate(
        items=Count("item", distinct=True, filter=Q(kind="saved")),
        kept=Count("pk", filter=~Q(kind="saved")),
        last=Max("received_at", filter=Q(kind="saved")),
    )
    told = {attempt: rest for attempt, *rest in saved.order_by()}
    again = set(AttemptEvent.objects.filter(attempt__in=ids, kind="reopened").values_list("attempt", flat=True))
    lines = []
    for place in places:
        work = works.get(place.pk)
        attempt = newest.get(work.pk) if work else None
        key = attempt.pk if attempt else 0
        items, kept, last = told.get(key, (0, 0, None))
        status = due.status(now, due.dates(assignment, work, place.extra_days), work)
        line = Watched(place, work, attempt, status, now, asked.get(key, 0), items, kept, last, key in again)
        lines.append(line)
    return lines


def _per_attempt(rows) -> dict[int, int]:
    return dict(rows.order_by())


def watch_counts(lines: Sequence[Watched]) -> dict[str, int]:
    begun = sum(line.is_open for line in lines)
    done = sum(line.is_handed_in for line in lines)
    return {"at_it": begun, "handed_in": done, "not_begun": len(lines) - begun - done, "students": len(lines)}


def cut_short(assignment: Assignment, now: datetime) -> list[Enrolment]:
    """The students to whom the closing date leaves less than their whole time, even if they begin as early as they can.

    Who has begun or handed in is not among them. For teachers alone: the list names who has extra time. Four queries.
    """
    given = AssignedAssessment.objects.filter(assignment=assignment).first()
    if given is None or not given.minutes:
        return []
    extras = extras_in(assignment.classroom_id)
    if not extras:
        return []
    works = {work.enrolment_id: work for work in Work.objects.filter(assignment=assignment)}
    return [
        place
        for place in students_of(assignment.classroom_id)
        if _is_cut_short(assignment, given.minutes, works.get(place.pk), extras.get(place.user_id, due.USUAL), now)
    ]


def _is_cut_short(
    assignment: Assignment, minutes: int | None, work: Work | None, extra: due.Extra, now: datetime
) -> bool:
    if (work and (work.started_at or work.done_at or work.excused_at)) or extra == due.USUAL:
        return False
    start = max(now, assignment.opens_at) if assignment.opens_at else now
    when = due.dates(assignment, work, extra.extra_days)
    is_ahead = when.closes_at is not None and when.closes_at > start
    return is_ahead and due.is_cut_short(start, minutes, when, extra, work.extra_minutes if work else 0)


def cut_short_rows(plan: Sequence[TodoRow], extra: due.Extra, now: datetime) -> list[TodoRow]:
    """settings.TIME_WARNINGS: of one student's plan what the closing date cuts short, with this extra time. One query."""
    given = AssignedAssessment.objects.filter(assignment__in=[row.assignment.pk for row in plan])
    minutes = dict(given.values_list("assignment", "minutes"))
    return [row for row in plan if _is_cut_short(row.assignment, minutes.get(row.assignment.pk), row.work, extra, now)]


def cut_short_words(assignment: Assignment, now: datetime) -> list[str]:
    """settings.DATE_WARNINGS: how many the closing date cuts short; whom says the page that watches the test."""
    count = len(cut_short(assignment, now))
    if not count:
        return []
    who = "1 student who has extra time" if count == 1 else f"{count} students who have extra time"
    return [
        f"In {assignment.classroom.name} the closing date leaves {who} less than their whole time, even if they begin "
        "at once. Choose a later closing date, or give them an extension. The page “Watch” of the test leads to who it is."
    ]


def never_closed_words(assignment: Assignment, now: datetime) -> list[str]:
    """settings.DATE_WARNINGS: that feedback waits for a closing date which is not there."""
    waits = AssignedAssessment.objects.filter(assignment=assignment, feedback="closed").exists()
    if not waits or assignment.closes_at:
        return []
    return [
        f"In {assignment.classroom.name} students see feedback on “{assignment.title}” when it has closed. Without a "
        "closing date they never do: set one, or choose another time for feedback under “Settings” of the class."
    ]


@dataclass(frozen=True)
class Kept:
    """An answer that was kept and does not count: conflict or late, beside what counts."""

    answer: Answer
    number: int
    words: SafeString | str
    counts: SafeString | str
    is_answer: bool


def kept_answers(attempt: Attempt) -> list[Kept]:
    """What was kept of a handed-in attempt, question by question, the oldest first. One query."""
    rows = Answer.objects.filter(item__attempt=attempt).exclude(kind="saved")
    found = []
    for answer in rows.select_related("item__question_version").order_by("item__slot", "pk"):
        item, version = answer.item, answer.item.question_version
        describe = kind_of(version.kind).describe
        words, counts = describe(answer.value, version.body), describe(item.value, version.body)
        found.append(Kept(answer, item.slot, words, counts, answer.value == item.value))
    return found


EVENTS = {
    "started": "Begun",
    "handed_in": "Handed in",
    "closed": "Handed in by the site when the time was over",
    "time_changed": "The end was changed",
    "reopened": "Opened again",
    "answer_accepted": "A kept answer was made the answer",
    "thinned": "Old wordings were thrown away",
}


@dataclass(frozen=True)
class Told:
    """One line of an attempt's log."""

    event: AttemptEvent
    words: str
    until: datetime | None
    reason: str


def told_events(attempt: Attempt) -> list[Told]:
    """What happened to an attempt, the oldest first, in words. One query."""
    found = []
    for event in attempt.events.select_related("by"):
        until = event.detail.get("after") if event.kind in ("time_changed", "reopened") else None
        words = EVENTS.get(event.kind, event.kind.replace("_", " ").capitalize())
        if event.kind == "answer_accepted":
            words = f"Question {event.detail.get('slot')}: a kept answer was made the answer"
        moment = datetime.fromisoformat(until) if until else None
        found.append(Told(event, words, moment, event.detail.get("reason", "")))
    return found
