"""What the student's pages show: the task, the questions with their newest saved answers, the first guess."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments.kinds import kind_of
from assessments.kinds.upload import Upload as UploadKind
from assessments.models import Answer, AssignedAssessment, Attempt, AttemptItem, Slot
from assessments.queries.documents import shown_documents
from assessments.queries.files import files_of
from assessments.queries.newest import newest_answers
from assessments.sheets import Sheet
from coursesite.classes import due
from coursesite.classes.models import Work
from coursesite.classes.queries import extra_of
from lessons.models import AssignedLesson, Block, PostText


def sheets_of(attempt: Attempt, *, with_documents: bool = True) -> list[Sheet]:
    """The questions of an attempt with their newest saved answers."""
    items = list(AttemptItem.objects.filter(attempt=attempt).select_related("question_version"))
    newest = newest_answers(attempt)
    documents = shown_documents(items) if with_documents else {}
    sheets = [_sheet(item, newest, documents.get(item.slot, [])) for item in items]
    show_files(attempt, sheets)
    return sheets


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

    def may_start(self, now: datetime.datetime) -> bool:
        return self.when.is_open(now) and self.tries_left > 0 and self.status.key != due.EXCUSED


def task_of(given: AssignedAssessment, user, now: datetime.datetime) -> Task:
    """Four queries."""
    work = Work.objects.filter(assignment=given.assignment_id, enrolment__user=user).first()
    attempts = list(Attempt.objects.filter(work=work).order_by("number")) if work else []
    points = list(Slot.objects.filter(assessment=given.assessment_id).values_list("points", flat=True))
    extra = extra_of(user)
    when = due.dates(given.assignment, work, extra.extra_days)
    status = due.status(now, when, work)
    return Task(given, work, attempts, when, status, extra, len(points), sum(points, Decimal(0)))


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
