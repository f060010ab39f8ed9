"""Words as the search compares them: no accents, no capitals, one sort of quote, dash and space."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursesite.ui.fold import fold, found_in, words_of


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Gomułka", "gomulka"),
        ("Rákosi Mátyás", "rakosi matyas"),
        ("Yŏn'an", "yon'an"),
        ("Yŏn’an", "yon'an"),
        ("STRAßE", "strasse"),
        ("Ørsted Æther œuvre", "orsted aether oeuvre"),
        ("“so-called” – „Wort“", '"so-called" - "wort"'),
        ("per\u00adson\u200b\u200fal", "personal"),
        ("two\r\n\tlines\u00a0here ", "two lines here"),
        ("Хрущёв", "хрущев"),
        ("o\u0301", "o"),
        ("", ""),
    ],
)
def test_fold_takes_off_what_the_search_does_not_compare(written, folded):
    assert fold(written) == folded


@given(st.text())
def test_fold_of_what_is_folded_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_fold_leaves_no_capital_and_no_double_space(text):
    folded = fold(text)
    assert folded == " ".join(folded.casefold().split())


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("Mao Tse-tung", ["mao", "tse", "tung"]),
        ("  party   PARTY ", ["party"]),
        ("100%_\\", ["100"]),
        ("‘…’", []),
        ("Ch'oe", ["ch", "oe"]),
    ],
)
def test_words_of_a_query_are_folded_and_said_once(query, words):
    assert words_of(query) == words


@pytest.mark.parametrize(
    ("text", "words", "places"),
    [
        ("Gomułka and Gomulka", ["gomulka"], [(0, 7), (12, 19)]),
        ("Go\u0301mułka", ["gomulka"], [(0, 8)]),
        ("per\u00adson", ["person"], [(0, 7)]),
        ("Straße", ["ss"], [(4, 5)]),
        ("aaa", ["aa"], [(0, 3)]),
        ("party", ["par", "ty"], [(0, 5)]),
        ("party", ["cult", ""], []),
    ],
)
def test_found_in_gives_the_places_in_the_written_words(text, words, places):
    assert found_in(text, words) == places


@given(st.text(), st.text(min_size=1, max_size=3))
def test_found_in_marks_words_that_fold_to_what_was_asked(text, word):
    asked = words_of(word)
    for start, end in found_in(text, asked):
        assert any(each in fold(text[start:end]) for each in asked)


@given(st.text(max_size=20), st.text(alphabet="abcłéß", min_size=1, max_size=5), st.text(max_size=20))
def test_found_in_finds_a_word_wherever_it_stands(before, word, after):
    places = found_in(before + word + after, words_of(word))
    assert set(range(len(before), len(before) + len(word))) <= {at for start, end in places for at in range(start, end)}
