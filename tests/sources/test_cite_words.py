"""The small rules of citing: ranges, dates in doubt, commas and quotation marks, cuts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.sources.cite.words import (
    date_words,
    day_words,
    ended,
    numbers,
    place_words,
    quotation,
    quoted,
    with_commas,
    year_words,
)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("8-9", "8–9"),
        ("71-72", "71–72"),
        ("100-104", "100–104"),
        ("104-105", "104–5"),
        ("101-109", "101–9"),
        ("319-321", "319–21"),
        ("498-532", "498–532"),
        ("1087-1089", "1087–89"),
        ("1496-1504", "1496–1504"),
        ("1956-1964", "1956–64"),
        ("F-12-14", "F-12-14"),
        ("12", "12"),
    ],
)
def test_a_range_of_numbers_is_shortened_as_in_chicago(written, wanted):
    assert numbers(written) == wanted


@pytest.mark.parametrize(
    ("locator", "unit", "wanted"),
    [
        ("5", "paragraph", "para. 5"),
        ("8-9", "paragraph", "paras. 8–9"),
        ("3,5", "paragraph", "paras. 3,5"),
        ("2", "line", "line 2"),
        ("2-3", "line", "lines 2–3"),
        ("", "paragraph", ""),
    ],
)
def test_a_place_in_a_text(locator, unit, wanted):
    assert place_words(locator, unit) == wanted


@pytest.mark.parametrize(
    ("edtf", "day", "without_year", "year"),
    [
        ("1956-09-01", "1 September 1956", "1 September", "1956"),
        ("1961-10", "October 1961", "October", "1961"),
        ("2007", "2007", "", "2007"),
        ("1962?", "[1962?]", "", "[1962?]"),
        ("1956-02~", "ca. February 1956", "", "ca. 1956"),
        ("1956%", "[ca. 1956?]", "", "[ca. 1956?]"),
        ("1956-02-XX", "February 1956", "February", "1956"),
        ("195X", "1950s", "", "1950s"),
        ("1956-10-19/1956-10-20", "19–20 October 1956", "19–20 October", "1956"),
        ("1956-08-29/1956-09-14", "29 August–14 September 1956", "29 August–14 September", "1956"),
        ("1956/1964", "1956–64", "", "1956–64"),
        ("1956-12-31/1957-01-02", "31 December 1956 – 2 January 1957", "31 December 1956 – 2 January", "1956–57"),
        ("[1956..1964]", "undated", "", "[between 1956 and 1964]"),
        ("", "undated", "", "n.d."),
    ],
)
def test_a_date_keeps_its_doubt(edtf, day, without_year, year):
    assert (date_words(edtf), day_words(edtf), year_words(edtf)) == (day, without_year, year)


def test_a_date_that_has_no_short_form_stands_as_it_is_displayed():
    assert date_words("[1956..1964]", "between 1956 and 1964") == "between 1956 and 1964"


@pytest.mark.parametrize(
    ("text", "comma", "stop"),
    [
        ("“Title”", "“Title,”", "“Title.”"),
        ("“A ‘Title’”", "“A ‘Title,’”", "“A ‘Title.’”"),
        ("“Is It?”", "“Is It?,”", "“Is It?”"),
        ("V. I.", "V. I.,", "V. I."),
        ("the workers’", "the workers’,", "the workers’."),
        ("“We will bury you”", "“We will bury you,”", "“We will bury you.”"),
    ],
)
def test_commas_and_stops_stand_inside_the_closing_quotation_marks(text, comma, stop):
    assert (ended(text, ","), ended(text, ".")) == (comma, stop)


def test_what_is_not_known_leaves_no_stray_comma():
    assert with_commas(["", "A", "", "B", ""]) == "A, B."


def test_a_title_within_a_title_has_single_quotation_marks():
    assert quoted('Khrushchev\'s "Secret Speech" and “we”') == "“Khrushchev's ‘Secret Speech’ and ‘we’”"


def test_copied_words_show_every_cut_s5():
    pieces = [("rendered it “unnecessary”\nthat", True), ("actually eliminated", False)]
    assert quotation(pieces) == "“rendered it ‘unnecessary’ that […] actually eliminated”"
    assert quotation([("abuse of power", True)], cut_before=True) == "“[…] abuse of power […]”"


@given(st.integers(1, 9999), st.integers(1, 500))
def test_a_shortened_range_can_be_read_back(first, more):
    last = first + more
    start, _, end = numbers(f"{first}-{last}").partition("–")
    assert int(start[: len(start) - len(end)] + end if len(end) < len(start) else end) == last


@given(st.lists(st.text("ab .,?!”’“‘", max_size=8), max_size=6))
def test_no_mark_is_ever_doubled_by_joining(pieces):
    before = "".join(pieces)
    after = with_commas(pieces)
    for twice in (",,", "..", ",.", "?."):
        assert twice not in after or twice in before or any(p.rstrip().endswith((",", ".", "?")) for p in pieces)
