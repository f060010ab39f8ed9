"""Dates, spans and status words, as tables."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from coursesite.classes import due
from coursesite.ui import charts, words

NEW_YORK, LONDON, TOKYO = ZoneInfo("America/New_York"), ZoneInfo("Europe/London"), ZoneInfo("Asia/Tokyo")
NOW = datetime.datetime(2026, 11, 23, 14, 0, tzinfo=NEW_YORK)  # a Monday


def at(day: int, hour: int, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime.datetime:
    return datetime.datetime(year, month, day, hour, minute, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("when", "said", "left"),
    [
        (at(26, 16), "Due Thu 26 Nov, 4:00 pm", "in 3 days"),
        (at(23, 16), "Due today, 4:00 pm", "in 2 hours"),
        (at(23, 14, 20), "Due today, 2:20 pm", "in 20 minutes"),
        (at(24, 9), "Due Tue 24 Nov, 9:00 am", "in 19 hours"),
        (at(24, 0), "Due today, 11:59 pm", "in 10 hours"),
        (at(27, 0), "Due Thu 26 Nov, 11:59 pm", "in 3 days"),
        (at(25, 12), "Due Wed 25 Nov, 12 noon", "in 2 days"),
        (at(25, 0, 30), "Due Wed 25 Nov, 12:30 am", "in 2 days"),
        (at(4, 16, month=1, year=2027), "Due Mon 4 Jan 2027, 4:00 pm", "in 6 weeks"),
        (None, "No due date", ""),
    ],
)
def test_due_words_ahead(when, said, left):
    assert words.due_words(when, now=NOW, zone=NEW_YORK) == words.Due(said, left)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "Was due Thu 19 Nov, 4:00 pm. You can still hand in"),
        (
            {"closes": at(29, 23, 59)},
            "Was due Thu 19 Nov, 4:00 pm. You can still hand in until Sun 29 Nov, 11:59 pm",
        ),
        ({"act": "read it"}, "Was due Thu 19 Nov, 4:00 pm. You can still read it"),
        ({"closes": at(20, 8)}, "Was due Thu 19 Nov, 4:00 pm. Closed Fri 20 Nov, 8:00 am"),
    ],
)
def test_due_words_after(options, said):
    assert words.due_words(at(19, 16), now=NOW, zone=NEW_YORK, **options) == words.Due(said)


def test_due_words_say_an_extension():
    said = words.due_words(at(30, 16), now=NOW, zone=NEW_YORK, extended=True)
    assert said == words.Due("Due Mon 30 Nov, 4:00 pm (extended for you)", "in 7 days")


@pytest.mark.parametrize(
    ("viewer", "said"),
    [
        (LONDON, "Due Thu 26 Nov, 4:00 pm New York time (9:00 pm where you are)"),
        (TOKYO, "Due Thu 26 Nov, 4:00 pm New York time (Fri 6:00 am where you are)"),
        (NEW_YORK, "Due Thu 26 Nov, 4:00 pm"),
        (None, "Due Thu 26 Nov, 4:00 pm"),
    ],
)
def test_due_words_name_the_zone_only_where_clocks_differ(viewer, said):
    assert words.due_words(at(26, 16), now=NOW, zone=NEW_YORK, viewer=viewer).words == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        ({"seconds": 5}, "1 minute"),
        ({"minutes": 59, "seconds": 59}, "59 minutes"),
        ({"hours": 1}, "1 hour"),
        ({"hours": 47, "minutes": 59}, "47 hours"),
        ({"hours": 48}, "2 days"),
        ({"days": 13, "hours": 23}, "13 days"),
        ({"days": 14}, "2 weeks"),
        ({"seconds": -9}, "1 minute"),
    ],
)
def test_span(length, said):
    assert words.span(datetime.timedelta(**length)) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "just now"), (59, "just now"), (60, "1 minute ago"), (7200, "2 hours ago")]
)
def test_ago(seconds, said):
    assert words.ago(NOW - datetime.timedelta(seconds=seconds), NOW) == said


@pytest.mark.parametrize(
    ("handed_in", "due_at", "said"),
    [
        (at(19, 18), at(19, 16), "Handed in 2 hours late"),
        (at(19, 16), at(19, 16), "Handed in"),
        (at(19, 18), None, "Handed in"),
    ],
)
def test_handed_in_words(handed_in, due_at, said):
    assert words.handed_in_words(handed_in, due_at) == said


def test_long_date_has_the_weekday():
    assert words.long_date(at(26, 16), NEW_YORK) == "Thursday 26 November 2026"


def test_opens_words():
    opens = at(30, 8)
    assert words.opens_words(opens, now=NOW, zone=NEW_YORK) == "Opens Mon 30 Nov, 8:00 am"
    assert words.opens_words(opens, now=opens, zone=NEW_YORK) == "Opened Mon 30 Nov, 8:00 am"


def test_no_hour_of_the_day_is_called_midnight():
    said = {words.clock_time(at(26, hour, minute), NEW_YORK) for hour in range(24) for minute in (0, 30)}
    assert [words_ for words_ in said if "midnight" in words_ or words_ == "12:00 am"] == []


def test_status_words_are_those_of_the_dates():
    assert {key: said for key, (said, _icon) in words.STATUS.items()} == due.WORDS


def test_stacked_bar_fills_its_width_and_leaves_out_what_is_empty():
    parts = charts.hand_in_parts({"handed_in": 21, "in_progress": 4, "not_started": 3})
    pieces = charts.stacked_bar(parts)
    assert [piece.part.label for piece in pieces] == ["handed in", "in progress", "not started"]
    assert round(pieces[-1].x + pieces[-1].width) == charts.WIDTH
    assert [round(piece.width) for piece in pieces] == [297, 57, 42]


def test_hand_in_sentence():
    parts = charts.hand_in_parts({"handed_in": 21, "in_progress": 4, "not_started": 3})
    assert charts.hand_in_sentence(parts) == "21 of 28 handed in, 4 in progress, 3 not started."
    assert charts.hand_in_sentence(charts.hand_in_parts({})) == "No students have this yet."
