"""Adding up marks, held against a reckoning of its own in whole hundredths of ten-thousandths."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.totals import Mark, plain, total

points = st.decimals(min_value=0, max_value=100, places=4)
marks = st.builds(
    lambda out_of, share, marked, excused: Mark(
        "work", out_of, (out_of * share / 100).quantize(Decimal("0.0001")) if marked else None, excused
    ),
    points,
    st.integers(0, 100),
    st.booleans(),
    st.booleans(),
)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (Decimal("8.0000"), "8"),
        (Decimal("7.5000"), "7.5"),
        (Decimal("6.2500"), "6.25"),
        (Decimal("0.0050"), "0.01"),
        (Decimal("100.0000"), "100"),
        (Decimal("0"), "0"),
    ],
)
def test_points_as_a_person_writes_them(value, said):
    assert plain(value) == said


def test_ten_of_fifteen_is_not_made_from_a_rounded_percentage():
    found = total([Mark("Quiz", Decimal(15), Decimal(10))])
    assert (found.points, found.percent, found.sentence) == (Fraction(10), "66.67%", "10 of 15 points = 66.67%")


def test_excused_and_unmarked_work_is_left_out_and_named():
    found = total(
        [
            Mark("Quiz", Decimal(10), Decimal(8)),
            Mark("Essay", Decimal(12)),
            Mark("Visit", Decimal(5), Decimal(0), excused=True),
            Mark("Reading", Decimal(0), Decimal(0)),
        ]
    )
    assert found.percent == "80%"
    assert [(mark.title, why) for mark, why in found.left_out] == [
        ("Essay", "not marked yet"),
        ("Visit", "excused"),
        ("Reading", "carries no points"),
    ]


def test_nothing_marked_says_so():
    assert (total([]).percent, total([]).sentence) == ("", "Nothing has been marked yet.")


@given(st.lists(marks, max_size=12), st.randoms())
def test_a_total_does_not_depend_on_the_order_and_equals_a_reckoning_in_integers(given_marks, random):
    shuffled = list(given_marks)
    random.shuffle(shuffled)
    scale = 10_000
    counted = [m for m in given_marks if m.points is not None and not m.excused and m.out_of > 0]
    sums = (sum(int(m.points * scale) for m in counted), sum(int(m.out_of * scale) for m in counted))
    found = total(given_marks)
    assert (found.points * scale, found.out_of * scale) == sums
    assert total(shuffled).sentence == found.sentence
    assert len(found.counted) + len(found.left_out) == len(given_marks)


@given(st.lists(marks, min_size=1, max_size=8), st.integers(0, 7))
def test_raising_one_mark_never_lowers_the_total(given_marks, which):
    which %= len(given_marks)
    mark = given_marks[which]
    if mark.points is None:
        return
    raised = list(given_marks)
    raised[which] = Mark(mark.title, mark.out_of, mark.points + 1, mark.excused)
    assert total(raised).points >= total(given_marks).points
