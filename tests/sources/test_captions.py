"""A caption that breaks off is noticed; one that ends as a sentence does is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.sources.captions import BINDING, LEADING, breaks_off

DOTS = "It breaks off with three dots. Write what is left out, or end the sentence before it."
NO_END = "It does not end as a sentence does. Finish it, or close it with a full stop."


def after(what: str) -> str:
    return f"It breaks off after {what}. Write the rest of the sentence."


def left_open(what: str) -> str:
    return f"It opens {what} and does not close it. Add the missing sign, or the words that are cut off."


@pytest.mark.parametrize(
    ("caption", "said"),
    [
        ("A Chinese poster depicting Mao and", after("“and”")),
        ("A Chinese poster depicting Mao and.", after("“and”")),
        ("A portrait of", after("“of”")),
        ("A portrait of the", after("“the”")),
        ("Workers march past a", after("“a”")),
        ("Delegates, among them", NO_END),
        ("Delegates in the hall,", after("a comma")),
        ("Delegates in the hall:", after("a colon")),
        ("Delegates in the hall;", after("a semicolon")),
        ("Delegates in the hall –", after("a dash")),
        ("Khrushchev &", after("“&”")),
        ("Delegates in the hall…", DOTS),
        ("Delegates in the hall ...", DOTS),
        ("Delegates in the hall [...]", DOTS),
        ("“Delegates in the hall…”", DOTS),
        ("Delegates hold a banner: “Long live.", left_open("a quotation mark")),
        ('Delegates hold a banner: "Long live.', left_open("a quotation mark")),
        ("Delegates hold a banner: ‘Long live.", left_open("a quotation mark")),
        ("Delegates in the hall (on the left.", left_open("a bracket")),
        ("Delegates in the hall [on the left.", left_open("a bracket")),
        ("Delegates in the hall", NO_END),
        ("A portrait of Dr.", after("“Dr.”")),
        ("”", NO_END),
    ],
)
def test_a_caption_that_breaks_off_is_told_what_to_do(caption, said):
    assert breaks_off(caption) == said


@pytest.mark.parametrize(
    "caption",
    [
        "",
        "  ",
        "A Chinese poster depicting Mao and a crowd.",
        "Whom do they wait for?",
        "What a crowd they dreamt of.",
        "Delegates hold a banner: “Long live peace!”",
        'Delegates hold a banner: "Long live peace!"',
        "Delegates in the hall (on the left, the guests).",
        "The delegates’ hall.",
        "The painter's ‘Proclamation’, 1944.",
        "’Twas in 1956.",
        "Letter A.",
        "人民大会堂。",
        "He said no.",
        "(Delegates in the hall.)",
    ],
)
def test_a_caption_that_ends_is_left_alone(caption):
    assert breaks_off(caption) == ""


WORDS = st.lists(st.text("abcdefgh", min_size=4, max_size=8), min_size=1, max_size=8).map(" ".join)


@given(WORDS, st.sampled_from(".!?"))
def test_a_plain_sentence_is_left_alone_and_breaks_off_without_its_end(words, end):
    assert breaks_off(words + end) == ""
    assert breaks_off(words) == NO_END


@given(WORDS, st.sampled_from(sorted(LEADING)))
def test_a_sentence_cut_after_a_leading_word_names_it(words, word):
    assert breaks_off(f"{words} {word}") == after(f"“{word}”")


@given(WORDS, st.sampled_from(sorted(BINDING)))
def test_a_full_stop_does_not_hide_a_cut(words, word):
    assert breaks_off(f"{words} {word}.") == after(f"“{word}”")


@given(st.text())
def test_any_text_has_an_answer(text):
    assert isinstance(breaks_off(text), str)
