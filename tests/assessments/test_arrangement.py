"""How questions stand, what a preset means, what words a question has: rules on plain values."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments import arrangement, bankwords, presets
from assessments.arrangement import Place, Pool

TWO = Decimal(2)
POOLS = {7: Pool(7, 2, TWO)}
PLACES = [Place(1, Decimal(1)), Place(2, TWO, 7), Place(3, TWO, 7), Place(4, TWO, 7), Place(5, Decimal(3))]


def test_a_student_gets_some_of_a_pool_and_all_else():
    assert arrangement.asked(PLACES, POOLS) == 4
    assert arrangement.total(PLACES, POOLS) == 8
    assert arrangement.numbers(PLACES, POOLS) == ["1", "2–3", "4"]


@pytest.mark.parametrize(
    ("pk", "to", "order"),
    [(5, 1, [5, 1, 2, 3, 4]), (3, 1, [2, 3, 4, 1, 5]), (1, 99, [2, 3, 4, 5, 1]), (1, -4, [1, 2, 3, 4, 5]), (9, 1, [1, 2, 3, 4, 5])],
)  # fmt: skip
def test_a_pool_moves_as_one_and_beyond_an_end_is_that_end(pk, to, order):
    assert arrangement.moved(PLACES, pk, to) == order


def test_too_small_a_pool_and_unequal_points_are_told_with_what_to_do():
    places = [Place(2, TWO, 7), Place(3, Decimal(1), 8), Place(4, TWO, 8)]
    said = arrangement.problems(places, POOLS | {8: Pool(8, 1, TWO)})
    assert [one.split(".")[0] for one in said] == [
        "Question 1: 2 are to be drawn, but only 1 stand there",
        "Question 2: the questions drawn from are worth different points, so students could not all reach the same",
    ]
    assert arrangement.problems(PLACES, POOLS) == []
    assert arrangement.problems([], {}) == ["This has no questions yet. Add one, then give it to a class."]


POOLED = st.lists(st.sampled_from([None, 7, 8]), max_size=12).map(
    lambda pools: [Place(pk, TWO, pool) for pk, pool in enumerate(pools, 1)]
)


@given(POOLED, st.integers(1, 12), st.integers(-2, 14))
@settings(max_examples=60)
def test_moving_loses_nothing_and_keeps_every_pool_together(places, pk, to):
    order = arrangement.moved(places, pk, to)
    by_pk = {place.pk: place for place in places}
    assert sorted(order) == sorted(by_pk)
    after = [by_pk[pk] for pk in order]
    assert arrangement.in_order(after) == order
    assert arrangement.total(after, POOLS) == arrangement.total(places, POOLS)


def test_what_the_teacher_sets_stands_above_the_preset():
    assert presets.chosen("practice", {"tries": None, "feedback": "", "shuffle": True, "other": 1}) == {
        "minutes": None, "tries": 3, "which_counts": "best", "shuffle": True, "shuffle_questions": False,
        "one_at_a_time": False, "feedback": "handed_in",
    }  # fmt: skip
    assert presets.chosen("timed", {"shuffle": False, "minutes": 20})["shuffle"] is False


def test_a_timed_test_wants_minutes_and_feedback_after_closing_a_closing_date():
    timed = presets.chosen("timed", {})
    assert list(presets.problems("timed", timed, closing=False)) == ["minutes", "feedback"]
    assert presets.problems("timed", timed | {"minutes": 20}, closing=True) == {}
    assert presets.problems("graded", presets.chosen("graded", {}), closing=False) == {}


def test_what_students_were_told_does_not_change_under_them():
    assert presets.fixed(begun=False, under_way=False, released=False) == {}
    begun = set(presets.fixed(begun=True, under_way=False, released=False))
    assert begun == {"minutes", "which_counts", "late_percent", "late_step", "late_floor", "late_grace"}
    both = presets.fixed(begun=True, under_way=True, released=True)
    assert set(both) - begun == {"shuffle", "shuffle_questions", "one_at_a_time", "feedback"}
    assert (presets.fewest_tries(0), presets.fewest_tries(2)) == (1, 2)


def test_a_question_is_found_by_what_students_see_and_not_by_ids():
    body = {
        "v": 1,
        "stem": "<p>Who was Łódź’s <b>mayor</b>?</p>",
        "choices": [["c1f", "Café &amp; bar"], ["c2f", "Nobody"]],
    }
    assert bankwords.searched("A title", body, ["Élan"]) == "a title elan who was lodz's mayor ? cafe & bar nobody"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Use Source A, ¶4 and the term.", [("A", "4")]),
        ("Source C, ¶1 and ¶2, then Source A, ¶17", [("C", "1"), ("C", "2"), ("A", "17")]),
        ("(Source E, ¶1 to ¶3)", [("E", "1"), ("E", "3")]),
        ("Source A, ¶8–9; Source A, ¶8–9", [("A", "8-9")]),
        ("Source A alone, or ¶4 alone", []),
    ],
)
def test_passages_that_words_name(text, found):
    assert bankwords.passages_named(text) == found


def test_numbers_of_passages_are_read_with_ranges():
    known = ["1", "2", "3", "8-9", "10"]
    assert bankwords.parse_numbers("¶2, 8–9; 3", known) == (["2", "8-9", "3"], [])
    assert bankwords.parse_numbers("1-3 2", known) == (["1", "2", "3"], [])
    assert bankwords.parse_numbers("4, 3-1, x", known) == ([], ["4", "3-1", "x"])


def test_a_version_says_what_it_changed():
    before = {
        "kind": "single",
        "body": {"v": 1, "stem": "a", "choices": []},
        "points": 1,
        "rubric": None,
        "documents": [],
    }
    assert bankwords.changes(None, before) == ["First version"]
    assert bankwords.changes(before, before) == ["nothing that students see"]
    after = before | {"body": {"stem": "b", "choices": [["x", "y"]]}, "points": 2}
    assert bankwords.changes(before, after) == ["what is asked", "what can be answered", "points"]


def test_bold_words_leave_no_space_before_a_comma():
    assert bankwords.one_line("<p>Your <strong>claim</strong>, in <em>one</em> line.</p><p>Then</p>") == (
        "Your claim, in one line. Then"
    )
