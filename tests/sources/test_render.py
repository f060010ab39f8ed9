"""Drawing passages and source lines; dates and their bounds."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from lxml.html import fragment_fromstring

from lessons.sources.edtf import bounds
from lessons.sources.render import PassageView, SpanView, anchors, numbers_of, passage_html
from lessons.sources.sourceline import AgentView, HoldingView, date_words, holdings_html, who_words

KINDS = ("sic", "gap", "supplied", "gloss", "note", "voice")
TEXT = st.text(alphabet="ab <&\"'>…", min_size=1, max_size=30)


@given(TEXT, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from(KINDS)), max_size=6))
def test_marks_never_change_or_interrupt_the_words(text, given_spans):
    spans = tuple(
        SpanView(min(a, b, len(text)), min(max(a, b), len(text)), kind, "note <b>") for a, b, kind in given_spans
    )
    drawn = passage_html(PassageView("1", text, spans), "p1", [])
    words = lxml_html.fromstring(str(drawn)).find_class("src-words")
    assert [p.text_content() for p in words] == [text]
    assert "<b>" not in drawn


def test_runs_are_paragraphs_with_the_cut_between_them():
    view = PassageView("13", "one\ntwo", (SpanView(3, 4, "gap", "Not shown."),))
    tree = lxml_html.fromstring(str(passage_html(view, "p13", [])))
    assert [p.get("class") for p in tree.iter("p")] == ["src-words", "src-gap", "src-words"]
    assert tree.find_class("src-notes") == []


@pytest.mark.parametrize(
    ("number", "found"), [("8", ["8"]), ("8-9", ["8", "9"]), ("3-5", ["3", "4", "5"]), ("2a", ["2a"])]
)
def test_numbers_of_a_label(number, found):
    assert numbers_of(number) == found


def test_a_taken_id_gets_the_label_of_the_edition():
    taken: set[str] = set()
    assert anchors("x-", "8-9", taken, "en") == ("x-p8-9", ["x-p8", "x-p9"])
    assert anchors("x-", "8-9", taken, "ru") == ("x-ru-p8-9", ["x-ru-p8", "x-ru-p9"])


def test_speaker_and_recorder_are_told_apart():
    agents = (AgentView("Mao Zedong", "speaker", "speaking"), AgentView("a guest", "recorder", "written down by", "x"))
    assert who_words(agents) == ["Mao Zedong, speaking", "written down by a guest (x)"]


def test_what_is_not_known_is_said():
    assert (who_words(()), date_words("written", ""), str(holdings_html(()))) == (
        ["maker not known"], "date not known", "where it is kept: not known",
    )  # fmt: skip


def said_of(*holdings: HoldingView) -> str:
    return fragment_fromstring(str(holdings_html(holdings)), create_parent="p").text_content()


def test_a_page_on_the_web_is_where_a_text_was_found_and_names_where_the_original_is_kept():
    web = {"repository": "Collection", "url": "https://x.org/1"}
    first = HoldingView(levels="RGANI, Fond 5, Listi 319-321", document_number="1", **web)
    second = HoldingView(levels="RGANI, Fond 5, List 319", document_number="2", **web)
    assert said_of(first) == "found at Collection, document 1; kept at RGANI, Fond 5, Listi 319-321"
    assert said_of(first, second, HoldingView(**web)) == (
        "found at Collection, document 1, document 2; kept at RGANI, Fond 5, Listi 319-321"
    )
    assert said_of(HoldingView("Archive", "Fond 5", place="Moscow")) == "kept at Archive, Moscow, Fond 5"
    assert said_of(HoldingView(levels="printed in a chronicle, p. 5", **web)) == (
        "found at Collection; printed in a chronicle, p. 5"
    )


def test_a_holding_links_to_web_addresses_only():
    assert "href" not in holdings_html((HoldingView("Archive", url="javascript:alert(1)"),))
    assert 'href="https://x.org/1"' in holdings_html((HoldingView("Archive", url="https://x.org/1"),))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1956-02-25", (1956, 2, 25), (1956, 2, 25)),
        ("1962?", (1962, 1, 1), (1962, 12, 31)),
        ("1956-02~", (1956, 2, 1), (1956, 2, 29)),
        ("1956-10-19/1956-10-20", (1956, 10, 19), (1956, 10, 20)),
        ("[1956-03-12,1956-03-13]", (1956, 3, 12), (1956, 3, 13)),
        ("1958/1961", (1958, 1, 1), (1961, 12, 31)),
        ("1956/..", (1956, 1, 1), None),
        ("../1956", None, (1956, 12, 31)),
        ("", None, None),
    ],
)
def test_bounds_of_a_date(text, first, last):
    assert bounds(text) == (first and datetime.date(*first), last and datetime.date(*last))


def test_no_date_is_refused():
    with pytest.raises(ValueError, match="not a date"):
        bounds("19-20 October 1956")
