"""Rows for the proofs, made in bulk: a class of students who sit an assessment."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password

from assessments.models import Assessment, AssignedAssessment, Attempt, AttemptItem
from coursesite.accounts.models import User
from coursesite.classes.actions.work import start_work, touch_work
from coursesite.classes.models import Classroom, Enrolment
from coursesite.classes.policy import STUDENT
from tests import make


def students_of(room: Classroom, number: int) -> list[Enrolment]:
    """New students. One passphrase is hashed for all of them: hashing takes longer than all else."""
    start, hashed = User.objects.count(), make_password(make.PASSPHRASE)
    names = [f"Student {start + n}" for n in range(number)]
    people = User.objects.bulk_create(
        User(username=f"s{start + n}", name=name, sort_name=name, password=hashed) for n, name in enumerate(names)
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


def quiz(questions: int) -> Assessment:
    """Single choices; "a" is right."""
    shelf = make.shelf(name="Quizzes of the proofs")
    return make.assessment(shelf, [make.question(shelf) for _ in range(questions)], title="The proof's quiz")


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
        "user": enrolment.user_id,
        "username": enrolment.user.username,
        "items": {item.slot: item.pk for item in items},
    }


def class_with_attempts(students: int, slots: int, quizzes: int = 2) -> dict:
    """A class in the middle of an essay, with quizzes of 20 questions that nobody has begun."""
    room = make.classroom("The proof's class")
    given = make.give_assessment(room, essays(slots))
    unbegun = [make.give_assessment(room, quiz(20)) for _ in range(quizzes)]
    return {
        "students": [open_attempt(given, enrolment) for enrolment in students_of(room, students)],
        "quizzes": [f"/c/{room.public_id}/t/{one.assignment.public_id}/" for one in unbegun],
        "passphrase": make.PASSPHRASE,
    }
