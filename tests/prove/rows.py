"""Rows for the proofs, made in bulk: a class of students who sit an assessment."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from assessments.models import Assessment, AssignedAssessment, Attempt, AttemptItem
from coursesite.accounts.models import User
from coursesite.classes.actions.work import start_work, touch_work
from coursesite.classes.models import Classroom, Enrolment
from coursesite.classes.policy import STUDENT
from tests import make


def students_of(room: Classroom, number: int) -> list[Enrolment]:
    """New students, who sign in by a session only: no passphrase is hashed."""
    start = User.objects.count()
    people = User.objects.bulk_create(
        User(username=f"s{start + n}", name=f"Student {start + n}", sort_name=f"Student {start + n}", password="!")
        for n in range(number)
    )
    return Enrolment.objects.bulk_create(Enrolment(user=one, classroom=room, role=STUDENT) for one in people)


def session_of(user: User) -> str:
    """The key of a session as signing in makes it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def essays(slots: int) -> Assessment:
    shelf = make.shelf(name="Proofs")
    body = {"v": 1, "stem": "<p>Write.</p>"}
    questions = [make.question(shelf, "essay", body=body, key={"v": 1}) for _ in range(slots)]
    return make.assessment(shelf, questions, kind="essay", title="The proof")


def open_attempt(given: AssignedAssessment, enrolment: Enrolment) -> dict:
    """An open attempt of one student and how to reach it."""
    work = touch_work(assignment=given.assignment, enrolment=enrolment)
    start_work(work=work)
    attempt = Attempt.objects.create(work=work, student=enrolment.user, number=1)
    items = AttemptItem.objects.bulk_create(
        AttemptItem(attempt=attempt, slot=slot.position, question_version=slot.question_version, points=slot.points)
        for slot in given.assessment.slots.all()
    )
    return {
        "session": session_of(enrolment.user),
        "classroom": str(given.assignment.classroom.public_id),
        "assignment": str(given.assignment.public_id),
        "attempt": str(attempt.public_id),
        "items": {item.slot: item.pk for item in items},
    }


def class_with_attempts(students: int, slots: int) -> list[dict]:
    room = make.classroom("The proof's class")
    given = make.give_assessment(room, essays(slots))
    return [open_attempt(given, enrolment) for enrolment in students_of(room, students)]
