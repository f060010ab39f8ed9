"""Pasted HTML: what a text needs is kept, the rest is named, and nothing that could run survives."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from lessons.clean import ATTRIBUTES, TAGS, clean_html
from lessons.pasted import clean_pasted
from tests.lessons.pasted_samples import GOOGLE, LIBRE, PAYLOADS, WIKI, WORD

HREF = re.compile(r"^(https?://[^/]|mailto:|/(?![/\\])|#[\w-]+$)")


def text_of(cleaned: str) -> str:
    """Without the made-up names of notes and the rel that every link gets."""
    return re.sub(r"\bw[0-9a-f]{8}-", "", cleaned).replace(' rel="noopener noreferrer"', "")


def test_word_keeps_headings_lists_tables_links_and_notes():
    done = clean_pasted(WORD)
    assert text_of(done.html) == (
        "<h3>The Speech</h3><h3>Before</h3><h4>The hall</h4>"
        '<p>In <strong>1956</strong> he <em>spoke</em><sup class="footnote-ref">'
        '<a id="fnref-1" href="#fn-1" aria-label="Note 1">1</a></sup> for long.</p>'
        "<ul><li>First<ol><li>Inner</li></ol></li><li>Last</li></ul>"
        '<table><tbody><tr><th scope="col">Year</th><th scope="col">Event</th></tr>\n'
        "<tr><td>1956</td><td>Speech</td></tr></tbody></table>"
        '<p><a href="https://example.org/a">A link</a> and a file</p>'
        '<ol><li id="fn-1">See the <em>archive</em>. '
        '<a class="footnote-back" href="#fnref-1" aria-label="Back to note 1 in the text">↩</a></li></ol>'
    )


def test_word_says_what_was_left_out():
    assert clean_pasted(WORD).report == (
        "What was left out: 2 pictures, colours, fonts and sizes, 1 link that leads to no web address. "
        "The first row of 1 table was taken as headings."
    )


def test_google_docs_keep_bold_italics_numbers_real_links_and_notes():
    assert re.sub(r"\s+", " ", text_of(clean_pasted(GOOGLE).html)) == (
        '<h3>Head</h3><p><strong>Bold</strong> plain <em>slanted</em><sup class="footnote-ref">'
        '<a id="fnref-1" href="#fn-1" aria-label="Note 1">1</a></sup> <a href="https://example.org/x?a=1">away</a></p>'
        '<ol start="3"><li>Three</li></ol>'
        '<ol><li id="fn-1">A note <a class="footnote-back" href="#fnref-1" aria-label="Back to note 1 in the text">↩</a></li></ol>'
    )


def test_a_wiki_page_keeps_a_note_that_is_mentioned_twice():
    done = clean_pasted(WIKI)
    found = text_of(done.html)
    assert re.findall(r' id="([^"]+)"', found) == ["fnref-1", "fnref-1-2", "fnref-2", "fn-1", "fn-2"]
    assert "Back to note 1, mention 2 in the text" in found
    assert "Two. <a" in found and "^" not in found
    assert done.left_out == ["1 embedded page", "1 form", "1 script"]


def test_libre_office_notes_are_found():
    found = text_of(clean_pasted(LIBRE).html)
    assert '<sup class="footnote-ref"><a id="fnref-1" href="#fn-1" aria-label="Note 1">1</a></sup>' in found
    assert '<li id="fn-1">Its note. <a class="footnote-back"' in found


def test_a_note_mark_without_its_note_stays_as_words():
    done = clean_pasted('<p>One<a href="#_ftn9" name="_ftnref9">[9]</a></p>')
    assert (done.html, done.report) == (
        "<p>One[9]</p>",
        "1 note mark stayed plain: the note itself was not in what you pasted.",
    )


def test_notes_of_two_pastings_have_different_names():
    first, second = clean_pasted(GOOGLE).html, clean_pasted(GOOGLE.replace("plain", "other")).html
    names = [set(re.findall(r' id="([^"]+)"', found)) for found in (first, second)]
    assert names[0] & names[1] == set()


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("plain\n\ntwo <3", "<p>plain</p><p>two &lt;3</p>"),
        ("<h4>Low</h4><h6>Lower</h6>", "<h4>Low</h4><h6>Lower</h6>"),
        ("<h1>A</h1><h2>B</h2><h5>C</h5>", "<h3>A</h3><h4>B</h4><h6>C</h6>"),
        ("loose <b>words</b><p>Then</p>tail", "<p>loose <strong>words</strong></p><p>Then</p><p>tail</p>"),
        ("<div><div>One</div><div>Two</div></div>", "<p>One</p><p>Two</p>"),
        (
            "<p><a href='/sources/x/#p2'>own</a></p>",
            '<p><a href="/sources/x/#p2" rel="noopener noreferrer">own</a></p>',
        ),
        ("<p>\xa0</p><p><br></p><p>x</p>", "<p>x</p>"),
        ("<p lang='ru'>Никто</p>", '<p lang="ru">Никто</p>'),
        ("", ""),
    ],
)
def test_small_pieces(pasted, kept):
    assert clean_pasted(pasted).html == kept


def parts_that_could_run(cleaned: str) -> list[str]:
    """Whatever in a text is not on the list of what may stand there, read as a browser would read it."""
    body = html.document_fromstring(f"<body><main>{cleaned}</main></body>").find("body/main")
    found = []
    for element in body.iterdescendants():
        if element.tag not in TAGS:
            found.append(f"<{element.tag}>")
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(element.tag, set()) | ({"rel"} if element.tag == "a" else set())
        found += [f"{element.tag} {name}" for name in element.attrib if name not in allowed]
        href = element.get("href", "#x")
        if not HREF.match(href):
            found.append(href)
        if element.get("id") and not re.search(r"(^|-)fn(ref)?-", element.get("id")):
            found.append(f"id {element.get('id')}")
    return found


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_could_run_survives(payload):
    assert parts_that_could_run(clean_html(payload)) == []
    assert parts_that_could_run(clean_pasted(payload).html) == []
    assert parts_that_could_run(clean_pasted(f"<p>a</p><div>{payload}</div><p>b</p>").html) == []


def test_the_check_itself_finds_faults():
    bad = '<p onclick="x()">a</p><a href="javascript:x()">b</a><svg></svg><p id="live"></p>'
    assert len(parts_that_could_run(bad)) == 5


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*PAYLOADS, "<p>", "</p>", "<table><tr><td>", "<li>", "</div>", "<div>", "x", "<b>"]),
        max_size=6,
    )
)
def test_no_mixture_of_payloads_survives_and_cleaning_twice_changes_nothing(pieces):
    done = clean_pasted("".join(pieces)).html
    assert parts_that_could_run(done) == []
    assert clean_html(done) == done


def test_there_are_enough_payloads():
    assert len(set(PAYLOADS)) >= 40
