"""What a student's home and class pages show. The number of queries does not grow with the plan."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse

from assessments.models import Attempt
from coursesite.classes import due
from coursesite.classes.models import Assignment
from coursesite.classes.queries import TodoRow, todo_rows
from coursesite.home import rows
from coursesite.home.rows import Row
from lessons.models import Block, ReadingPlace

VERBS = {"quiz": "Answer", "essay": "Write"}
HANGS = ("assignedlesson__version__lesson", "assignedprompt__prompt", "assignedassessment__assessment")


@dataclass(frozen=True)
class Continue:
    """The lesson that was read last and is not done: the part, and how far one is."""

    title: str
    url: str
    classroom: str
    part: str
    number: int
    done: int
    total: int


@dataclass(frozen=True)
class StudentHome:
    reading: Continue | None
    feedback: list[Row]
    to_do: list[tuple[str, str, list[Row]]]
    after: list[tuple[str, str, list[Row]]]
    opens_next: Row | None
    in_class: bool


def student_home(user, now: datetime) -> StudentHome:
    plan = Assignment.objects.select_related(*HANGS)
    given = with_time([row_of(row, now) for row in todo_rows(user, now, plan)], now)
    ahead = [(row.opens_at, n) for n, row in enumerate(given) if row.opens_at]
    return StudentHome(
        reading=_reading(user, given),
        feedback=rows.in_order([row for row in given if row.feedback_is_new]),
        to_do=rows.grouped(given, rows.TO_DO),
        after=rows.grouped([row for row in given if not row.feedback_is_new], rows.AFTER),
        opens_next=given[min(ahead)[1]] if ahead else None,
        in_class=bool(given),
    )


def class_rows_of_student(user, classroom, now: datetime) -> list[Row]:
    """The plan of one class, in the order of its dates."""
    plan = Assignment.objects.filter(classroom=classroom).select_related(*HANGS)
    return rows.in_order(with_time([row_of(row, now) for row in todo_rows(user, now, plan)], now))


def with_time(given: list[Row], now: datetime) -> list[Row]:
    """What was begun with a time limit says until when: the time goes on wherever one is. At most one query."""
    limited = [
        one.row.work.pk
        for one in given
        if one.row.status.key == due.IN_PROGRESS
        and hasattr(one.row.assignment, "assignedassessment")
        and one.row.assignment.assignedassessment.minutes
    ]
    begun = Attempt.objects.filter(work__in=limited, submitted_at=None, closes_at__gt=now)  # of none, no query
    ends = dict(begun.values_list("work", "closes_at"))
    return [
        replace(one, group=rows.RUNNING, runs_until=ends[one.row.work.pk])
        if one.row.work and one.row.work.pk in ends
        else one
        for one in given
    ]


def row_of(row: TodoRow, now: datetime) -> Row:
    """What hangs on the assignment says the verb and where the button leads."""
    verb, url, button, waits = _hanging(row)
    opens = row.when.opens_at
    if opens and opens > now and row.status.key == due.NOT_STARTED:
        return Row(row, verb, "", "", rows.group_of(row, now, waits=waits), opens)
    return Row(row, verb, url, button, rows.group_of(row, now, waits=waits))


def _hanging(row: TodoRow) -> tuple[str, str, str, bool]:
    given = row.assignment
    room = given.classroom.public_id
    if hasattr(given, "assignedlesson"):
        url = reverse("lessons:lesson", args=[room, given.assignedlesson.version.lesson.slug])
        return "Read", url, rows.button_of(row, ("Start", "Continue", "Read again")), False
    if hasattr(given, "assignedprompt"):
        url = reverse("lessons:discussion", args=[room, given.assignedprompt.prompt.public_id])
        return "Discuss", url, rows.button_of(row, ("Start", "Continue", "Open")), False
    if hasattr(given, "assignedassessment"):
        verb = VERBS[given.assignedassessment.assessment.kind]
        if row.status.key == due.FEEDBACK_READY:
            return "", reverse("assessments:feedback", args=[room, given.public_id]), "See feedback", True
        url = reverse("assessments:task", args=[room, given.public_id])
        return verb, url, rows.button_of(row, ("Start", "Continue", "Open")), True
    return "", reverse("home:class_home", args=[room]), "Open", False


def _reading(user, given: list[Row]) -> Continue | None:
    """Two queries: the newest place among the lessons in progress, and the parts of that lesson."""
    begun = {
        (row.row.assignment.classroom_id, row.row.assignment.assignedlesson.version.lesson_id): row
        for row in given
        if hasattr(row.row.assignment, "assignedlesson") and row.row.status.key == due.IN_PROGRESS
    }
    if not begun:
        return None
    places = ReadingPlace.objects.filter(
        enrolment__user=user, enrolment__left_at=None, lesson__in={lesson for _, lesson in begun}
    ).select_related("enrolment")
    mine = [place for place in places if (place.enrolment.classroom_id, place.lesson_id) in begun]
    if not mine:
        return None
    newest = max(mine, key=lambda place: place.at)
    row = begun[newest.enrolment.classroom_id, newest.lesson_id]
    version = row.row.assignment.assignedlesson.version
    parts = list(Block.objects.filter(version=version, kind="part").order_by("position").values_list("key", "body"))
    keys = [key for key, _ in parts]
    if newest.part not in keys:
        return None
    number = keys.index(newest.part)
    done = {
        p.part for p in mine if p.done_at and p.lesson_id == newest.lesson_id and p.enrolment_id == newest.enrolment_id
    }
    return Continue(
        title=version.title,
        url=row.url,
        classroom=row.row.classroom.name,
        part=parts[number][1].get("title", ""),
        number=number + 1,
        done=len(done & set(keys)),
        total=len(keys),
    )
