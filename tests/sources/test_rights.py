"""What may be done with a source, which licences do not go together, whom to name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.sources.rights import STATEMENTS, choices, clashes, code_in, statement_of, tasl

RIGHTS_STATEMENTS = (
    ["InC", "InC-OW-EU", "InC-EDU", "InC-NC", "InC-RUU", "NoC-CR", "NoC-NC", "NoC-OKLR", "NoC-US", "CNE", "UND", "NKC"]
)  # fmt: skip


def test_the_twelve_statements_lead_to_their_pages():
    assert {code: STATEMENTS[code].uri for code in RIGHTS_STATEMENTS} == {
        code: f"http://rightsstatements.org/vocab/{code}/1.0/" for code in RIGHTS_STATEMENTS
    }
    assert {STATEMENTS[code].group for code in RIGHTS_STATEMENTS} == {"In copyright", "No copyright", "Not clear"}


def test_the_licences_lead_to_their_pages():
    base = "https://creativecommons.org"
    assert {code: s.uri for code, s in STATEMENTS.items() if s.uri.startswith(base)} == {
        "CC-BY-4.0": f"{base}/licenses/by/4.0/",
        "CC-BY-SA-4.0": f"{base}/licenses/by-sa/4.0/",
        "CC-BY-NC-4.0": f"{base}/licenses/by-nc/4.0/",
        "CC-BY-ND-4.0": f"{base}/licenses/by-nd/4.0/",
        "CC-BY-NC-SA-4.0": f"{base}/licenses/by-nc-sa/4.0/",
        "CC-BY-NC-ND-4.0": f"{base}/licenses/by-nc-nd/4.0/",
        "CC0-1.0": f"{base}/publicdomain/zero/1.0/",
        "PDM-1.0": f"{base}/publicdomain/mark/1.0/",
    }


def test_every_statement_can_be_chosen_once_and_fits_its_column():
    offered = [code for _, group in choices() for code, _ in group]
    assert offered == list(STATEMENTS)
    assert max(len(code) for code in offered) <= 20


@pytest.mark.parametrize(
    ("code", "is_open", "words"),
    [
        ("InC", False, 300),
        ("CNE", False, 300),
        ("UND", False, 300),
        ("NoC-CR", False, 300),
        ("InC-EDU", False, None),
        ("permission", False, None),
        ("CC-BY-ND-4.0", True, None),
        ("CC0-1.0", True, None),
        ("own", True, None),
        ("", False, 300),
        ("nonsense", False, 300),
    ],
)
def test_what_is_not_open_may_be_quoted_in_short_extracts_s17(code, is_open, words):
    statement = statement_of(code)
    assert (statement.is_open, statement.quote_words) == (is_open, words)


def test_share_alike_and_non_commercial_do_not_go_together():
    assert clashes(["CC-BY-SA-4.0", "CC-BY-NC-SA-4.0"]) == [
        "CC BY-SA 4.0 and CC BY-NC-SA 4.0 cannot be made into one work: the first lets others earn money with what is "
        "made of it, the second does not."
    ]
    assert len(clashes(["CC-BY-SA-4.0", "CC-BY-NC-4.0"])) == 1


def test_what_forbids_changes_cannot_be_adapted():
    assert clashes(["CC-BY-ND-4.0"]) == [
        "CC BY-ND 4.0 does not allow changes: what bears it may be shown whole, but not adapted."
    ]


def test_the_lesson_may_not_give_more_than_its_parts_allow():
    assert clashes(["CC-BY-SA-4.0"], own="CC-BY-4.0") == [
        "CC BY-SA 4.0 asks that what is made of it bears the same licence, but the lesson bears CC BY 4.0."
    ]
    assert clashes(["CC-BY-NC-4.0"], own="CC-BY-4.0") == [
        "CC BY-NC 4.0 does not let others earn money with it, but the lesson's CC BY 4.0 does."
    ]


@pytest.mark.parametrize(
    ("codes", "own"),
    [
        ([], "CC-BY-4.0"),
        (["CC-BY-4.0", "CC0-1.0", "PDM-1.0"], "CC-BY-SA-4.0"),
        (["CC-BY-SA-4.0"], "CC-BY-SA-4.0"),
        (["CC-BY-NC-4.0", "CC-BY-4.0"], "CC-BY-NC-SA-4.0"),
        (["CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"], ""),
        (["InC", "CNE", "own", "permission", ""], "CC-BY-4.0"),
    ],
)
def test_what_goes_together_is_not_warned_of(codes, own):
    assert clashes(codes, own=own) == []


@given(st.lists(st.sampled_from([*STATEMENTS, "", "no such code"])), st.sampled_from([*STATEMENTS, ""]))
def test_neither_order_nor_repetition_changes_the_warnings(codes, own):
    assert clashes(codes, own=own) == clashes([*reversed(codes), *codes], own=own)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("“A lesson”, by the course team, CC BY 4.0. It follows another.", "CC-BY-4.0"),
        ("cc by-nc-sa", "CC-BY-NC-SA-4.0"),
        ("CC-BY-ND 4.0", "CC-BY-ND-4.0"),
        ("Built on a page under CC0. CC BY-SA 4.0", "CC-BY-SA-4.0"),
        ("Public Domain Mark 1.0", "PDM-1.0"),
        ("CC BY-SA 3.0", ""),
        ("All rights reserved", ""),
        ("", ""),
    ],
)
def test_a_licence_is_read_out_of_a_sentence(words, code):
    assert code_in(words) == code


def test_a_credit_names_title_author_source_and_licence():
    credit = tasl(
        "The wreath", "J. Nowak", "City Museum", "CC-BY-4.0", "a photograph of 1961", url="https://m.example/7"
    )
    assert credit.words == "“The wreath”, J. Nowak, City Museum, CC BY 4.0. Adapted from a photograph of 1961."
    assert (credit.source_url, credit.licence_url) == (
        "https://m.example/7",
        "https://creativecommons.org/licenses/by/4.0/",
    )


def test_a_credit_says_what_is_not_known_and_links_only_to_web_addresses():
    assert tasl("A “title” in it").words == "“A ‘title’ in it”, author not known, Rights not stated."
    assert tasl("Notes").words == "“Notes”, author not known, Rights not stated."
    assert tasl("Notes", source="javascript:alert(1)").source_url == ""
    assert tasl("Notes", also="Only short extracts are shown.").licence == "Only short extracts are shown."
