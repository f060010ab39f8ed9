"""Chips in a text, and the words in quotation marks beside them."""

import pytest

from assessments.evidence import check_quotes, check_words, find_number, parse, pieces

PASSAGE = (
    "We must abolish the cult of the individual decisively, once and for all; we must draw the proper conclusions."
)


def found(text: str) -> list[tuple[str, str]]:
    return [(token.letter, token.number) for token in parse(text)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("So [A ¶78].", [("A", "78")]),
        ("[A ¶7, ¶9] and [B ¶11-12]", [("A", "7"), ("A", "9"), ("B", "11-12")]),
        ("[A¶7] [B ¶ 8] [C ¶8–9]", [("A", "7"), ("B", "8"), ("C", "8-9")]),
        ("[a ¶7] [A 7] [ABC ¶7] [A ¶] (A ¶7)", []),
        ("", []),
    ],
)
def test_tokens_are_found(text, tokens):
    assert found(text) == tokens


def test_a_text_is_cut_at_its_chips_and_loses_nothing():
    text = "One [A ¶7, ¶9] two [B ¶1]"
    cut = pieces(text)
    assert [piece if isinstance(piece, str) else [(t.letter, t.number) for t in piece] for piece in cut] == [
        "One ", [("A", "7"), ("A", "9")], " two ", [("B", "1")],
    ]  # fmt: skip


@pytest.mark.parametrize(("wanted", "number"), [("8", "8-9"), ("9", "8-9"), ("8-9", "8-9"), ("7", "7"), ("10", None)])
def test_a_range_is_reached_by_either_number(wanted, number):
    assert find_number({"7": 1, "8-9": 2}, wanted) == number


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("abolish the cult of the individual", "exact"),
        ("We must abolish … once and for all", "exact"),
        ("we must abolish the cult", "exact"),
        ("We must abolish the cult of the individual decisively,", "exact"),
        ("must abolish ... [...] the proper conclusions.", "exact"),
        ("once and for all … abolish the cult", "altered"),
        ("abolish the great cult of the individual", "altered"),
        ("abolish the cul", "altered"),
        ("Stalin was excessively rude and capricious", "not in this passage"),
    ],
)
def test_quoted_words_are_held_against_the_passage(words, verdict):
    assert check_words(words, PASSAGE) == verdict


def test_curly_and_straight_marks_are_the_same():
    assert check_words("the party's “rules”", 'It broke the party’s "rules" again.') == "exact"


@pytest.mark.parametrize("marks", ["“%s”", '"%s"', "„%s“", "«%s»"])
def test_a_quotation_belongs_to_the_chip_after_it(marks):
    quoted = marks % "abolish the cult"
    checked = check_quotes(f"[B ¶1] He says {quoted} [A ¶78].", {("A", "78"): PASSAGE, ("B", "1"): "Other words."})
    assert [(one.words, one.token.letter, one.verdict) for one in checked] == [("abolish the cult", "A", "exact")]


def test_a_quotation_after_its_chip_belongs_to_it():
    checked = check_quotes("In [A ¶78] he wants to “abolish the cult”.", {("A", "78"): PASSAGE})
    assert [one.verdict for one in checked] == ["exact"]


def test_of_two_chips_together_the_one_with_the_words_counts():
    checked = check_quotes("“abolish the cult” [A ¶7, ¶78]", {("A", "7"): "Nothing.", ("A", "78"): PASSAGE})
    assert [(one.token.number, one.verdict) for one in checked] == [("78", "exact")]


def test_far_from_any_chip_or_a_single_word_is_not_held_against_anything():
    far = "“abolish the cult”" + " and so on" * 30 + " [A ¶78]"
    assert check_quotes(far, {("A", "78"): PASSAGE}) == []
    assert check_quotes("“cult” [A ¶78]", {("A", "78"): PASSAGE}) == []
