"""What answers say of a question: figures worked out by hand, and what is hidden."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.analysis import Given, analyse, discrimination, facility, strongest_third


def answers(*rows):
    """Rows of (share, rest, picked)."""
    return [
        Given(Fraction(str(share)), Fraction(str(rest)), (picked,) if picked else (), 30, blank=not picked)
        for share, rest, picked in rows
    ]


SIX = answers((1, 1, "a"), (1, 0.9, "a"), (0, 0.8, "b"), (0, 0.5, "b"), (0, 0.4, "c"), (0, 0.1, ""))


def test_six_answers_are_counted():
    item = analyse(SIX, {"a"}, ["a", "b", "c", "d"])
    assert (item.answers, item.blank, item.facility) == (5, 1, Fraction(1, 3))
    assert [(one.id, one.count, one.strong, one.right) for one in item.choices] == [
        ("a", 2, 2, True), ("b", 2, 0, False), ("c", 1, 0, False), ("d", 0, 0, False),
    ]  # fmt: skip
    assert (item.discrimination, item.seconds, item.suspect, item.others) == (None, 30, "", 0)


def test_below_five_answers_nothing_is_told_but_their_number():
    item = analyse(SIX[:4], {"a"}, ["a", "b"])
    assert item.is_hidden
    assert (item.answers, item.facility, item.choices, item.blank) == (4, None, (), 0)


def test_empty_answers_do_not_make_up_the_five():
    item = analyse([*SIX[:4], *answers((0, 0.3, ""), (0, 0.2, ""))], {"a"}, ["a", "b"])
    assert (item.answers, item.is_hidden, item.choices) == (4, True, ())


def test_of_free_answers_only_those_of_two_students_are_listed():
    said = [
        Given(Fraction(0), Fraction(n, 9), (word,)) for n, word in enumerate(["mao", "mao", "tito", "my own", "mao"])
    ]
    item = analyse(said, {"khrushchev"})
    assert [(one.id, one.count) for one in item.choices] == [("mao", 3)]
    assert item.others == 2


def fifty(right_of):
    return [Given(Fraction(int(right_of(n))), Fraction(n, 50), ("a",)) for n in range(50)]


@pytest.mark.parametrize(
    ("right_of", "expected"),
    [
        (lambda n: n >= 25, 0.866),  # of a rank against an upper half: the square root of 3/4
        (lambda n: n < 25, -0.866),
        (lambda n: True, None),  # everybody the same: nothing to tell apart
    ],
)
def test_discrimination_is_the_correlation_with_the_rest(right_of, expected):
    found = discrimination(fifty(right_of))
    assert (found if found is None else round(found, 3)) == expected


def test_discrimination_needs_fifty_answers():
    assert discrimination(fifty(lambda n: n >= 25)[:49]) is None


def test_a_key_that_most_strong_students_contradict_is_doubted():
    strong = [Given(Fraction(0), Fraction(9, 10), ("c",))] * 6 + [Given(Fraction(1), Fraction(9, 10), ("a",))]
    weak = [Given(Fraction(1), Fraction(n, 100), ("a",)) for n in range(14)]
    assert analyse([*strong, *weak], {"a"}, ["a", "b", "c"]).suspect == "c"
    assert analyse([*strong, *weak], {"c"}, ["a", "b", "c"]).suspect == ""
    assert analyse([*strong[:4], *weak[:8]], {"a"}, ["a", "b", "c"]).suspect == ""  # four are too few


def test_who_did_as_well_as_the_last_of_the_strongest_is_strong_too():
    alike = [Given(None, Fraction(1, 2), ())] * 5
    assert strongest_third(alike) == []
    assert len(strongest_third([*alike, Given(None, Fraction(0), ())])) == 5


shares = st.fractions(min_value=0, max_value=1, max_denominator=8)
given_answers = st.lists(
    st.builds(Given, shares, shares, st.sampled_from([(), ("a",), ("b",), ("a", "b")])), min_size=5, max_size=80
)


@given(given_answers, st.randoms(use_true_random=False))
def test_figures_keep_their_bounds_and_know_no_order(found, dice):
    item = analyse(found, {"a"}, ["a", "b"])
    assert 0 <= item.facility <= 1
    assert item.discrimination is None or -1 <= item.discrimination <= 1
    assert all(one.strong <= one.count <= len(found) for one in item.choices)
    mixed = list(found)
    dice.shuffle(mixed)
    again = analyse(mixed, {"a"}, ["a", "b"])
    assert again.choices == item.choices
    assert facility(mixed) == item.facility
