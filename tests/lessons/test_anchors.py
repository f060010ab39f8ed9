"""Where the words of a note are after a correction: examples, then every edit that we can think of."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.anchors import Anchor, Correction, Result, Text, reanchor
from lessons.samewords import find_words, normalise

LONG = (
    "The party has decided to send the delegation to Beijing. Comrade Stalin, they said, had made mistakes; "
    "these were discussed at length in the evening. Nobody contradicted the speaker until the following day."
)


def texts(*passages: str, key: int = 0) -> list[Text]:
    return [Text(key + n, str(n), words) for n, words in enumerate(passages, 1)]


def on(passages: list[Text], words: str, index: int = 0, nth: int = 0) -> Anchor:
    start = -1
    for _ in range(nth + 1):
        start = passages[index].text.index(words, start + 1)
    return Anchor(passages[index].key, start, start + len(words), words)


def moved(old: str, new: str, words: str, nth: int = 0) -> Result:
    before = texts(old)
    return reanchor(on(before, words, nth=nth), before, texts(new, key=100))


# -- The same words ---------------------------------------------------------------------------------------


def test_untouched_words_stay_anchored_where_they_were():
    result = moved(LONG, LONG + " The end.", "Comrade Stalin")
    assert (result.state, result.key, result.exact) == ("anchored", 101, "Comrade Stalin")


def test_words_move_when_something_is_put_before_them():
    result = moved(LONG, "In March 1956. " + LONG, "Comrade Stalin")
    assert (result.state, result.exact, result.start) == ("moved", "Comrade Stalin", LONG.index("Comrade") + 15)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("He said “no” — twice.", 'He said "no" - twice.', "“no” — twice"),
        ("Zażółć gęślą jaźń now.", unicodedata.normalize("NFD", "Zażółć gęślą jaźń now."), "gęślą jaźń"),
        (unicodedata.normalize("NFD", "Over é and ö here."), "Over é and ö here.", "e\u0301 and o\u0308"),
        ("A cul\u00adti\u00advated man stood up.", "A cultivated man stood up.", "cul\u00adti\u00advated man"),
        ("Words\u00a0and  spaces\nhere, friends.", "Words and spaces here, friends.", "and  spaces\nhere"),
        ("Left \u200fעברית\u200e right here.", "Left עברית right here.", "\u200fעברית\u200e"),
        ("Wait… what was that?", "Wait... what was that?", "Wait… what"),
        ("Before 🙂 and 👩‍💻 after it.", "Quite before 🙂 and 👩‍💻 after it.", "👩‍💻 after"),
    ],
)
def test_other_signs_for_the_same_words_move_the_note(old, new, words):
    result = moved(old, new, words)
    assert (result.state, plain(result.exact)) == ("moved", plain(words))


def test_after_a_split_the_words_are_found_in_the_new_passage():
    old = texts("One.", LONG, "Three.")
    first, second = LONG.split(" Comrade")
    new = [Text(101, "1", "One."), Text(102, "2", first), Text(103, "2a", "Comrade" + second), Text(104, "3", "Three.")]
    found = reanchor(on(old, "these were discussed", 1), old, new)
    assert (found.state, found.key, found.exact) == ("moved", 103, "these were discussed")
    assert reanchor(on(old, "One.", 0), old, new).state == "anchored"


def test_of_words_that_stand_often_the_right_ones_are_chosen():
    text = "the cat and the dog saw the bird near the house"
    result = moved(text, "Then " + text.replace("the cat", "one cat"), "the", nth=2)
    assert (result.state, result.start) == ("moved", 5 + text.index("the bird"))


def test_a_word_that_was_cut_from_its_sentence_does_not_jump_to_another_sentence():
    old = "Everybody praised Stalin in public. Years later a street was named after Lenin."
    new = "Everybody praised him in public. Years later a street was named after Stalin."
    assert moved(old, new, "Stalin").state == "review"


def test_a_word_that_became_part_of_a_longer_one_is_only_proposed():
    assert moved("It is an art to rule.", "It is an artillery to rule.", "art").state in ("review", "orphaned")
    assert moved("We met at the cafe there.", "We met at the café there.", "cafe").state in ("review", "orphaned")


def test_words_that_end_inside_one_sign_of_the_new_text_are_only_proposed():
    assert moved("Wait... what was that?", "Wait… what was that?", "Wait..").state == "review"


def test_a_note_on_a_whole_passage_follows_the_passage():
    old = texts("First words.", LONG)
    whole = Anchor(2, 0, len(LONG), LONG)
    new = [Text(101, "1", "First words."), Text(102, "1a", "Between."), Text(103, "2", LONG.replace(" ", "\u00a0"))]
    found = reanchor(whole, old, new)
    assert (found.state, found.key, found.start, found.end) == ("moved", 103, 0, len(LONG))


# -- Words that are alike, and words that are gone ----------------------------------------------------------


def test_a_corrected_word_in_the_words_makes_a_proposal():
    result = moved(LONG, LONG.replace("discussed", "discused"), "these were discussed at length")
    assert (result.state, result.exact, result.score > 0.9) == ("review", "these were discused at length", True)


def test_words_that_are_gone_keep_their_old_place():
    old = texts(LONG)
    note = on(old, "Comrade Stalin, they said, had made mistakes")
    new = texts("Quite another text stands here since this morning, about the harvest of 1957.", key=100)
    assert reanchor(note, old, new) == Result("orphaned", note.key, note.start, note.end, note.exact, 0.0)


def test_a_whole_passage_that_was_rewritten_is_proposed_or_orphaned():
    old = texts(LONG)
    whole = Anchor(1, 0, len(LONG), LONG)
    little = reanchor(whole, old, texts(LONG.replace("evening", "morning"), key=100))
    much = reanchor(whole, old, texts("The party has decided.", key=100))
    assert (little.state, much.state) == ("review", "orphaned")


def test_an_edition_that_became_empty_orphans_everything():
    old = texts(LONG)
    assert reanchor(on(old, "Comrade Stalin"), old, []).state == "orphaned"


# -- Finding typed words ------------------------------------------------------------------------------------


def test_typed_words_are_found_whatever_marks_were_typed():
    text = "He said “it’s over” — and left. 🙂 It’s over."
    assert [text[a:b] for a, b in find_words(text, '"it\'s over" - and')] == ["“it’s over” — and"]
    assert len(find_words(text, "over")) == 2
    assert find_words(text, "never") == []
    assert find_words(text, "   ") == []


# -- Every edit ----------------------------------------------------------------------------------------------

PLAIN = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‘’‚‛‹›′`´ʼ", "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"…": "..."}
    | dict.fromkeys(
        "\u00ad\u200b\u200e\u200f\u2060\ufeff\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ""
    )
)


def plain(text: str) -> str:
    """The same idea as normalise(), written another way."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text.translate(PLAIN)).translate(PLAIN)).strip()


WORDS = st.sampled_from(
    [
        "the",
        "party",
        "of",
        "Comrade",
        "Stalin",
        "“truth”",
        "truth’s",
        "was",
        "not",
        "é",
        "öl",
        "naïve",
        "Gomułka",
        "cul\xadture",
        "—",
        "and,",
        "🙂",
        "👩\u200d💻",
        "עברית",
        "\u200fשלום",
        "1956",
        "«",
        "non",
        "»",
        "re-done",
        "ét́",
        "…",
        "end.",
    ]
)
PASSAGE = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)
EDITION = st.lists(PASSAGE, min_size=1, max_size=5)
EDIT = st.one_of(
    st.tuples(st.just("insert"), st.integers(0, 400), st.one_of(WORDS, st.sampled_from("abc“’ \u0301\u00ad\u200d🙂"))),
    st.tuples(st.just("delete"), st.integers(0, 400), st.integers(1, 30)),
    st.tuples(st.just("replace"), st.integers(0, 400), st.one_of(WORDS, st.characters(codec="utf-8"))),
    st.tuples(st.just("split"), st.integers(0, 400), st.just(0)),
    st.tuples(st.just("join"), st.integers(0, 10), st.just(0)),
    st.tuples(st.just("quotes"), st.integers(0, 10), st.just(0)),
    st.tuples(st.just("form"), st.integers(0, 10), st.sampled_from(["NFC", "NFD"])),
    st.tuples(st.just("hyphens"), st.integers(0, 400), st.just(0)),
)


def edited(passages: list[tuple[str, str]], edit) -> list[tuple[str, str]]:
    """(number, text) after one edit. `at` counts through all of the text."""
    sort, at, what = edit
    made = list(passages)
    index = at % len(made)
    number, text = made[index]
    place = (at // len(made)) % (len(text) + 1)
    if sort == "insert":
        made[index] = (number, text[:place] + what + text[place:])
    elif sort == "delete":
        made[index] = (number, text[:place] + text[place + what :])
    elif sort == "replace":
        made[index] = (number, text[:place] + what + text[place + 1 :])
    elif sort == "split":
        made[index : index + 1] = [(number, text[:place]), (f"{number}a", text[place:])]
    elif sort == "join" and index + 1 < len(made):
        made[index : index + 2] = [(number, f"{text} {made[index + 1][1]}")]
    elif sort == "quotes":
        made = [(n, t.replace("“", '"').replace("”", '"').replace("’", "'").replace("—", "-")) for n, t in made]
    elif sort == "form":
        made = [(n, unicodedata.normalize(what, t)) for n, t in made]
    elif sort == "hyphens":
        made[index] = (number, "\u00ad".join(text))
    return list(dict(reversed(made)).items())[::-1]  # a number is used once


@st.composite
def corrections(draw):
    old = [(str(n), text) for n, text in enumerate(draw(EDITION), 1)]
    new = old
    for edit in draw(st.lists(EDIT, min_size=0, max_size=6)):
        new = edited(new, edit)
    index = draw(st.integers(0, len(old) - 1))
    text = old[index][1]
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    before = [Text(key, *pair) for key, pair in enumerate(old)]
    after = [Text(1000 + key, *pair) for key, pair in enumerate(new)]
    return before, after, Anchor(index, start, end, text[start:end])


@settings(max_examples=800, deadline=None)
@given(corrections())
def test_no_edit_leaves_a_note_silently_on_other_words(case):
    old, new, note = case
    found = Correction(old, new).find(note)
    texts_now = {text.key: text.text for text in new}
    if found.state in ("anchored", "moved"):
        assert texts_now[found.key][found.start : found.end] == found.exact
        assert (plain(found.exact), found.score) == (plain(note.exact), 1.0)
    elif found.state == "review":
        assert texts_now[found.key][found.start : found.end] == found.exact
        assert found.score >= 0.9
    else:
        assert found == Result("orphaned", note.key, note.start, note.end, note.exact, 0.0)


@settings(max_examples=200, deadline=None)
@given(corrections())
def test_looking_again_finds_the_same_and_from_there_stays(case):
    old, new, note = case
    found = Correction(old, new).find(note)
    assert Correction(old, new).find(note) == found
    if found.state in ("anchored", "moved"):
        again = Correction(new, new).find(Anchor(found.key, found.start, found.end, found.exact))
        assert again == Result("anchored", found.key, found.start, found.end, found.exact, 1.0)


@settings(max_examples=400, deadline=None)
@given(
    PASSAGE,
    PASSAGE,
    st.lists(
        st.sampled_from(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]),
        min_size=3,
        max_size=10,
    ),
    st.lists(st.tuples(st.integers(0, 400), st.text("abc “”é", max_size=5)), max_size=3),
)
def test_words_that_the_edits_do_not_touch_are_kept_exactly(before, after, noted, edits):
    """Insertions before the noted words and their surroundings: the note is on these very words, at the right place."""
    words, around = " ".join(noted), "which they wrote"
    old = f"{before} {around} {words} {around} {after}"
    new_before = before
    for at, typed in edits:
        place = at % (len(new_before) + 1)
        new_before = new_before[:place] + typed + new_before[place:]
    new = f"{new_before} {around} {words} {around} {after}"
    start = len(before) + len(around) + 2
    found = reanchor(Anchor(1, start, start + len(words), words), texts(old), texts(new, key=100))
    assert (found.state in ("anchored", "moved"), found.exact) == (True, words)
    assert found.start == start + len(new) - len(old)


@given(st.text(max_size=40))
def test_the_normal_form_is_one_for_all_ways_of_writing(text):
    assert normalise(text).text == normalise(unicodedata.normalize("NFD", text)).text
    assert normalise(text).text == normalise(unicodedata.normalize("NFC", text)).text
    form = normalise(text)
    assert normalise(form.text).text == form.text
    assert len(form.text) == len(form.starts) == len(form.ends)
