"""Giving a quiz by preset to several classes, and what of its settings may change later."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from assessments.actions.giving import change_settings, fixed_of, give_assessment
from assessments.errors import CannotGive
from assessments.models import AssignedAssessment
from coursesite import clock
from coursesite.classes.models import Assignment
from tests import make
from tests.assessments import parts


def url(name, *args):
    return reverse(f"assessments:{name}", args=args)


@pytest.fixture
def ana(cast, sign_in, client) -> Client:
    return sign_in(client, cast.ana)


def row(quiz, room, *, closes: str = "") -> dict:
    """The row of a class, ticked, as a browser would send it."""
    prefix = f"{quiz.public_id.hex}-{room.public_id.hex}"
    due = (clock.now() + datetime.timedelta(days=7)).date().isoformat()
    sent = {f"{prefix}-give": "on", f"{prefix}-due_date": due, f"{prefix}-due_time": "16:00"}
    return sent | ({f"{prefix}-closes_date": closes} if closes else {})


def how(given: AssignedAssessment) -> tuple:
    return (given.minutes, given.tries, given.which_counts, given.shuffle, given.shuffle_questions, given.feedback)


def test_a_preset_is_given_to_two_classes_and_a_field_stands_above_it(cast, ana):
    quiz = make.assessment(cast.shelf, [make.question(cast.shelf)])
    second = make.classroom("Hist 11C", teachers=[cast.ana])
    address = url("assessment_give", quiz.public_id)
    both = row(quiz, cast.hist) | row(quiz, second)
    assert ana.post(address, both).status_code == 422
    sent = both | {"preset": "practice", "tries": "5", "shuffle": "yes", "late_percent": "10", "late_floor": "50"}
    assert ana.post(address, sent).status_code == 302
    assert [how(one) for one in AssignedAssessment.objects.all()] == [(None, 5, "best", True, False, "handed_in")] * 2
    late = Assignment.objects.values_list("late_percent", "late_step", "late_floor", "late_grace")
    assert list(late) == [(10, "day", 50, 0)] * 2


def test_a_timed_test_wants_minutes_and_a_closing_date(cast, ana):
    quiz = make.assessment(cast.shelf, [make.question(cast.shelf)])
    address = url("assessment_give", quiz.public_id)
    closes = (clock.now() + datetime.timedelta(days=9)).date().isoformat()
    bad = ana.post(address, row(quiz, cast.hist) | {"preset": "timed"})
    page = bad.content.decode()
    assert (bad.status_code, "how many minutes" in page, "set a closing date" in page) == (422, True, True)
    assert ana.post(address, row(quiz, cast.hist) | {"preset": "timed", "minutes": "0"}).status_code == 422
    assert (
        ana.post(address, row(quiz, cast.hist, closes=closes) | {"preset": "timed", "minutes": "40"}).status_code == 302
    )
    assert how(AssignedAssessment.objects.get()) == (40, 1, "newest", True, True, "closed")


def test_an_empty_quiz_or_a_broken_draw_is_not_offered_with_its_lesson(cast, ana):
    lesson = make.lesson(cast.shelf).lesson
    made = [
        make.assessment(cast.shelf, title="Empty"),
        make.assessment(cast.shelf, [make.question(cast.shelf)], title="Good"),
    ]
    for one in made:
        one.lesson = lesson
        one.save(update_fields=["lesson"])
    page = ana.get(reverse("lessons:lesson_give", args=[lesson.slug])).content.decode()
    assert (f"{made[0].public_id.hex}-" in page, f"{made[1].public_id.hex}-" in page) == (False, True)


def test_settings_change_for_one_class_until_students_were_told_otherwise(cast, ana):
    given = parts.quiz(cast)
    other = make.give_assessment(make.classroom(teachers=[cast.ana]), given.assessment)
    address = url("given_settings", cast.hist.public_id, given.assignment.public_id)
    sent = {"minutes": "30", "tries": "2", "which_counts": "best", "shuffle": "yes", "shuffle_questions": "no",
            "one_at_a_time": "no", "feedback": "handed_in", "late_percent": "5", "late_step": "hour", "late_floor": "0",
            "late_grace": "10"}  # fmt: skip
    assert ana.post(address, sent | {"tries": "0"}).status_code == 422
    assert ana.post(address, sent).status_code == 302
    given.refresh_from_db()
    assert how(given) == (30, 2, "best", True, False, "handed_in")
    given.assignment.refresh_from_db()
    assert (given.assignment.late_step, given.assignment.late_grace) == ("hour", 10)
    parts.begin(given, cast.irina)
    assert (
        ana.post(address, sent | {"minutes": "5", "shuffle": "no", "tries": "3", "feedback": "release"}).status_code
        == 302
    )
    given.refresh_from_db()
    assert how(given) == (30, 3, "best", True, False, "release")
    assert "Somebody has begun" in ana.get(address).content.decode()
    other.refresh_from_db()
    assert how(other) == (None, 1, "newest", False, False, "release")


def test_what_may_not_change_is_refused_whoever_asks(cast):
    given = parts.quiz(cast, tries=2)
    parts.begin(given, cast.irina)
    assert set(fixed_of(given)) >= {"minutes", "which_counts", "shuffle"}
    for values in ({"minutes": 5}, {"tries": 0}, {"feedback": "closed"}):
        with pytest.raises(CannotGive):
            change_settings(given=given, values=values, by=cast.ana)
    assert change_settings(given=given, values={"tries": 3}, by=cast.ana) == ["tries"]


def test_feedback_after_closing_wants_a_closing_date(cast):
    quiz = make.assessment(cast.shelf, [make.question(cast.shelf)])
    with pytest.raises(CannotGive):
        give_assessment(assessment=quiz, classroom=cast.hist, by=cast.ana, feedback="closed")


def test_who_marks_sees_no_settings(cast, client, sign_in):
    given = parts.quiz(cast)
    address = url("given_settings", cast.hist.public_id, given.assignment.public_id)
    assert [sign_in(client, who).get(address).status_code for who in (cast.mia, cast.irina, cast.tom)] == [
        403,
        404,
        404,
    ]
