"""What the student's pages show: the task, the questions with their newest saved answers, the first guess."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments import arrangement
from assessments.dealing import Place, grouped
from assessments.kinds import kind_of
from assessments.kinds.upload import Upload as UploadKind
from assessments.models import Answer, AssignedAssessment, Attempt, AttemptItem, Slot
from assessments.queries.documents import DrawnDocument, shown_documents, shown_stimuli
from assessments.queries.files import files_of
from assessments.queries.library import arranged
from assessments.queries.newest import newest_answers
from assessments.sheets import Sheet
from coursesite.classes import due
from coursesite.classes.models import Work
from coursesite.classes.queries import extra_of
from lessons.models import AssignedLesson, Block, PostText


def place_of(slot: Slot) -> Place:
    """A slot, with its draw at hand, as dealing takes it."""
    draw = slot.draw
    return Place(
        slot.pk, draw.points if draw else slot.points, slot.draw_id, draw.count if draw else 0, slot.stimulus_id
    )


def sheets_of(attempt: Attempt, *, shown: Collection[int] | None = None) -> list[Sheet]:
    """The questions of an attempt with their newest saved answers; sources and files only of those that are `shown`."""
    items = list(AttemptItem.objects.filter(attempt=attempt).select_related("question_version"))
    newest = newest_answers(attempt)
    drawn = [item for item in items if shown is None or item.slot in shown]
    documents = shown_documents(drawn) if drawn else {}
    sheets = [_sheet(item, newest, documents.get(item.slot, [])) for item in items]
    show_files(attempt, [sheet for sheet in sheets if shown is None or sheet.number in shown])
    return sheets


@dataclass(frozen=True)
class Group:
    """Questions that stand beside one source; a question without one is a group of its own."""

    stimulus: DrawnDocument | None
    sheets: list[Sheet]

    @property
    def stimuli(self) -> list[DrawnDocument]:
        return [self.stimulus] if self.stimulus else []

    @property
    def prefix(self) -> str:
        """What the ids of the source's passages begin with."""
        return f"s{self.sheets[0].number}"


def groups_of(sheets: Sequence[Sheet]) -> list[Group]:
    """The questions as a page shows them: the source of neighbours is drawn once. Three queries, once for a source."""
    runs = grouped(sheets)
    beside = {run[0].number: run[0].stimulus for run in runs if run[0].stimulus is not None}
    stimuli = shown_stimuli(beside) if beside else {}
    return [Group(stimuli.get(run[0].number), run) for run in runs]


def show_files(attempt: Attempt, sheets: list[Sheet]) -> None:
    """Each sheet that asks for files shows those that its value names."""
    asked = {sheet.number: sheet.value for sheet in sheets if isinstance(sheet.kind, UploadKind)}
    found = files_of(attempt, asked)
    for sheet in sheets:
        sheet.files = found.get(sheet.number, [])


def _sheet(item: AttemptItem, newest: dict, documents: list) -> Sheet:
    version = item.question_version
    kind = kind_of(version.kind)
    rev, value = newest.get(item.slot, (0, [] if kind.many else ""))
    return Sheet(
        number=item.slot,
        anchor=f"q{item.slot}",
        kind=kind,
        body=version.body,
        points=item.points,
        order=item.order,
        value=value,
        rev=rev,
        documents=documents,
        flagged=item.flagged,
        stimulus=item.stimulus_id,
    )


def saved_values(attempt: Attempt) -> dict[tuple[int, int], Any]:
    """(slot, revision) -> value, of every saved answer: what a plain form is held against to see what was changed."""
    rows = Answer.objects.filter(item__attempt=attempt, kind="saved")
    return {(slot, rev): value for slot, rev, value in rows.values_list("item__slot", "rev", "value")}


@dataclass
class Task:
    """Everything of the task page, for one student; `work` and `attempts` are empty before the first touch."""

    given: AssignedAssessment
    work: Work | None
    attempts: list[Attempt]
    when: due.Dates
    status: due.Status
    extra: due.Extra
    question_count: int
    points: Decimal

    @property
    def open_attempt(self) -> Attempt | None:
        return next((one for one in self.attempts if one.submitted_at is None), None)

    @property
    def was_reopened(self) -> bool:
        """Whether a teacher opened it again, or gave time after its end. One query, where an attempt is open."""
        one = self.open_attempt
        return one is not None and one.events.filter(kind="reopened").exists()

    @property
    def finished(self) -> list[Attempt]:
        return [one for one in self.attempts if one.submitted_at is not None]

    @property
    def tries(self) -> int:
        return self.given.tries + (self.work.extra_tries if self.work else 0)

    @property
    def tries_left(self) -> int:
        return max(0, self.tries - len(self.attempts))

    @property
    def minutes(self) -> int | None:
        """The student's own time limit, in whole minutes."""
        limit = due.time_limit(self.given.minutes, self.extra, self.work.extra_minutes if self.work else 0)
        return None if limit is None else round(limit.total_seconds() / 60)

    @property
    def has_extra_time(self) -> bool:
        """Whether the student's limit is not the one that everybody has."""
        return self.minutes != self.given.minutes

    def minutes_left(self, now: datetime.datetime) -> int | None:
        """Whole minutes until an attempt begun now is over, where the closing date cuts it short; else None."""
        more = self.work.extra_minutes if self.work else 0
        mine = self.given.minutes, self.when, self.extra, more
        if not due.is_cut_short(now, *mine):
            return None
        over = due.deadline(now, *mine)
        return int((over - now).total_seconds() // 60) if over else None

    @property
    def on_paper(self) -> bool:
        return self.work is not None and is_on_paper(self.work, len(self.attempts))

    def may_start(self, now: datetime.datetime) -> bool:
        return self.when.is_open(now) and self.tries_left > 0 and self.status.key != due.EXCUSED and not self.on_paper


def is_on_paper(work: Work, attempts: int) -> bool:
    """Whether the work was taken in without an attempt, and no further try was given for the site."""
    return work.done_at is not None and attempts == 0 and work.extra_tries == 0


def task_of(given: AssignedAssessment, user, now: datetime.datetime) -> Task:
    """Four queries."""
    work = Work.objects.filter(assignment=given.assignment_id, enrolment__user=user).first()
    attempts = list(Attempt.objects.filter(work=work).order_by("number")) if work else []
    places = arranged(Slot.objects.filter(assessment=given.assessment_id).select_related("draw").order_by("position"))
    extra = extra_of(user)
    when = due.dates(given.assignment, work, extra.extra_days)
    status = due.status(now, when, work)
    count, points = arrangement.asked(*places), arrangement.total(*places)
    return Task(given, work, attempts, when, status, extra, count, points)


def first_guess(user, classroom_id: int, lesson_id: int | None) -> str:
    """What the student wrote as the first guess of a lesson in this class, newest wording; "" where nothing."""
    if lesson_id is None:
        return ""
    prompts = Block.objects.filter(version__lesson=lesson_id, prompt__prompt__kind="guess").values("prompt__prompt")
    texts = PostText.objects.filter(
        post__author=user, post__discussion__classroom=classroom_id, post__discussion__prompt__in=prompts
    )
    return texts.order_by("-post__created_at", "-n").values_list("text", flat=True).first() or ""


def given_lesson(classroom_id: int, lesson_id: int | None) -> AssignedLesson | None:
    """The lesson that the assessment belongs to, as this class was given it."""
    if lesson_id is None:
        return None
    given = AssignedLesson.objects.filter(assignment__classroom=classroom_id, version__lesson=lesson_id)
    return given.select_related("version__lesson").first()
