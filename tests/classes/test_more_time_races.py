"""More time that is given in the moment in which others give it too, hand in or open again. PostgreSQL."""

import datetime

import pytest
from django.db import transaction
from django.test import Client

from assessments.actions.timing import reopen_attempt
from assessments.models import Attempt
from coursesite.classes.actions import add_minutes, extend_works
from coursesite.classes.due import Own
from coursesite.classes.models import Enrolment, Work
from tests import make
from tests.assessments.parts import begin, hand_in_attempt, quiz
from tests.faults.test_locks import another, deadlocks
from tests.test_trigger_races import in_thread, wait_for_a_waiter

pytestmark = pytest.mark.postgres


@pytest.fixture
def people(transactional_db) -> make.Cast:
    return make.Cast()


@pytest.fixture
def attempt(people) -> Attempt:
    given = quiz(people, ("single",))
    given.minutes = 20
    given.save(update_fields=["minutes"])
    return begin(given, people.irina)


def press_ten_minutes(people: make.Cast, attempt: Attempt) -> int:
    client, given = Client(), attempt.work.assignment
    client.force_login(people.ana)
    sent = {"person": str(people.irina.public_id), "preset": "minutes"}
    return client.post(f"/c/{people.hist.public_id}/a/{given.public_id}/extend/", sent).status_code


def for_the_class(people: make.Cast, attempt: Attempt) -> int:
    return add_minutes(assignment=attempt.work.assignment, minutes=10, by=people.ana).attempts


@pytest.mark.parametrize(("add", "told"), [(press_ten_minutes, 302), (for_the_class, 1)])
def test_two_who_give_time_in_one_moment_both_count(people, attempt, add, told):
    place = Enrolment.objects.get(user=people.irina)
    with transaction.atomic():
        wanted = {place: Own(extra_minutes=5, extra_tries=1)}
        extend_works(assignment=attempt.work.assignment, wanted=wanted, by=people.ana)
        thread, said = in_thread(lambda: add(people, attempt))
        wait_for_a_waiter()
    thread.join(20)
    work = Work.objects.get(pk=attempt.work_id)
    assert (said, work.extra_minutes, work.extra_tries) == ([told], 15, 1)


def test_opening_again_takes_away_no_minutes_that_were_given_meanwhile(standing_clock, people, attempt):
    hand_in_attempt(attempt_id=attempt.public_id, by=people.irina)
    standing_clock.advance(minutes=20)
    with transaction.atomic():
        Work.objects.filter(pk=attempt.work_id).update(extra_minutes=30)
        thread, said = in_thread(
            lambda: reopen_attempt(attempt=attempt, minutes=10, by=people.ana, reason="").closes_at - standing_clock()
        )
        wait_for_a_waiter()
    thread.join(20)
    work = Work.objects.get(pk=attempt.work_id)
    assert (said, work.extra_minutes) == ([datetime.timedelta(minutes=30)], 30)


def test_more_time_in_a_deadlock_with_a_hand_in_is_given_all_the_same(people, attempt):
    """A hand-in locks the attempt, then the cell; more time locks them the other way round."""
    with another() as other:
        other.execute("SELECT 1 FROM assessments_attempt WHERE id = %s FOR UPDATE", [attempt.pk])
        thread, said = in_thread(lambda: for_the_class(people, attempt))
        wait_for_a_waiter()
        other.execute("SELECT 1 FROM classes_work WHERE id = %s FOR UPDATE", [attempt.work_id])
        other.commit()
        thread.join(30)
    assert deadlocks() >= 1, "there was no deadlock"
    assert (said, Work.objects.get(pk=attempt.work_id).extra_minutes) == ([1], 10)
