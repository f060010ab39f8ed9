"""A stretch of a text around the words that a search found."""

from hypothesis import given
from hypothesis import strategies as st

from lessons.sources.found import Piece, pieces


def test_the_words_found_are_marked():
    assert pieces("Comrade Gomułka spoke.", [["gomulka"]]) == [
        Piece("Comrade "), Piece("Gomułka", True), Piece(" spoke."),
    ]  # fmt: skip


def test_a_long_text_is_cut_at_words_around_the_first_one_found():
    shown = pieces(f"{'before ' * 30}Stalin {'after ' * 80}", [["stalin"]], room=120)
    assert shown[0] == Piece("… ")
    assert Piece("Stalin", True) in shown
    assert shown[-1] == Piece(" …")
    assert shown[1].words.split() == ["before"] * 8


def test_only_the_way_that_was_found_is_marked():
    assert [p.words for p in pieces("Mao Zedong and Tse", [["mao", "tse", "tung"], ["mao", "zedong"]]) if p.found] == [
        "Mao", "Zedong",
    ]  # fmt: skip


def test_single_letters_are_not_marked_beside_longer_words():
    assert [p.words for p in pieces("Gomułka’s notes", [["gomulka", "s"]]) if p.found] == ["Gomułka"]


@given(
    st.text(max_size=400), st.lists(st.text(alphabet="abc ", min_size=1, max_size=4), max_size=3), st.integers(20, 300)
)
def test_what_is_shown_is_a_stretch_of_the_text(text, words, room):
    ways = [[word for word in words if word.strip()]]
    shown = "".join(piece.words for piece in pieces(text, ways, room))
    body = shown.removeprefix("… ") if not text.startswith(shown[:2]) else shown
    assert body.removesuffix(" …") in text or shown.removesuffix(" …") in text
