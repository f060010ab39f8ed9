"""M14, M16: five hand-ins at once, and a hand-in beside the worker that closes what is over: one final state."""

import pytest

from assessments.actions.attempts import finalize_attempt
from assessments.actions.saving import save_answers
from assessments.models import Attempt, AttemptEvent, Grade
from coursesite.ops.queries.integrity import violations
from tests import make
from tests.assessments.parts import begin, hand_in_attempt, op, quiz
from tests.assessments.test_saving import together


def closed_once(attempt: Attempt) -> tuple:
    """(how often handed in, marks of the work, its state, answers saved and copied)."""
    attempt.refresh_from_db()
    ends = AttemptEvent.objects.filter(attempt=attempt, kind__in=("handed_in", "closed")).count()
    grades = Grade.objects.filter(work=attempt.work_id).count()
    item = attempt.items.get(slot=1)
    return ends, grades, attempt.submitted_at is not None, (item.value, item.final_rev)


@pytest.mark.django_db(transaction=True)
def test_m14_five_hand_ins_at_once_are_one(people):
    attempt = begin(quiz(people, ("single",)), people.irina)
    save_answers(attempt_id=attempt.public_id, ops=[op(1, 0, "a")], by=people.irina)
    done = together(*[lambda: hand_in_attempt(attempt_id=attempt.public_id, by=people.irina)] * 5)
    assert {one.pk for one in done} == {attempt.pk}
    assert closed_once(attempt) == (1, 1, True, ("a", 1))


def hand_in_beside_the_worker(people: make.Cast, times: int, standing_clock) -> dict[str, int]:
    """The time is over while the student presses Hand in. Says who won how often."""
    given = quiz(people, ("single",), tries=times)
    given.minutes = 1
    given.save(update_fields=["minutes"])
    won = {"handed_in": 0, "closed": 0}
    for _ in range(times):
        attempt = begin(given, people.irina)
        save_answers(attempt_id=attempt.public_id, ops=[op(1, 0, "a")], by=people.irina)
        standing_clock.advance(minutes=3)
        together(
            lambda attempt=attempt: finalize_attempt(attempt_id=attempt.public_id),
            lambda attempt=attempt: hand_in_attempt(attempt_id=attempt.public_id, by=people.irina),
        )
        attempt.refresh_from_db()
        assert attempt.submitted_at == attempt.closes_at
        (event,) = AttemptEvent.objects.filter(attempt=attempt, kind__in=won)
        won[event.kind] += 1
        item = attempt.items.get(slot=1)
        assert (item.value, item.final_rev) == ("a", 1)
    return won


@pytest.mark.django_db(transaction=True)
def test_m16_a_hand_in_and_the_worker_make_one_final_state(standing_clock, people):
    assert sum(hand_in_beside_the_worker(people, 8, standing_clock).values()) == 8
    assert violations() == []


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
def test_m16_the_same_500_times(standing_clock, people, say):
    won = hand_in_beside_the_worker(people, 500, standing_clock)
    say(f"M16 hand-in beside the worker: 500 races, {won['handed_in']} by the student, {won['closed']} by the worker")
    assert sum(won.values()) == 500
    assert violations() == []
