"""What a teacher types as a date, and what we make of it: a proposal, a question, a refusal; never a silent guess."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.sources.dates import Proposal, Question, Refusal, Undated, propose
from lessons.sources.edtf import bounds, gregorian_of, sort_key, words_of

PROPOSED = [
    ("19-20 October 1956", "1956-10-19/1956-10-20", "19 to 20 October 1956"),
    ("19–20 October 1956", "1956-10-19/1956-10-20", "19 to 20 October 1956"),
    ("October 19-20, 1956", "1956-10-19/1956-10-20", "19 to 20 October 1956"),
    ("19 and 20 October 1956", "1956-10-19/1956-10-20", "19 to 20 October 1956"),
    ("19 and 25 October 1956", "{1956-10-19,1956-10-25}", "19 October 1956 and 25 October 1956"),
    ("28 June - 2 July 1956", "1956-06-28/1956-07-02", "28 June to 2 July 1956"),
    ("October 28 - November 2, 1956", "1956-10-28/1956-11-02", "28 October to 2 November 1956"),
    ("from 1956-10-19 to 1956-10-24", "1956-10-19/1956-10-24", "19 to 24 October 1956"),
    ("night of 24/25 February 1956", "1956-02-24/1956-02-25", "24 to 25 February 1956"),
    ("probably 1962", "1962?", "probably 1962"),
    ("1962?", "1962?", "probably 1962"),
    ("1962 (?)", "1962?", "probably 1962"),
    ("perhaps about 1962", "1962%", "probably about 1962"),
    ("Feb 1956?", "1956-02?", "probably February 1956"),
    ("about 1954", "1954~", "about 1954"),
    ("c. 1954", "1954~", "about 1954"),
    ("ca 1954", "1954~", "about 1954"),
    ("1954 or so", "1954~", "about 1954"),
    ("March 1956", "1956-03", "March 1956"),
    ("03/1956", "1956-03", "March 1956"),
    ("spring 1956", "1956-21", "spring 1956"),
    ("probably spring 1956", "1956-21?", "probably spring 1956"),
    ("fall 1956", "1956-23", "autumn 1956"),
    ("winter 1955-56", "[1955-12..1956-02]", "at some time from December 1955 to February 1956"),
    ("March or April 1956", "[1956-03,1956-04]", "March 1956 or April 1956"),
    ("2 or 3 March 1956", "[1956-03-02,1956-03-03]", "2 March 1956 or 3 March 1956"),
    ("1956 or 1957", "[1956,1957]", "1956 or 1957"),
    ("before 1956", "[..1955]", "1955 or earlier"),
    ("before 1 March 1956", "[..1956-02-29]", "29 February 1956 or earlier"),
    ("after June 1956", "[1956-07..]", "July 1956 or later"),
    ("by 1956", "[..1956]", "1956 or earlier"),
    ("not before 1956", "[1956..]", "1956 or later"),
    ("since 1956", "1956/..", "from 1956 on"),
    ("until June 1956", "../1956-06", "until June 1956"),
    ("from 1956 to 1964", "1956/1964", "1956 to 1964, throughout"),
    ("the 1950s", "195X", "some year of the 1950s"),
    ("20th century", "19XX", "some year from 1900 to 1999"),
    ("25 February 1956", "1956-02-25", "25 February 1956"),
    ("Saturday, 25th of February, 1956", "1956-02-25", "25 February 1956"),
    ("Feb. 25, 1956", "1956-02-25", "25 February 1956"),
    ("25.II.1956", "1956-02-25", "25 February 1956"),
    ("25/02/1956", "1956-02-25", "25 February 1956"),
    ("02/25/1956", "1956-02-25", "25 February 1956"),
    ("3/3/1956", "1956-03-03", "3 March 1956"),
    ("1956-02-25", "1956-02-25", "25 February 1956"),
    ("1956/02/25", "1956-02-25", "25 February 1956"),
    ("1956-10-19/1956-10-20", "1956-10-19/1956-10-20", "19 to 20 October 1956"),
    ("[1956..1964]", "[1956..1964]", "at some time from 1956 to 1964"),
    ("1956-02-XX", "1956-02-XX", "some day in February 1956"),
    ("7 November 1917 (N.S.)", "1917-11-07", "7 November 1917"),
]


@pytest.mark.parametrize(("typed", "edtf", "words"), PROPOSED)
def test_a_date_is_read_as_it_was_meant(typed, edtf, words):
    result = propose(typed)
    assert isinstance(result, Proposal)
    assert [(r.edtf, r.words, r.calendar) for r in result.readings] == [(edtf, words, "gregorian")]


IN_JULIAN = "in the Julian calendar (Old Style), which is"


@pytest.mark.parametrize(
    ("typed", "edtf", "words"),
    [
        ("25 Oct 1917 (O.S.)", "1917-11-07", f"25 October 1917 {IN_JULIAN} 7 November 1917 in ours"),
        ("25 October 1917 old style", "1917-11-07", f"25 October 1917 {IN_JULIAN} 7 November 1917 in ours"),
        ("25 October (7 November) 1917", "1917-11-07", f"25 October 1917 {IN_JULIAN} 7 November 1917 in ours"),
        ("29 February 1900 (Julian)", "1900-03-13", f"29 February 1900 {IN_JULIAN} 13 March 1900 in ours"),
        (
            "October 1917 OS",
            "[1917-10-14..1917-11-13]",
            f"October 1917 {IN_JULIAN} at some time from 14 October to 13 November 1917 in ours",
        ),
        (
            "before 25 October 1917 O.S.",
            "[..1917-11-06]",
            f"before 25 October 1917 {IN_JULIAN} 6 November 1917 or earlier in ours",
        ),
    ],
)
def test_an_old_style_date_has_its_gregorian_day_beside_it(typed, edtf, words):
    (reading,) = propose(typed).readings
    assert (reading.edtf, reading.words, reading.calendar) == (edtf, words, "julian")


EXTENT = "Throughout that time, or at some time within it?"


@pytest.mark.parametrize(
    ("typed", "asked", "choices"),
    [
        ("between 1956 and 1964", EXTENT, ["1956/1964", "[1956..1964]"]),
        ("1956–1964", EXTENT, ["1956/1964", "[1956..1964]"]),
        ("1956-64", EXTENT, ["1956/1964", "[1956..1964]"]),
        ("1956/57", EXTENT, ["1956/1957", "[1956..1957]"]),
        ("between March and June 1956", EXTENT, ["1956-03/1956-06", "[1956-03..1956-06]"]),
        ("December 1955 - January 1956", EXTENT, ["1955-12/1956-01", "[1955-12..1956-01]"]),
        ("probably between 1956 and 1964", EXTENT, ["1956?/1964?", "[1956?..1964?]"]),
        ("02/03/1956", "Day or month first?", ["1956-03-02", "1956-02-03"]),
        ("2.3.1956", "Day or month first?", ["1956-03-02", "1956-02-03"]),
        ("probably 02/03/1956", "Day or month first?", ["1956-03-02?", "1956-02-03?"]),
        (
            "1905-06",
            "Is this a month of one year, or a stretch of years?",
            ["1905-06", "1905/1906", "[1905..1906]"],
        ),
        ("late 1950s", "How exact shall this be?", ["[1957~..1959~]", "195X"]),
        ("early 1956", "How exact shall this be?", ["[1956-01~..1956-04~]", "1956"]),
        ("end of February 1956", "How exact shall this be?", ["[1956-02-21~..1956-02-29~]", "1956-02"]),
        ("1900s", "Ten years, or the whole century?", ["190X", "19XX"]),
        (
            "winter 1956",
            "Which winter of 1956: the one at its beginning or the one at its end?",
            ["[1955-12..1956-02]", "[1956-12..1957-02]"],
        ),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked(typed, asked, choices):
    result = propose(typed)
    assert isinstance(result, Question)
    assert result.words == asked
    assert [reading.edtf for reading in result.readings] == choices


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ("", "There is no date yet."),
        ("x" * 121, "This is too long for a date."),
        ("some day", "We cannot read “some day” as a date."),
        ("25 February", "The year is missing."),
        ("31 February 1956", "There is no 31 February 1956."),
        ("29 February 1900", "There is no 29 February 1900."),
        ("1956-02-30", "There is no 30 February 1956."),
        ("13/13/1956", "We cannot read “13/13/1956” as a date."),
        ("02/03/56", "Write the year with four figures"),
        ("44 BC", "Years before the year 1"),
        ("1964-1956", "1964 comes after 1956."),
        ("between 02/03/1956 and 04/05/1956", "A part of this date can be read in two ways."),
        ("02/03/1906 (O.S.)", "Day or month first? In the Julian calendar, write it out"),
        ("25 October (8 November) 1917", "These are two days, but not the same day in two calendars."),
        ("spring 1917 (O.S.)", "In the Julian calendar, give a day, a month or a year"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(typed, begins):
    result = propose(typed)
    assert isinstance(result, Refusal)
    assert result.words.startswith(begins)


@pytest.mark.parametrize("typed", ["undated", "n.d.", "No date", "not known"])
def test_undated_is_known_to_be_not_known(typed):
    assert propose(typed) == Undated()


@settings(deadline=None)
@given(st.text(max_size=130))
def test_nothing_that_can_be_typed_breaks_the_reading(typed):
    for reading in propose(typed).readings:
        bounds(reading.edtf)


DAYS = st.dates(date(1000, 1, 1), date(2100, 12, 31))
PATTERNS = ["{a} - {b}", "between {a} and {b}", "{a} or {b}", "from {a} to {b}", "before {a}", "after {b}", "about {a}"]
SIZES = ["%d %B %Y", "%B %Y", "%Y", "%Y-%m-%d"]


@settings(deadline=None, max_examples=60)  # the parser takes milliseconds
@given(DAYS, DAYS, st.sampled_from(PATTERNS), st.sampled_from(SIZES), st.sampled_from(["", "probably ", "c. "]))
def test_every_reading_has_its_bounds_in_order_and_says_itself_in_words(one, other, pattern, size, doubt):
    first, last = (day.strftime(size) for day in sorted((one, other)))
    typed = doubt + pattern.format(a=first, b=last)
    result = propose(typed)
    assert result.readings, (typed, result)
    for reading in result.readings:
        earliest, latest = bounds(reading.edtf)
        assert earliest is None or latest is None or earliest <= latest
        assert reading.words == words_of(reading.edtf)


@given(DAYS)
def test_a_day_in_the_julian_calendar_comes_later_in_ours(day):
    """Between 5 and 14 days in these centuries, and the days follow each other without a hole."""
    if (day.month, day.day) == (2, 29):
        return
    found = gregorian_of(day.year, day.month, day.day)
    assert 5 <= (found - day).days <= 15


def test_julian_days_follow_each_other():
    assert [gregorian_of(1900, 2, 28), gregorian_of(1900, 2, 29), gregorian_of(1900, 3, 1)] == [
        date(1900, 3, 12),
        date(1900, 3, 13),
        date(1900, 3, 14),
    ]
    assert gregorian_of(1582, 10, 5) == date(1582, 10, 15)


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("[1956..1964]", date(1956, 1, 1), date(1964, 12, 31)),
        ("[1956-03,1956-04]", date(1956, 3, 1), date(1956, 4, 30)),
        ("{1956-10-19,1956-10-25}", date(1956, 10, 19), date(1956, 10, 25)),
        ("[..1955]", None, date(1955, 12, 31)),
        ("[1957..]", date(1957, 1, 1), None),
        ("1956/..", date(1956, 1, 1), None),
        ("../1956", None, date(1956, 12, 31)),
        ("1956-21", date(1956, 3, 1), date(1956, 5, 31)),
        ("1956-24", date(1956, 1, 1), date(1957, 2, 28)),
        ("195X", date(1950, 1, 1), date(1959, 12, 31)),
        ("1956-02-XX", date(1956, 2, 1), date(1956, 2, 29)),
        ("1956-02~", date(1956, 2, 1), date(1956, 2, 29)),
        ("1956-02-25%", date(1956, 2, 25), date(1956, 2, 25)),
    ],
)
def test_bounds_are_strict(edtf, first, last):
    assert bounds(edtf) == (first, last)


@pytest.mark.parametrize("text", ["02/03/1956", "1956-13", "[]", "[1956", "1964/1956", "about 1956", "12"])
def test_bounds_refuse_what_is_no_date(text):
    with pytest.raises(ValueError, match=text.replace("[", r"\[").replace("]", r"\]")):
        bounds(text)


def test_dates_stand_by_their_first_day_then_by_their_last():
    dates = ["", "1957", "1956-10-19/1956-10-20", "1956", "[..1955]", "1956-10-19", "1956/.."]
    assert sorted(dates, key=sort_key) == [
        "[..1955]",
        "1956",
        "1956/..",
        "1956-10-19",
        "1956-10-19/1956-10-20",
        "1957",
        "",
    ]
