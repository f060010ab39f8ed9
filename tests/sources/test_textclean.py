"""What is pasted, made fit to be kept: words stay, what is not seen goes and is told."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.sources.readhtml import read_markdown
from lessons.sources.textclean import LONGEST, MOST_WORDS, clean_text, decoded, is_too_long

CASES = [
    ("one\r\ntwo\rthree", "one\ntwo\nthree", ["2 line ends of another system were made plain."]),
    ("de\u00adstalin\u00adization", "destalinization", ["2 soft hyphens were taken out."]),
    ("de\u00ad\nstalin", "destalin", ["1 soft hyphen was taken out."]),
    ("a\u200bb\ufeff", "ab", ["2 signs without width were taken out."]),
    ("a\u202e\u200fb\u202c", "ab", ["3 marks of writing direction were taken out."]),
    ("a\u200db", "ab", ["1 joining sign without width was taken out."]),
    ("a\u00a0b\tc", "a b c", ["2 special spaces or tabs became plain spaces."]),
    ("a\x00\x07b\ud800", "ab", ["3 control signs were taken out."]),
    ("e\u0301", "\u00e9", ["Letters and accents that were stored apart were put together."]),
    ("plain “words” – and …", "plain “words” – and …", []),
    ("👩\u200d👩\u200d👧 and 👍🏽", "👩\u200d👩\u200d👧 and 👍🏽", []),
    ("می\u200cخواهم", "می\u200cخواهم", []),
]


@pytest.mark.parametrize(("given_text", "text", "changed"), CASES)
def test_what_is_not_seen_goes_and_is_told(given_text, text, changed):
    clean = clean_text(given_text)
    assert (clean.text, list(clean.changed)) == (text, changed)


REMARKS = [
    ('“one” and "two"', 'The text mixes curly (“ ”) and straight (") quotation marks. They stay as they are.'),
    ("’tis Stalin's", "The text mixes curly (’) and straight (') apostrophes. They stay as they are."),
    (
        "a \ufffd b",
        "1 sign could not be read and now shows as \ufffd. Look at the original and type what stands there.",
    ),
    ("a \uf0b7 b", "Some signs belong to a private font and may show as empty boxes. Look for them below."),
    ("de-\nstalin", "1 line ends in a hyphen: look whether a word was divided there."),
]


@pytest.mark.parametrize(("text", "remark"), REMARKS)
def test_what_a_teacher_should_look_at_is_said_and_left_as_it_is(text, remark):
    clean = clean_text(text)
    assert (clean.text, clean.remarks, clean.changed) == (text, (remark,), ())


@given(st.text(st.characters()))
def test_cleaning_twice_changes_nothing_more(text):
    clean = clean_text(text)
    again = clean_text(clean.text)
    assert (again.text, again.changed) == (clean.text, ())


@given(st.text(st.characters(categories=["L", "N", "P", "So", "Zs"])))
def test_words_signs_and_emoji_stay(text):
    kept = unicodedata.normalize("NFC", text)
    assert clean_text(text).text.split() == kept.split()


FILES = [
    ("Gomułka".encode(), "Gomułka"),
    ("Gomułka".encode("utf-8-sig"), "Gomułka"),
    ("Gomułka".encode("utf-16"), "Gomułka"),
    ("“é”".encode("cp1252"), "“é”"),
]


@pytest.mark.parametrize(("raw", "text"), FILES)
def test_a_file_is_read_in_the_encoding_that_it_has(raw, text):
    assert decoded(raw) == text


def test_what_is_no_text_is_refused():
    with pytest.raises(ValueError, match="Save it as docx"):
        decoded(b"GIF89a\x00\x01")


def test_size_is_counted_in_bytes():
    assert [is_too_long("x" * LONGEST), is_too_long("x" * (LONGEST + 1)), is_too_long(b"x" * (LONGEST + 1))] == [
        False,
        True,
        True,
    ]
    assert [is_too_long("ж" * (MOST_WORDS // 2), MOST_WORDS), is_too_long("ж" * (MOST_WORDS // 2 + 1), MOST_WORDS)] == [
        False,
        True,
    ]


def test_a_paragraph_of_brackets_costs_next_to_nothing():
    begun = time.process_time()
    words = [words for _, words in read_markdown("[" * 50_000 + "\n\n[kept](https://x.org)").rows]
    assert time.process_time() - begun < 1
    assert words == ["[" * 50_000, "kept"]
