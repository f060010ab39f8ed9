"""The site's rows for the benchmark, and what one request of each sort costs in statements."""

import datetime
import json
import uuid
from decimal import Decimal

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions.content import load_questions
from assessments.actions.saving import Op, save_answers
from assessments.models import AssignedAssessment, Attempt, Grade
from coursesite import clock
from coursesite.classes.models import Assignment, Work
from lessons.actions.content import load_module
from lessons.actions.giving import give_lesson
from lessons.models import LessonVersion, ModuleLesson
from lessons.sources.actions.loading import load_sources
from tests import make
from tests.prove import rows
from tests.sources.big import big_source

HOST = "school.example"
CSRF = "p" * 32
FILLER = "The delegates heard the report to its end, and nobody asked for the floor. " * 5


def fill(students: int, columns: int, readers: int) -> dict:
    """A teacher with the shipped lessons, a class of `students` with `columns` marked tasks each, and readers."""
    teacher = make.user("Bench Teacher", make.STAFF)
    shelf = make.shelf(teacher)
    load_sources(shelf=shelf, by=teacher)
    module = load_module(shelf=shelf, by=teacher)
    load_questions(shelf=shelf, by=teacher)
    room = make.classroom("The bench's class", teachers=[teacher])
    version = _first_lesson(module)
    for lesson in _lessons(module):
        give_lesson(version=lesson.live_version, classroom=room, by=teacher, opens_at=None, due_at=_in_days(7))
    _many_passages(room, shelf)
    _give_source(room, shelf)
    essay = make.give_assessment(room, rows.essays(3), due_at=_in_days(3))
    enrolled = rows.students_of(room, students)
    sitting = [rows.open_attempt(essay, enrolment) for enrolment in enrolled[:readers]]
    _marks(room, enrolled, columns - 1)
    lesson = {"classroom": room.public_id, "lesson": version.lesson.slug, "part": 2}
    task = {"classroom": room.public_id, "assignment": essay.assignment.public_id}
    return {
        "students": sitting,
        "teacher": [{"session": rows.session_of(teacher)}],
        "known": {
            "lesson": version.title,
            "home": essay.assignment.title,
            "table": enrolled[0].user.name,
            "attempt": "Write.",
            "search": "paragraph 7",
            "source": "Paragraph 120 says",
        },
        "paths": {
            "lesson": reverse("lessons:lesson_part", kwargs=lesson),
            "home": reverse("home:home"),
            "attempt": reverse("assessments:attempt", kwargs=task),
            "source": reverse("sources:source", args=["big-source"]),
            "search": reverse("home:search") + "?q=Gomulka+years",
            "table": reverse("assessments:class_table", kwargs={"classroom": room.public_id}),
        },
    }


def _lessons(module) -> list:
    placed = ModuleLesson.objects.filter(module=module).select_related("lesson__live_version__lesson")
    return [one.lesson for one in placed]


def _first_lesson(module) -> LessonVersion:
    return _lessons(module)[0].live_version


def _in_days(days: int) -> datetime.datetime:
    return clock.now() + datetime.timedelta(days=days)


def _many_passages(room, shelf) -> None:
    """A source of 2,000 passages that the class reads, one in 40 of which names whom the search looks for."""
    texts = [f"{FILLER} {'So spoke Gomułka in those years.' if n % 40 == 6 else ''}" for n in range(2000)]
    edition = make.source(shelf, slug="long-source", passages=texts)
    block = {"kind": "excerpt", "body": {"v": 1}, "excerpt": make.excerpt(edition)}
    make.give_lesson(room, make.lesson(shelf, title="A long source", blocks=[block]))


def _give_source(room, shelf) -> None:
    """A source of 120 paragraphs in two translations, an easier version under each paragraph of the first."""
    block = {"kind": "excerpt", "body": {"v": 1}, "excerpt": make.excerpt(big_source(shelf).first)}
    make.give_lesson(room, make.lesson(shelf, title="A source of 120 paragraphs", blocks=[block]))


def _marks(room, enrolled: list, columns: int) -> None:
    """Released grades in every cell, made in bulk."""
    shelf = make.shelf(name="Quizzes of the bench")
    quiz = make.assessment(shelf, [make.question(shelf, points=10)])
    given = Assignment.objects.bulk_create(
        Assignment(classroom=room, title=f"Quiz {n}", points=Decimal(10)) for n in range(columns)
    )
    AssignedAssessment.objects.bulk_create(AssignedAssessment(assignment=one, assessment=quiz) for one in given)
    now = clock.now()
    works = Work.objects.bulk_create(
        (
            Work(assignment=one, enrolment=enrolment, done_at=now, feedback_at=now)
            for one in given
            for enrolment in enrolled
        ),
        batch_size=1000,
    )
    Grade.objects.bulk_create(
        (
            Grade(work=work, n=1, kind="computed", points=n % 11, out_of=10, released_at=now)
            for n, work in enumerate(works)
        ),
        batch_size=1000,
    )


def fill_sittings(students: int, starts: int) -> dict:
    """A class of its own that sits tests: enough quizzes for so many starts, and two for all to start at once."""
    made = rows.class_with_attempts(students, 1, quizzes=-(-starts // students) + 2)
    room = make.classroom("The probed class")
    enrolled = rows.students_of(room, 2)
    return made | {"statements": {n: probe_quiz(make.give_assessment(room, rows.quiz(n)), enrolled) for n in (20, 100)}}


# -- What one request costs ----------------------------------------------------------------------------


def _client(who: dict) -> Client:
    client = Client(headers={"x-forwarded-proto": "https", "host": HOST, "referer": f"https://{HOST}/"})
    client.cookies[settings.SESSION_COOKIE_NAME] = who["session"]
    client.cookies[settings.CSRF_COOKIE_NAME] = CSRF
    return client


def probe(path: str, who: dict) -> dict:
    """Status, statements and HTML of the second request: the first fills what a process keeps."""
    client = _client(who)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    return {"status": answer.status_code, "queries": len(captured), "html": answer.content.decode()}


def probe_save(who: dict) -> int:
    """Statements of one save, on an item that nobody else writes."""
    client = _client(who)
    for base in (0, 1):
        op = {"op_id": str(uuid.uuid4()), "slot": 3, "base_rev": base, "value": f"words {base}"}
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(
                f"/attempts/{who['attempt']}/save/", json.dumps({"ops": [op]}), content_type="application/json"
            )
        assert answer.json()["results"][0]["result"] == "saved", answer.content
    return len(captured)


def probe_quiz(given: AssignedAssessment, enrolled: list) -> tuple[int, int]:
    """Statements of a start and of a hand-in with every question answered, by the second student: the first warms."""
    path = reverse("assessments:attempt_start", args=[given.assignment.classroom.public_id, given.assignment.public_id])
    for enrolment in enrolled:
        client = _client({"session": rows.session_of(enrolment.user)})
        with CaptureQueriesContext(connection) as started:
            client.post(path)
        attempt = Attempt.objects.get(student=enrolment.user, submitted_at=None)
        for number in attempt.items.values_list("slot", flat=True):
            op = Op(uuid.uuid4(), number, 0, "a")
            save_answers(attempt_id=attempt.public_id, ops=[op], by=enrolment.user)
        with CaptureQueriesContext(connection) as finished:
            answer = client.post(
                reverse("assessments:attempt_finish", args=[attempt.public_id]),
                json.dumps({"ops": [], "known": {}, "sure": True}),
                content_type="application/json",
            )
        assert answer.status_code == 200, answer.content
    return asked(started), asked(finished)


def asked(captured: CaptureQueriesContext) -> int:
    """Statements without the beginning and the end of transactions."""
    return sum(query["sql"] not in ("BEGIN", "COMMIT") for query in captured)
