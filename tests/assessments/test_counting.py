"""Which try counts, what is dealt, how long a question took: rules without a database."""

import datetime
import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.counting import Final, Try, final_points, needed
from assessments.dealing import Place, deal, grouped, shuffled_choices
from assessments.pacing import seconds_on

AT = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


def tries(*points, out_of="10", before=()):
    given_before = dict(enumerate(before, 1))
    return [
        Try(100 + n, n, None if p is None else Decimal(p), Decimal(out_of), AT, given_before.get(n))
        for n, p in enumerate(points, 1)
    ]


# (rule, points of the tries in order, the mark, the try that counts)
COUNTED = [
    ("newest", ["4", "8", "6"], "6", 3),
    ("newest", ["4"], "4", 1),
    ("newest", [None, "6"], "6", 2),
    ("newest", ["6", None], None, None),
    ("best", ["4", "8", "6"], "8", 2),
    ("best", ["8", "8"], "8", 1),
    ("best", ["0", "0"], "0", 1),
    ("best", ["8", None], None, None),
    ("first", ["4", "8", "6"], "4", 1),
    ("first", ["4", None], "4", 1),
    ("first", [None, "8"], None, None),
    ("average", ["4", "8", "6"], "6", None),
    ("average", ["1", "0", "0"], "0.3333", None),
    ("average", ["2", "0", "0"], "0.6667", None),
    ("average", ["0.0001", "0"], "0.0001", None),  # half up
    ("average", ["7"], "7", 1),
    ("average", ["7", None], None, None),
    ("newest", [], None, None),
]


@pytest.mark.parametrize(("rule", "points", "mark", "number"), COUNTED)
def test_which_try_counts(rule, points, mark, number):
    expected = mark and Final(Decimal(mark), Decimal(10), number and 100 + number)
    assert final_points(tries(*points), rule) == expected


def test_an_average_weighs_tries_that_were_worth_different_points_alike():
    one, two = tries("5")[0], Try(102, 2, Decimal(10), Decimal(20), AT)
    assert final_points([one, two], "average") == Final(Decimal(10), Decimal(20), None)
    assert final_points([Try(1, 1, Decimal(6), Decimal(8), AT), two], "best") == Final(Decimal(6), Decimal(8), 1)


def test_what_lateness_took_is_told_of_the_try_that_counts():
    late = tries("8", "6", before=(None, Decimal(9)))
    assert final_points(late, "newest") == Final(Decimal(6), Decimal(10), 102, Decimal(9))
    assert final_points(late, "best") == Final(Decimal(8), Decimal(10), 101)
    assert final_points(late, "average") == Final(Decimal(7), Decimal(10), None, Decimal("8.5"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.decimals(0, 10, places=4), min_size=1, max_size=6))
def test_no_rule_gives_more_than_the_best_or_less_than_the_worst(points):
    made = tries(*points)
    for rule in ("newest", "best", "first", "average"):
        final = final_points(made, rule)
        assert final is not None and min(points) <= final.points <= max(points)
        assert {one.attempt for one in needed(made, rule)} <= {one.attempt for one in made}
    exact = sum(map(Fraction, points), Fraction(0)) / len(points)
    average = final_points(made, "average")
    assert average is not None and abs(Fraction(average.points) - exact) <= Fraction(1, 20_000)


# -- Dealing --------------------------------------------------------------------------------------------


def places(*stimuli, pool=(), count=0):
    return [
        Place(n, Decimal(2), 7 if n in pool else None, count if n in pool else 0, stimulus)
        for n, stimulus in enumerate(stimuli, 1)
    ]


def ids(dealt):
    return [one.id for one in dealt]


def test_without_draw_and_shuffle_all_is_asked_in_order():
    assert ids(deal(places(None, 5, 5, None), random.Random(1))) == [1, 2, 3, 4]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 9), st.integers(0, 2**128))
def test_a_draw_takes_so_many_of_its_pool_the_same_for_the_same_dice(count, seed):
    all_of = places(*[None] * 8, pool={2, 3, 4, 5, 6}, count=count)
    dealt = ids(deal(all_of, random.Random(seed)))
    assert dealt == sorted(dealt) == ids(deal(all_of, random.Random(seed)))
    assert {1, 7, 8} <= set(dealt)
    assert len(dealt) == 3 + min(count, 5)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([None, 5, 6]), min_size=1, max_size=12), st.integers(0, 2**128))
def test_shuffled_neighbours_with_one_source_stay_together_and_in_order(stimuli, seed):
    asked = places(*stimuli)
    dealt = deal(asked, random.Random(seed), shuffle=True)
    assert sorted(ids(dealt)) == ids(asked)
    at = {one.id: n for n, one in enumerate(dealt)}
    for run in grouped(asked):
        assert [at[one.id] for one in run] == list(range(at[run[0].id], at[run[0].id] + len(run)))


def test_other_students_get_another_order():
    asked = places(*[None] * 8)
    assert len({tuple(ids(deal(asked, random.Random(n), shuffle=True))) for n in range(20)}) > 10
    body = {"choices": [["a", ""], ["b", ""], ["c", ""], ["d", ""]]}
    assert len({tuple(shuffled_choices(body, random.Random(n))) for n in range(20)}) > 5
    assert shuffled_choices({"stem": ""}, random.Random(1)) == []


# -- Time on a question ------------------------------------------------------------------------------------


# saves as (seconds after the start, item) -> seconds of each item
PACED = [
    ([], {}),
    ([(30, "a")], {"a": 30}),
    ([(30, "a"), (90, "b")], {"a": 30, "b": 60}),
    ([(30, "a"), (90, "b"), (100, "a")], {"a": 40, "b": 60}),
    ([(90, "b"), (30, "a")], {"a": 30, "b": 60}),  # the order of the rows does not matter
    ([(5000, "a")], {"a": 600}),  # a pause of more than ten minutes counts as ten
    ([(600, "a"), (1201, "b")], {"a": 600, "b": 600}),
    ([(10, "a"), (10, "b")], {"a": 10, "b": 0}),
    ([(-5, "a"), (20, "b")], {"a": 0, "b": 20}),
    ([(0.6, "a"), (1.2, "a")], {"a": 1}),
]


@pytest.mark.parametrize(("saves", "spent"), PACED)
def test_seconds_on_each_question(saves, spent):
    assert seconds_on(AT, [(AT + datetime.timedelta(seconds=after), item) for after, item in saves]) == spent
