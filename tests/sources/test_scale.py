"""The geometry of a drawn timeline."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.sources.scale import EDGE, NUMBER, WIDTH, Doubt, Entry, doubt_of, drawn_scale, position, spoken_date


def entry(number: int, first: str, last: str = "", edtf: str = "", lane: str = "") -> Entry:
    return Entry(number, date.fromisoformat(first), date.fromisoformat(last or first), doubt_of(edtf), lane)


@pytest.mark.parametrize(
    ("edtf", "doubt"),
    [
        ("1956-02-25", Doubt()),
        ("1962?", Doubt(perhaps=True)),
        ("1956~", Doubt(about=True)),
        ("1956%", Doubt(perhaps=True, about=True)),
        ("[1956..1964]", Doubt(between=True)),
        ("1956/1964", Doubt()),
        ("1956/..", Doubt(open_end=True)),
        ("../1956", Doubt(open_start=True)),
    ],
)
def test_doubt_is_read_from_the_stored_date(edtf, doubt):
    assert doubt_of(edtf) == doubt


@pytest.mark.parametrize(
    ("display", "edtf", "said"),
    [
        ("1962", "1962?", "perhaps 1962"),
        ("May 1956", "1956-05~", "about May 1956"),
        ("May 1956", "1956-05%", "perhaps about May 1956"),
        ("probably 1962", "1962?", "probably 1962"),
        ("1956–1964", "[1956..1964]", "between 1956 and 1964"),
        ("March or April 1956", "[1956-03,1956-04]", "some time in March or April 1956"),
        ("1956 to 1964", "1956/1964", "1956 to 1964"),
        ("25 February 1956", "1956-02-25", "25 February 1956"),
    ],
)
def test_doubt_is_said_once_in_plain_words(display, edtf, said):
    assert spoken_date(display, edtf) == said


def test_one_entry_is_no_scale():
    assert drawn_scale([entry(1, "1956-02-25")]) is None


def test_lanes_stand_in_the_order_in_which_they_come():
    given = [("1956-01-01", "USSR"), ("1957-01-01", "Poland"), ("1958-01-01", "USSR")]
    scale = drawn_scale([entry(number, day, lane=lane) for number, (day, lane) in enumerate(given, 1)])
    lanes = [(lane.name, [drawn.entry.number for drawn in lane.drawn]) for lane in scale.lanes]
    assert lanes == [("USSR", [1, 3]), ("Poland", [2])]


def test_entries_of_one_day_stand_under_each_other():
    drawn = drawn_scale([entry(1, "1956-01-01"), entry(2, "1956-01-01"), entry(3, "1990-01-01")]).lanes[0].drawn
    assert drawn[0].x == drawn[1].x
    assert drawn[0].y < drawn[1].y
    assert drawn[2].y == drawn[0].y


def test_an_approximate_date_is_faint_at_both_ends():
    first, last = drawn_scale([entry(1, "1956-01-01", "1956-12-31", "1956~"), entry(2, "1960-01-01")]).lanes[0].drawn
    assert [fade.opacity for fade in first.fades] == [0.2, 0.5, 0.8, 1, 0.8, 0.5, 0.2]
    assert [fade.opacity for fade in last.fades] == [1]


def test_an_open_date_reaches_the_edge():
    first, _ = drawn_scale([entry(1, "1956-01-01", "1956-12-31", "1956/.."), entry(2, "1960-01-01")]).lanes[0].drawn
    assert first.end == WIDTH


def test_ticks_are_months_where_the_time_is_short_and_years_where_it_is_long():
    months = drawn_scale([entry(1, "1956-02-25"), entry(2, "1956-06-28")])
    years = drawn_scale([entry(1, "1949-01-01"), entry(2, "1992-04-03")])
    assert [tick.label for tick in months.ticks] == ["Mar 1956", "Apr 1956", "May 1956", "Jun 1956"]
    assert [tick.label for tick in years.ticks] == ["1950", "1960", "1970", "1980", "1990"]


DAYS = st.dates(date(1, 1, 1), date(9998, 12, 31))


@st.composite
def entries(draw):
    found = []
    for number in range(draw(st.integers(2, 12))):
        first = draw(DAYS)
        last = min(first + timedelta(days=draw(st.integers(0, 5000))), date(9998, 12, 31))
        edtf = draw(st.sampled_from(["", "1956?", "1956~", "1956%", "[1956..1957]", "1956/..", "../1956"]))
        found.append(Entry(number, first, last, doubt_of(edtf), draw(st.sampled_from(["", "USSR", "Poland"]))))
    return found


@given(entries())
def test_nothing_is_dropped_and_nothing_leaves_the_drawing(found):
    scale = drawn_scale(found)
    drawn = [one for lane in scale.lanes for one in lane.drawn]
    assert sorted(one.entry.number for one in drawn) == [one.number for one in found]
    for one in drawn:
        assert one.x >= 0 and one.end <= WIDTH + 0.1 and one.width > 0
        assert 0 < one.y < scale.axis
    for tick in scale.ticks:
        assert EDGE <= tick.x <= WIDTH - EDGE


@given(entries())
def test_nothing_stands_on_something_else(found):
    for lane in drawn_scale(found).lanes:
        rows: dict[float, list[tuple[float, float]]] = {}
        for one in lane.drawn:
            start, end = min(one.x, one.number_x - NUMBER / 2), max(one.end, one.number_x + NUMBER / 2)
            for left, right in rows.get(one.y, []):
                assert end <= left + 0.05 or start >= right - 0.05
            rows.setdefault(one.y, []).append((start, end))


@given(DAYS, DAYS)
def test_an_earlier_day_never_stands_after_a_later_one(one, other):
    first, last = date(1, 1, 1).toordinal(), date(9998, 12, 31).toordinal()
    early, late = sorted([one.toordinal(), other.toordinal()])
    assert position(early, first, last) <= position(late, first, last)
