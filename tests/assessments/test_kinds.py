"""What each kind of question gives for an answer, by hand and by chance."""

import random
from decimal import Decimal

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from assessments.kinds import kind_of, kinds

CHOICES = {
    "v": 1,
    "choices": [["a", "One"], ["b", "<em>Two</em> &amp; half"], ["c", "Three"], ["d", "Four"], ["e", "Five"]],
}
ITEMS = {"v": 1, "items": [["p", "Plan"], ["q", "Quarrel"], ["r", "Rising"], ["s", "Speech"], ["t", "Truce"]]}
TWO, THREE = Decimal(2), Decimal(3)

SINGLE = {"v": 1, "right": ["b"], "feedback": {"a": "no"}}
SEVERAL = {"v": 1, "right": ["a", "b", "c"]}
RANKS = {"v": 1, "ranks": {"p": 1, "q": 2, "r": 2, "s": 3, "t": 4}}
SHORT = {"v": 1, "accepted": ["Gomułka", "Władysław Gomułka", "cease-fire", "U.S.S.R.", "4 June 1956", "Сталин"]}


def test_every_kind_of_the_settings_is_found_by_its_name():
    assert list(kinds()) == [
        "single", "several", "short", "chronology", "speaker", "passage", "matching", "categorise", "truth", "cloze",
        "number", "date", "essay", "upload",
    ]  # fmt: skip
    assert len(settings.QUESTION_KINDS) == 14


def marked(name: str, body, key, value, points) -> str:
    """The points with no zeros at the end."""
    text = f"{kind_of(name).mark(body, key, value, points):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@pytest.mark.parametrize(
    ("value", "points", "expected"),
    [
        ("b", TWO, "2"), ("b", Decimal("0.5"), "0.5"), ("b", Decimal(0), "0"), ("a", TWO, "0"), ("c", TWO, "0"),
        ("", TWO, "0"), ("z", TWO, "0"), ("B", TWO, "0"), (" b", TWO, "0"), (["b"], TWO, "0"), ([], TWO, "0"),
        (None, TWO, "0"), (1, TWO, "0"), (True, TWO, "0"), ({"b": 1}, TWO, "0"), ("<em>Two</em> &amp; half", TWO, "0"),
    ],
)  # fmt: skip
def test_single(value, points, expected):
    assert marked("single", CHOICES, SINGLE, value, points) == expected


def test_single_accepts_what_a_regrade_accepts_too():
    assert marked("single", CHOICES, {"v": 1, "right": ["b", "c"]}, "c", TWO) == "2"


def test_single_without_a_key_gives_nothing():
    assert marked("single", CHOICES, {}, "b", TWO) == "0"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (["a", "b", "c"], "3"), (["c", "a", "b"], "3"), (["a", "b"], "2"), (["a"], "1"),
        ([], "0"), (["d"], "0"), (["d", "e"], "0"), (["a", "d"], "0"), (["a", "b", "d"], "1"),
        (["a", "b", "c", "d"], "2"), (["a", "b", "c", "d", "e"], "1"), (["a", "d", "e"], "0"),
        (["a", "a", "a"], "1"), (["a", "zz"], "1"), ("a", "0"), (None, "0"), ([1, {}, None], "0"),
        (["d", "a", "b"], "1"),
    ],
)  # fmt: skip
def test_several(value, expected):
    assert marked("several", CHOICES, SEVERAL, value, THREE) == expected


def test_several_rounds_half_up_and_never_above_the_points():
    assert marked("several", CHOICES, SEVERAL, ["a", "b"], TWO) == "1.3333"
    assert marked("several", CHOICES, SEVERAL, ["a", "b", "c"], Decimal("0.00005")) == "0.00005"


def test_several_without_a_key_gives_nothing():
    assert marked("several", CHOICES, {}, ["a"], THREE) == "0"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Gomułka", "2"), ("gomulka", "2"), ("GOMULKA!", "2"), ("  Gomułka  ", "2"), ("Wladyslaw Gomulka", "2"),
        ("Wladyslaw-Gomulka", "2"), ("Gomulk", "0"), ("Gomulka and others", "0"), ("ceasefire", "2"), ("cease fire", "2"),
        ("Cease–Fire.", "2"), ("cease", "0"), ("USSR", "2"), ("u.s.s.r", "2"), ("4 june 1956", "2"), ("4. June, 1956", "2"),
        ("June 4 1956", "0"), ("сталин", "2"), ("", "0"), ("   ", "0"), ("...", "0"), (None, "0"), (["Gomułka"], "0"),
        ("Go\u0301mulka", "2"),
    ],
)  # fmt: skip
def test_short(value, expected):
    assert marked("short", {}, SHORT, value, TWO) == expected


def test_short_with_only_punctuation_as_key_accepts_nothing():
    assert marked("short", {}, {"v": 1, "accepted": ["…"]}, "…", TWO) == "0"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("pqrst", "4"), ("prqst", "4"), ("qprst", "3"), ("tsrqp", "1"), ("tpqrs", "3"),
        ("qrstp", "3"), ("pqrts", "3"), ("ptqrs", "3"), ("sptqr", "2"), ("tsrpq", "1"),
        ("", "0"), ("p", "0"), ("pq", "1"), ("pqrs", "3"), ("pppqq", "1"), ("xyzpq", "1"),
    ],
)  # fmt: skip
def test_chronology(value, expected):
    assert marked("chronology", ITEMS, RANKS, list(value), Decimal(4)) == expected


@pytest.mark.parametrize("value", [None, "pqrst", 3, {"p": 1}, [None, 1]])
def test_chronology_of_another_shape_gives_nothing(value):
    assert marked("chronology", ITEMS, RANKS, value, Decimal(4)) == "0"


def test_chronology_without_a_key_gives_nothing():
    assert marked("chronology", ITEMS, {}, list("pqrst"), Decimal(4)) == "0"


ESSAYS = ["", " ", "words", "x" * 60_000, "[A ¶7]", None, [], ["a"], 3, {}, "\n", "“quoted”", "ünï", "0", "<b>bold</b>"]


@pytest.mark.parametrize("value", ESSAYS)
def test_an_essay_is_for_a_person_to_mark(value):
    assert kind_of("essay").mark({}, {}, value, TWO) is None


# -- By chance ------------------------------------------------------------------------------------------

BODIES = {
    "single": (CHOICES, SINGLE),
    "several": (CHOICES, SEVERAL),
    "short": ({}, SHORT),
    "chronology": (ITEMS, RANKS),
}
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.sampled_from("abcdepqrst")
ANSWERS = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=7) | st.dictionaries(st.text(max_size=2), inner, max_size=2)
)
POINTS = st.decimals(min_value=0, max_value=1000, places=4)


@pytest.mark.parametrize("name", list(BODIES))
@effort(max_examples=40, deadline=None)
@given(value=ANSWERS, points=POINTS)
def test_points_lie_between_nothing_and_all(name, value, points):
    body, key = BODIES[name]
    given_points = kind_of(name).mark(body, key, value, points)
    assert 0 <= given_points <= points


@pytest.mark.parametrize("name", list(BODIES))
@effort(max_examples=40, deadline=None)
@given(value=ANSWERS, seed=st.integers())
def test_the_order_in_which_choices_are_shown_changes_nothing(name, value, seed):
    body, key = BODIES[name]
    mixed = {part: random.Random(seed).sample(pairs, len(pairs)) for part, pairs in body.items() if part != "v"}
    kind = kind_of(name)
    assert kind.mark(body, key, value, THREE) == kind.mark(body | mixed, key, value, THREE)


@given(chosen=st.sets(st.sampled_from("abcde")), seed=st.integers())
def test_the_order_of_choosing_changes_nothing(chosen, seed):
    first = sorted(chosen)
    second = random.Random(seed).sample(first, len(first))
    kind = kind_of("several")
    assert kind.mark(CHOICES, SEVERAL, first, THREE) == kind.mark(CHOICES, SEVERAL, second, THREE)


@pytest.mark.parametrize("name", [*BODIES, "essay"])
@effort(max_examples=40, deadline=None)
@given(value=ANSWERS)
def test_any_answer_can_be_described(name, value):
    body, _ = BODIES.get(name, ({}, {}))
    assert isinstance(kind_of(name).describe(value, body), str)


# -- Shapes, words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("single", ["a"]), ("single", None), ("single", "x" * 61), ("several", "a"), ("several", [1]), ("several", ["x" * 61]),
        ("several", ["a"] * 61), ("short", []), ("short", "x" * 301), ("chronology", "pq"), ("chronology", [["p"]]),
        ("essay", 5), ("essay", "x" * 60_001),
    ],
)  # fmt: skip
def test_a_value_of_another_shape_or_size_is_refused(name, value):
    with pytest.raises(ValueError, match=r"\.$"):
        kind_of(name).clean(value)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("single", "b", "Two & half"), ("single", "z", ""), ("several", ["c", "a"], "One; Three"), ("short", " yes ", "yes"),
        ("chronology", ["s", "p"], "Speech → Plan"), ("essay", "My words.\n", "My words."),
    ],
)  # fmt: skip
def test_an_answer_in_plain_words(name, value, words):
    assert kind_of(name).describe(value, BODIES.get(name, ({}, {}))[0]) == words


def test_a_chronology_is_read_from_one_select_an_item():
    kind = kind_of("chronology")
    assert kind.read(["p:2", "q:1", "r:3", "s:5", "t:4"], ITEMS) == ["q", "p", "r", "t", "s"]
    assert kind.read(["", "", "", "", ""], ITEMS) == []
    for wrong in (["p:1", "q:1", "r:3", "s:5", "t:4"], ["p:1"], ["p:9", "q:1", "r:3", "s:5", "t:4"]):
        with pytest.raises(ValueError, match="a place of its own"):
            kind.read(wrong, ITEMS)


def test_feedback_says_what_was_right():
    lines = kind_of("several").feedback(CHOICES, SEVERAL | {"feedback": {"d": "why not"}}, ["a", "d"]).lines
    assert [(line.chosen, line.right, line.note) for line in lines] == [
        (True, True, ""), (False, True, ""), (False, True, ""), (True, False, "why not"), (False, False, ""),
    ]  # fmt: skip
