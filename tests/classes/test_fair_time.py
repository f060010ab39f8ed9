"""Nobody gains or loses a second: properties of a student's dates and time, for every zone, year and accommodation."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from coursesite.classes import due
from coursesite.classes.due import Dates, Own, Usual

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FACTORS = st.decimals(1, 5, places=2)
MINUTES = st.integers(1, 300)
WINDOWS = st.none() | st.integers(0, 600)


@effort(max_examples=100, deadline=None)
@given(FACTORS, MINUTES, WINDOWS, st.integers(0, 120))
def test_m32_extra_time_runs_past_the_close_and_never_ends_before_the_usual_one(factor, minutes, window, given_more):
    when = Dates(closes_at=None if window is None else START + window * MINUTE)
    usual = due.deadline(START, minutes, when)
    over = due.deadline(START, minutes, when, Usual(factor), given_more)
    assert over - START >= (usual - START) * float(factor) + given_more * MINUTE - timedelta(seconds=1)
    if window is None or window >= minutes:
        assert over - START >= minutes * MINUTE * float(factor) - timedelta(seconds=1)
        assert due.is_cut_short(START, minutes, when, Usual(factor), given_more) is False
    else:
        assert usual == when.closes_at


@pytest.mark.parametrize(
    ("extra", "window", "more", "expected"),
    [
        (Usual(Decimal("1.5")), 60, 0, (45, False)),
        (Usual(Decimal("1.5")), 20, 0, (30, True)),
        (Usual(Decimal("1.5")), None, 10, (55, False)),
        (Usual(), 20, 0, (20, True)),
        (Usual(untimed=True), 50, 0, (50, True)),
        (Usual(untimed=True), 60, 0, (60, False)),
        (Usual(untimed=True), None, 0, (None, False)),
    ],
)
def test_thirty_minutes_for_different_students(extra, window, more, expected):
    when = Dates(closes_at=None if window is None else START + window * MINUTE)
    over = due.deadline(START, 30, when, extra, more)
    left = None if over is None else (over - START) // MINUTE
    assert (left, due.is_cut_short(START, 30, when, extra, more)) == expected


ZONES = st.sampled_from(sorted(name for name in available_timezones() if "/" in name))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2036, 12, 31)).map(lambda one: one.replace(tzinfo=UTC))


def hour_of(moment: datetime, zone: str) -> tuple[int, int, int]:
    local = moment.astimezone(ZoneInfo(zone))
    return local.hour, local.minute, local.second


def exists(local: datetime) -> bool:
    """Whether clocks show this time on that day, and once: they jump over some hours and show others twice."""
    there_and_back = local.astimezone(UTC).astimezone(local.tzinfo).replace(tzinfo=None)
    return there_and_back == local.replace(tzinfo=None) and local.utcoffset() == local.replace(fold=1).utcoffset()


@effort(max_examples=100, deadline=None)
@given(MOMENTS, ZONES, st.integers(1, 60), st.timedeltas(-40 * DAY, 40 * DAY))
def test_m33_days_keep_the_hour_of_the_class_wherever_the_teacher_sits(moment, zone, days, passed):
    moved = due.later(moment, days, moment + passed, zone)
    here = ZoneInfo(zone)
    start, end = moment.astimezone(here), moved.astimezone(here)
    assume(exists(start) and exists(end.replace(tzinfo=None).replace(tzinfo=here)))
    assume(exists(datetime.combine(end.date(), start.time(), here)))
    assert (moved.tzinfo, hour_of(moved, zone)) == (UTC, hour_of(moment, zone))
    assert (end.date() - max(start.date(), (moment + passed).astimezone(here).date())).days == days


def test_m33_a_day_more_over_the_change_of_clocks():
    friday = datetime(2026, 3, 28, 15, tzinfo=UTC)  # 4 pm in Oslo, before summer time begins in the night
    when = Dates(due_at=friday, closes_at=friday + HOUR)
    own = due.with_preset(Own(), when, "day", friday - DAY, "Europe/Oslo")
    assert own == Own(datetime(2026, 3, 29, 14, tzinfo=UTC), datetime(2026, 3, 29, 15, tzinfo=UTC))


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        ("day", Own(START + DAY, START + DAY + HOUR)),
        ("week", Own(START + 7 * DAY, START + 7 * DAY + HOUR)),
        ("minutes", Own(extra_minutes=10)),
        ("try", Own(extra_tries=1)),
    ],
)
def test_presets(preset, expected):
    when = Dates(due_at=START, closes_at=START + HOUR)
    assert due.with_preset(Own(), when, preset, START - HOUR, "UTC") == expected


def test_a_preset_counts_from_today_where_the_date_has_passed():
    when = Dates(due_at=START)
    now = START + 10 * DAY + HOUR
    assert due.with_preset(Own(), when, "day", now, "UTC").due_at == START + 11 * DAY


def test_dates_of_an_accommodation_move_and_are_not_called_extended():
    room = SimpleNamespace(zone="Europe/Oslo")
    plan = SimpleNamespace(opens_at=None, due_at=datetime(2026, 3, 28, 15, tzinfo=UTC), closes_at=None, classroom=room)
    assert due.dates(plan, None, 2) == Dates(due_at=datetime(2026, 3, 30, 14, tzinfo=UTC))


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (Usual(), []),
        (Usual(Decimal("1.5")), ["You have one and a half times the usual time in every timed task."]),
        (Usual(Decimal("1.37")), ["You have 1.37 times the usual time in every timed task."]),
        (
            Usual(untimed=True, extra_days=1),
            [
                "You have no time limit in any task.",
                "Every due and closing date is 1 day later for you. The dates that you see are yours.",
            ],
        ),
    ],
)
def test_what_the_student_reads(extra, words):
    assert due.extra_words(extra) == words
