"""Two texts side by side: their words, and which passages stand against each other."""

from hypothesis import given
from hypothesis import strategies as st

from lessons.sources.compare import Pair, Piece, differing, pairs, word_diff

TEXT = st.text(alphabet="aab b ’-.,“”\n é😀я", max_size=60)
NUMBERS = st.lists(st.integers(1, 30).map(str), unique=True, max_size=8)


@given(TEXT, TEXT, st.booleans())
def test_the_pieces_of_a_text_joined_are_the_text(left, right, exact):
    one, other = word_diff(left, right, exact=exact)
    assert "".join(piece.text for piece in one) == left
    assert "".join(piece.text for piece in other) == right


@given(TEXT, TEXT, st.booleans())
def test_what_both_have_is_the_same_words_in_the_same_order(left, right, exact):
    one, other = word_diff(left, right, exact=exact)
    shared = ["".join(" " if piece.only else piece.text for piece in side) for side in (one, other)]
    assert differing(*shared, exact=exact) == ([], [])


@given(TEXT, st.booleans())
def test_a_text_does_not_differ_from_itself(text, exact):
    assert differing(text, text, exact=exact) == ([], [])


def test_words_of_two_translations_are_compared_without_capitals_and_signs():
    one, other = word_diff("He described matters; so", "he, painting the matter, so")
    assert one == [Piece("He ", False), Piece("described matters", True), Piece("; so", False)]
    assert other == [Piece("he, ", False), Piece("painting the matter", True), Piece(", so", False)]


def test_two_versions_of_one_text_are_compared_sign_by_sign():
    one, other = word_diff("The Party.", "The party!", exact=True)
    assert [piece.text for piece in one if piece.only] == ["Party."]
    assert [piece.text for piece in other if piece.only] == ["party!"]


@given(NUMBERS, NUMBERS, st.data())
def test_every_passage_of_both_texts_stands_in_one_row_in_order(left, right, data):
    places = st.tuples(st.integers(0, len(left) - 1), st.integers(0, len(right) - 1))
    aligned = data.draw(st.lists(places, max_size=5)) if left and right else []
    rows = pairs(left, right, aligned)
    assert sorted(a for row in rows for a in row.left) == list(range(len(left)))
    assert sorted(b for row in rows for b in row.right) == list(range(len(right)))
    firsts = [row.left[0] for row in rows if row.left]
    assert firsts == sorted(firsts)
    for a, b in aligned:
        assert any(a in row.left and b in row.right for row in rows)


def test_what_is_not_aligned_stands_against_its_own_number():
    assert pairs(["1", "2", "3"], ["1", "3", "4"], []) == [
        Pair((0,), (0,)),
        Pair((1,), ()),
        Pair((2,), (1,)),
        Pair((), (2,)),
    ]


def test_one_passage_may_stand_against_two():
    assert pairs(["5", "6"], ["1", "2", "3"], [(0, 0), (0, 1), (1, 2)]) == [Pair((0,), (0, 1)), Pair((1,), (2,))]
