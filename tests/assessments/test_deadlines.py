"""To the thousandth of a second: what is still saved, and what is kept as late."""

import datetime
from datetime import UTC
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from assessments.actions.saving import GRACE, save_answers
from assessments.actions.timing import follow_dates
from assessments.arrival import arrival
from assessments.models import Answer, AssignedAssessment, Attempt
from coursesite.classes.models import Accommodation, Assignment, Classroom, Work
from tests import make
from tests.assessments.parts import begin, essay, op, post_ops

MS, MINUTE = datetime.timedelta(milliseconds=1), datetime.timedelta(minutes=1)
NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=UTC)


def timed(cast, clock, minutes=30):
    given = essay(cast)
    AssignedAssessment.objects.filter(pk=given.pk).update(minutes=minutes)
    given.refresh_from_db()
    return begin(given, cast.irina)


@pytest.mark.parametrize(
    ("after", "expected"),
    [(-MS, "saved"), (0 * MS, "saved"), (GRACE - MS, "saved"), (GRACE, "saved"), (GRACE + MS, "late")],
    ids=["before", "at the end", "in the grace", "at its end", "after it"],
)
def test_m29_the_boundary_is_exact_and_the_words_are_kept(client, cast, sign_in, standing_clock, after, expected):
    attempt = timed(cast, standing_clock)
    sign_in(client, cast.irina)
    standing_clock.set(attempt.closes_at + after)
    answer = post_ops(client, attempt, op(1, 0, "The last words."))
    assert (answer.status_code, answer.json()["results"][0]["result"]) == (409 if expected == "late" else 200, expected)
    assert list(Answer.objects.values_list("kind", "value")) == [(expected, "The last words.")]


@pytest.mark.parametrize(("trusted", "expected"), [(True, "saved"), (False, "late")])
def test_m30_what_waited_in_a_queue_counts_from_its_arrival(
    client, cast, sign_in, standing_clock, settings, trusted, expected
):
    settings.TRUST_REQUEST_START = trusted
    attempt = timed(cast, standing_clock)
    sign_in(client, cast.irina)
    arrived = attempt.closes_at + GRACE - 5 * 1000 * MS
    standing_clock.set(arrived + 20 * 1000 * MS)
    header = {"X-Request-Start": f"t={arrived.timestamp():.3f}"}
    answer = post_ops(client, attempt, op(1, 0, "Words in a queue."), headers=header)
    assert answer.json()["results"][0]["result"] == expected
    assert Answer.objects.get().received_at == (arrived if trusted else standing_clock())
    assert datetime.datetime.fromisoformat(answer.json()["server_now"]) == standing_clock()


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("t=1772441990.250", -9.75),
        ("1772441990250", -9.75),
        ("1772441990250000", -9.75),
        ("t=1772441990", -10),
        ("t=1772441939", 0),  # more than a minute ago
        ("t=1772442001", 0),  # not yet
        ("", 0),
        ("yesterday", 0),
        ("t=17724419", 0),
        ("t=1772441990.250; t=1", 0),
    ],
)
def test_only_a_moment_of_the_last_minute_is_believed(header, seconds):
    assert arrival(header, NOW) == NOW + datetime.timedelta(seconds=seconds)


def test_a_moment_of_the_day_before_is_not_believed():
    midnight = NOW.replace(hour=0)
    assert arrival(f"t={midnight.timestamp() - 1}", midnight) == midnight


# -- P5 ------------------------------------------------------------------------------------------------

ZONES = ["UTC", "Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
CHANGES = [datetime.datetime(2026, 3, 8), datetime.datetime(2026, 3, 29), datetime.datetime(2026, 10, 25)]
CASES = st.fixed_dictionaries(
    {
        "start": st.builds(
            lambda day, minutes: day.replace(tzinfo=UTC) + minutes * MINUTE,
            st.sampled_from(CHANGES),
            st.integers(-2880, 2880),
        ),
        "limit": st.none() | st.integers(1, 180),
        "factor": st.sampled_from(["1", "1.25", "1.5", "1.37", "2", "5"]),
        "untimed": st.booleans(),
        "window": st.integers(0, 400),
        "days": st.integers(0, 3),
        "more": st.integers(0, 60),
        "extension": st.none() | st.integers(1, 4000),
        "zone": st.sampled_from(ZONES),
        "after": st.sampled_from([-60_000, -1, 0, 1, 59_999, 60_000, 60_001, 61_000, 120_000])
        | st.integers(-90_000, 90_000),
    }
)


def expected_end(case: dict) -> datetime.datetime:
    """The rule once more, in other words: seconds counted by hand from the start, days on the calendar of the class."""
    close = case["start"] + case["window"] * MINUTE
    local = close.astimezone(ZoneInfo(case["zone"]))
    wall = datetime.datetime(local.year, local.month, local.day, local.hour, local.minute, local.second)
    wall += datetime.timedelta(case["days"])
    close = wall.replace(tzinfo=ZoneInfo(case["zone"])).astimezone(UTC) if case["days"] else close
    if case["extension"]:
        close = case["start"] + case["extension"] * MINUTE
    if case["limit"] is None or case["untimed"]:
        return max(close + case["more"] * MINUTE, case["start"])
    usual = max(0, min(case["limit"] * 60, (close - case["start"]).total_seconds()))
    return case["start"] + datetime.timedelta(seconds=round(usual * float(case["factor"])) + case["more"] * 60)


def arrange(case: dict, attempt: Attempt, by) -> None:
    """The case as rows; then the one action that stamps attempts."""
    work = Work.objects.filter(pk=attempt.work_id)
    given = Assignment.objects.filter(works=attempt.work_id)
    extension = case["start"] + case["extension"] * MINUTE if case["extension"] else None
    Classroom.objects.filter(assignments__works=attempt.work_id).update(zone=case["zone"])
    given.update(closes_at=case["start"] + case["window"] * MINUTE)
    AssignedAssessment.objects.filter(assignment__works=attempt.work_id).update(minutes=case["limit"])
    work.update(closes_at=extension, extra_minutes=case["more"])
    Accommodation.objects.create(
        user_id=attempt.student_id, n=Accommodation.objects.count() + 1, time_factor=Decimal(case["factor"]),
        untimed=case["untimed"], extra_days=case["days"], by=by,
    )  # fmt: skip
    Attempt.objects.filter(pk=attempt.pk).update(started_at=case["start"], closes_at=case["start"])
    follow_dates(works=work, by=by)


def boundary(cast: make.Cast, clock, cases: int) -> tuple[int, int]:
    """So many drawn cases, each one answer near the end of its time: (accepted after the grace, refused before it)."""
    attempt = timed(cast, clock)
    wrong: list[list[dict]] = [[], []]
    saved = [0]

    @effort(max_examples=cases, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(CASES)
    def one(case: dict) -> None:
        arrange(case, attempt, cast.ana)
        after = case["after"] * MS
        clock.set(expected_end(case) + after)
        words = f"Words {saved[0] + 1} {case['after']}"
        told = save_answers(attempt_id=attempt.public_id, ops=[op(1, saved[0], words)], by=cast.irina).results[0]
        saved[0] += told.result == "saved"
        if (told.result == "saved") != (after <= GRACE):
            wrong[0 if told.result == "saved" else 1].append(case)

    one()
    return len(wrong[0]), len(wrong[1])


def test_p5_the_deadline_of_two_hundred_drawn_cases(cast, standing_clock, say):
    late, early = boundary(cast, standing_clock, 200)
    say(f"P5 deadline: 200 cases around the boundary, {late} accepted after the grace, {early} refused before it")
    assert (late, early) == (0, 0)


@pytest.mark.prove
def test_p5_the_deadline_of_a_thousand_drawn_cases(cast, standing_clock, say):
    late, early = boundary(cast, standing_clock, 1000)
    say(f"P5 deadline: 1,000 cases around the boundary, {late} accepted after the grace, {early} refused before it")
    assert (late, early) == (0, 0)
