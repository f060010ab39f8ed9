"""Beginning while somebody changes the dates, the student's own time or the questions: what holds then, holds."""

import datetime
from decimal import Decimal

import pytest
from django.db import transaction

from assessments.actions.attempts import start_attempt
from assessments.actions.building import change_points
from assessments.actions.giving import change_settings
from assessments.models import AssignedAssessment, Attempt
from coursesite.accounts.models import User
from coursesite.classes.actions import reschedule, set_accommodation
from coursesite.classes.queries import extra_of
from tests import make
from tests.assessments.parts import begin, quiz
from tests.test_trigger_races import in_thread, wait_for_a_waiter

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def people(transactional_db) -> make.Cast:
    return make.Cast()


def timed(cast: make.Cast) -> AssignedAssessment:
    given = quiz(cast, ("single",))
    given.minutes = 20
    given.save(update_fields=["minutes"])
    return given


def end_sooner(cast: make.Cast, given: AssignedAssessment, now: datetime.datetime) -> int:
    closes = now + datetime.timedelta(minutes=10)
    return reschedule(assignment=given.assignment, by=cast.ana, opens_at=None, due_at=None, closes_at=closes)


def give_time(cast: make.Cast, given: AssignedAssessment, now: datetime.datetime) -> int:
    return set_accommodation(user=cast.irina, by=cast.ana, time_factor=Decimal(2), untimed=False, extra_days=0, seen=0)[
        1
    ]


def set_minutes(cast: make.Cast, given: AssignedAssessment, now: datetime.datetime) -> int:
    change_settings(given=given, values={"minutes": 30}, by=cast.ana)
    return 0


CHANGES = [(end_sooner, 10), (give_time, 40), (set_minutes, 30)]


def place_of(given: AssignedAssessment, student: User):
    return given.assignment.classroom.enrolments.get(user=student)


@pytest.mark.parametrize(("change", "minutes"), CHANGES)
def test_a_start_goes_by_the_time_of_now_and_not_of_its_page(cast, standing_clock, change, minutes):
    given = timed(cast)
    seen = AssignedAssessment.objects.select_related("assignment", "assessment").get(pk=given.pk)
    place, student = place_of(given, cast.irina), User.objects.get(pk=cast.irina.pk)
    extra_of(student)  # asked by the page, and remembered
    change(cast, given, standing_clock())
    attempt = start_attempt(given=seen, enrolment=place, by=student)
    assert attempt.closes_at == attempt.work.running_until == standing_clock() + datetime.timedelta(minutes=minutes)


@pytest.mark.postgres
@pytest.mark.parametrize(("change", "minutes"), CHANGES)
def test_a_start_waits_for_a_change_that_is_under_way(people, standing_clock, change, minutes):
    given, now = timed(people), standing_clock()
    with transaction.atomic():
        change(people, given, now)
        thread, said = in_thread(lambda: begin(given, people.irina).pk)
        wait_for_a_waiter()
    thread.join(20)
    attempt = Attempt.objects.get()
    assert (said, attempt.closes_at) == ([attempt.pk], now + datetime.timedelta(minutes=minutes))


@pytest.mark.postgres
@pytest.mark.parametrize(("change", "minutes"), CHANGES[:2])
def test_a_change_waits_for_a_start_that_is_under_way_and_stamps_it(people, standing_clock, change, minutes):
    given, now = timed(people), standing_clock()
    with transaction.atomic():
        attempt = begin(given, people.irina)
        thread, said = in_thread(lambda: change(people, given, now))
        wait_for_a_waiter()
    thread.join(20)
    attempt.refresh_from_db()
    assert (said, attempt.closes_at) == ([1], now + datetime.timedelta(minutes=minutes))


@pytest.mark.postgres
def test_the_first_start_waits_for_the_points_that_are_being_set(people):
    given = timed(people)
    slot = given.assessment.slots.get()
    with transaction.atomic():
        change_points(assessment=given.assessment, slot=slot, points=Decimal(5), by=people.ana)
        thread, said = in_thread(lambda: begin(given, people.irina).pk)
        wait_for_a_waiter()
    thread.join(20)
    attempt = Attempt.objects.get()
    assert (said, attempt.items.get().points) == ([attempt.pk], 5)
