"""What lateness takes from a mark: worked examples, and what holds for every rule."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from assessments import late
from assessments.actions.saving import save_answers
from assessments.models import Grade
from coursesite.classes.actions import extend_works
from coursesite.classes.due import Own
from coursesite.classes.models import Enrolment
from tests.assessments.parts import begin, hand_in_attempt, op, quiz

DUE = datetime(2026, 3, 6, 16, tzinfo=UTC)


@dataclass(frozen=True)
class Rule:
    late_percent: Decimal = Decimal(10)
    late_step: str = "day"
    late_floor: Decimal = Decimal(0)
    late_grace: int = 0


@pytest.mark.parametrize(
    ("rule", "after", "steps"),
    [
        (Rule(), timedelta(), 0),
        (Rule(), timedelta(milliseconds=-1), 0),
        (Rule(), timedelta(milliseconds=1), 1),
        (Rule(), timedelta(days=1), 1),
        (Rule(), timedelta(days=1, seconds=1), 2),
        (Rule(late_step="hour"), timedelta(minutes=60), 1),
        (Rule(late_step="hour"), timedelta(minutes=61), 2),
        (Rule(late_grace=10), timedelta(minutes=10), 0),
        (Rule(late_grace=10), timedelta(minutes=10, milliseconds=1), 1),
        (Rule(late_step="hour", late_grace=120), timedelta(minutes=121), 3),
    ],
)
def test_started_steps(rule, after, steps):
    assert late.steps_late(rule, DUE, DUE + after, "UTC") == steps


def test_without_a_due_date_nothing_is_late():
    assert late.steps_late(Rule(), None, DUE, "UTC") == 0


def test_a_day_is_the_same_hour_of_the_next_day_also_where_clocks_change():
    saturday = datetime(2026, 10, 24, 14, tzinfo=UTC)  # 4 pm in Oslo; clocks go back in the night
    same_hour = datetime(2026, 10, 25, 15, tzinfo=UTC)
    assert late.steps_late(Rule(), saturday, same_hour, "Europe/Oslo") == 1
    assert late.steps_late(Rule(), saturday, same_hour + timedelta(seconds=1), "Europe/Oslo") == 2


@pytest.mark.parametrize(
    ("rule", "points", "steps", "expected"),
    [
        (Rule(), "8", 2, "6.4"),
        (Rule(), "8", 0, "8"),
        (Rule(), "8", 10, "0"),
        (Rule(), "8", 40, "0"),
        (Rule(late_floor=Decimal(50)), "8", 9, "5"),
        (Rule(late_floor=Decimal(50)), "4", 9, "4"),
        (Rule(late_percent=Decimal(0)), "8", 3, "8"),
        (Rule(late_percent=Decimal("33.33")), "1", 1, "0.6667"),
        (Rule(late_percent=Decimal("33.33")), "0.3333", 1, "0.2223"),
    ],
)
def test_what_stays(rule, points, steps, expected):
    assert late.after(rule, Decimal(points), Decimal(10), steps).points == Decimal(expected)


@pytest.mark.parametrize(
    ("rule", "before", "steps", "words"),
    [
        (Rule(), "8", 2, "8 of 10; 20% taken off for 2 days late: 6.4"),
        (Rule(late_step="hour"), "8", 1, "8 of 10; 10% taken off for 1 hour late: 7.2"),
        (
            Rule(late_floor=Decimal(50)),
            "8",
            9,
            "8 of 10; 3 taken off for 9 days late, down to the lowest that lateness can make it: 5",
        ),
        (Rule(), "8", 0, ""),
    ],
)
def test_what_a_student_reads_of_it(rule, before, steps, words):
    found = late.after(rule, Decimal(before), Decimal(10), steps)
    assert late.taken_words(rule, found.before, found.points, Decimal(10), steps) == words


def test_words_of_a_mark_that_today_s_dates_do_not_explain():
    assert (
        late.taken_words(Rule(), Decimal(8), Decimal("6.4"), Decimal(10), 1)
        == "8 of 10; 1.6 taken off for lateness: 6.4"
    )


def test_the_rule_in_words():
    assert late.rule_words(Rule(late_percent=Decimal(0))) == ""
    assert late.rule_words(Rule(late_floor=Decimal(50), late_grace=10)) == (
        "10% of your mark is taken off for each day that has begun after the due date; up to 10 minutes "
        "after the due date is not late, but whoever is later than that is counted from the due date; lateness "
        "never takes a mark below 50% of the points."
    )


PERCENT = st.decimals(0, 100, places=2)
RULES = st.builds(
    Rule,
    late_percent=PERCENT,
    late_step=st.sampled_from(["hour", "day"]),
    late_floor=PERCENT,
    late_grace=st.integers(0, 600),
)
ZONES = st.sampled_from(["UTC", "Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])
LATENESS = st.timedeltas(timedelta(days=-2), timedelta(days=40))


@effort(max_examples=100, deadline=None)
@given(RULES, st.decimals(0, 10, places=4), LATENESS, LATENESS, ZONES, st.integers(0, 500))
def test_never_below_the_floor_never_above_the_mark_and_never_more_for_who_is_later(
    rule, points, one, other, zone, day
):
    due_at, out_of = DUE + timedelta(days=day), Decimal(10)
    sooner, later = sorted([one, other])
    steps = [late.steps_late(rule, due_at, due_at + passed, zone) for passed in (sooner, later)]
    first, second = (late.after(rule, points, out_of, count).points for count in steps)
    assert second <= first <= points
    assert second >= min(points, rule.late_floor / 100 * out_of)
    if later <= timedelta(minutes=rule.late_grace):
        assert second == points


# -- In the log of grades -------------------------------------------------------------------------------


def test_a_late_quiz_keeps_the_mark_before_and_says_both(client, cast, sign_in, standing_clock):
    due_at = standing_clock() + timedelta(minutes=10)
    given = quiz(cast, kinds=("single", "several"), feedback="handed_in", due_at=due_at, late_percent=10)
    attempt = begin(given, cast.irina)
    save_answers(attempt_id=attempt.public_id, ops=[op(1, 0, "a"), op(2, 0, ["a", "b"])], by=cast.irina)
    standing_clock.advance(days=1, minutes=11)
    hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina)
    grade = Grade.objects.get()
    assert (grade.points, grade.before_late, grade.out_of) == (Decimal("3.2"), 4, 4)
    base = f"/c/{cast.hist.public_id}/t/{given.assignment.public_id}"
    irina = sign_in(client, cast.irina)
    for page in ("feedback", "receipt"):
        assert "4 of 4; 20% taken off for 2 days late: 3.2" in irina.get(f"{base}/{page}/").content.decode()
    ana = sign_in(client, cast.ana)
    assert "4 before lateness" in ana.get(f"{base}/hand-ins/").content.decode()
    assert "20% taken off for 2 days late" in ana.get(f"{base}/mark/{attempt.public_id}/").content.decode()


def test_lateness_follows_an_extension_and_never_lowers_in_silence(cast, standing_clock):
    due_at = standing_clock() + timedelta(minutes=10)
    given = quiz(cast, kinds=("single",), feedback="handed_in", due_at=due_at, late_percent=50)
    place = Enrolment.objects.get(user=cast.irina)
    attempt = begin(given, cast.irina)
    save_answers(attempt_id=attempt.public_id, ops=[op(1, 0, "a")], by=cast.irina)
    standing_clock.advance(hours=3)
    hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina)
    extended = {place: Own(due_at=due_at + timedelta(days=1))}
    extend_works(assignment=given.assignment, wanted=extended, by=cast.ana)
    extend_works(assignment=given.assignment, wanted={place: Own()}, by=cast.ana)
    rows = [(grade.points, grade.before_late, grade.released_at is not None) for grade in Grade.objects.order_by("n")]
    assert rows == [(1, 2, True), (2, None, True), (1, 2, False)]
