"""Text in: plain, Markdown, web page and Word become numbered passages; what cannot be is refused with what to do."""

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.sources.drafts import PassageDraft, SpanDraft, passage_problems
from lessons.sources.errors import EditionRefused
from lessons.sources.intake import COUNTED, COUNTED_LINES, PRINTED, read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def numbered(got) -> list[tuple[str, str]]:
    return [(p.number, p.text) for p in got.passages]


def docx(body: str, styles: str = "", head: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", f"{head}<w:document {W}><w:body>{body}</w:body></w:document>")
        if styles:
            packed.writestr("word/styles.xml", f"<w:styles {W}>{styles}</w:styles>")
    return made.getvalue()


def run(words: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{named}<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


TEXTS = [
    # paragraphs and headings
    ("One.\n\nTwo.", {}, [("1", "One."), ("2", "Two.")], COUNTED),
    ("# Head\nOne.\n\n## Sub\n\nTwo.", {}, [("h1", "Head"), ("1", "One."), ("h2", "Sub"), ("2", "Two.")], COUNTED),
    ("A line that is long enough to have been wrapped by\nsomebody else.\n\nTwo.", {},
     [("1", "A line that is long enough to have been wrapped by somebody else."), ("2", "Two.")], COUNTED),
    ("A verse\nin lines\n\nTwo", {}, [("1", "A verse\nin lines"), ("2", "Two")], COUNTED),
    ("First sentence.\nSecond sentence.", {}, [("1", "First sentence."), ("2", "Second sentence.")], COUNTED_LINES),
    ("A verse\nin lines", {"lines": "each"}, [("1", "A verse"), ("2", "in lines")], COUNTED_LINES),
    ("One.\n\nTwo.", {"first": 11}, [("11", "One."), ("12", "Two.")], COUNTED),
    # printed numbers
    ("[8] One.\n\n[9-10] Two.", {}, [("8", "One."), ("9-10", "Two.")], PRINTED),
    ("8. One.\n\n9–10. Two.", {}, [("8", "One."), ("9-10", "Two.")], PRINTED),
    ("¶8 One.\n\n§ 9 Two.", {"numbering": "printed"}, [("8", "One."), ("9", "Two.")], PRINTED),
    ("[8] One.\n\nMore of it.\n\n[9] Two.", {}, [("8", "One.\nMore of it."), ("9", "Two.")], PRINTED),
    ("1956. That year.\n\nAnother.\n\nA third.", {}, [("1", "1956. That year."), ("2", "Another."), ("3", "A third.")], COUNTED),
    ("[8] One.\n\n[9] Two.", {"numbering": "count"}, [("1", "[8] One."), ("2", "[9] Two.")], COUNTED),
    # Markdown
    ("# H\n\nSome *words*\nwrapped\\\nbroken", {"form": "markdown"}, [("h1", "H"), ("1", "Some words wrapped\nbroken")], COUNTED),
    ("8. one\n9. two", {"form": "markdown"}, [("8", "one"), ("9", "two")], PRINTED),
    ("---\ntitle: x\n---\nOne.", {"form": "markdown"}, [("1", "One.")], COUNTED),
    # web pages
    ("<h2>H</h2><p>One&nbsp;<b>two</b><br>three<div>x</div><script>bad()</script>", {},
     [("h1", "H"), ("1", "One two\nthree"), ("2", "x")], COUNTED),
    ("<p>One<sup><a href='#n1'>1</a></sup>.</p><p>Two.</p>", {}, [("1", "One."), ("2", "Two.")], COUNTED),
    ("<table><tr><td>a<td>b</table>", {}, [("1", "a | b")], COUNTED),
    ("<p class=MsoTitle>Head</p><p>One.</p>", {}, [("h1", "Head"), ("1", "One.")], COUNTED),
]  # fmt: skip


@pytest.mark.parametrize(("text", "how", "passages", "scheme"), TEXTS)
def test_a_text_becomes_numbered_passages(text, how, passages, scheme):
    got = read(text, **how)
    assert (numbered(got), got.scheme) == (passages, scheme)


def test_headings_are_no_paragraphs():
    assert [p.kind for p in read("# Head\n\nOne.").passages] == ["heading", "p"]


def test_a_word_file_is_read_with_its_headings_and_without_what_was_deleted():
    body = (
        run("Kopf", "berschrift1")
        + run("One ")
        + "<w:p><w:r><w:t>Two</w:t><w:br/><w:t>lines</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:footnoteReference/></w:r></w:p>"
    )
    styles = '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    got = read(docx(body, styles), name="a.docx")
    assert numbered(got) == [("h1", "Kopf"), ("1", "One"), ("2", "Two\nlines")]
    assert got.remarks == (
        "1 note mark was left out. Where the notes themselves stand at the end, take them out of the text or keep them.",
        "The file has tracked changes: they were read as if all of them were accepted.",
        "Perhaps a heading: “One” (¶1). Put # and a space before it if it is one; headings are not counted.",
    )


def test_the_words_of_a_file_stand_in_the_box_and_give_the_same_passages_again():
    got = read(b"<h1>H</h1><p>One<br>line</p><p>[8] Two</p>", name="page.html")
    assert got.text == "# H\n\nOne\nline\n\n[8] Two"
    assert read(got.text, form="text", lines="keep").passages == got.passages


# -- What is refused, each in a sentence that says what to do -------------------------------------------

ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
BOMB = docx(f"<w:p><w:r><w:t>{'x' * 31_000_000}</w:t></w:r></w:p>")
REFUSED = [
    ("", {}, "There is no text yet. Paste it, or choose a file."),
    (" \n \u200b", {}, "There is no text yet. Paste it, or choose a file."),
    ("x" * 5_000_001, {}, "This text is larger than 5 MB. Divide it into several sources, or leave out what students "
     "will not read."),
    ("word " * 170_000, {}, "This text has more than 800,000 letters. Divide it into several sources, or take the part "
     "that is read."),
    ("[8] One.\n\n[8] Two.", {"numbering": "printed"},
     "The number 8 stands twice. Give one of the two passages another number."),
    ("[8-10] One.\n\n[9] Two.", {"numbering": "printed"},
     "The numbers 8-10 and 9 cross: a paragraph would stand in both. Change one of the two."),
    ("[8-10] One.\n\n[10-12] Two.", {"numbering": "printed"},
     "The numbers 8-10 and 10-12 cross: a paragraph would stand in both. Change one of the two."),
    ("[10-8] One.", {"numbering": "printed"}, "The range 10-8 runs backwards. Write the smaller number first: 8-10."),
    ("[0] One.", {"numbering": "printed"},
     "“0” is no number for a passage. Use one such as 8, 8-9 or, for half of a split paragraph, 8.2."),
    ("[8]\n\n[9] Two.", {}, "Passage 8 is empty. Write its words, or delete it."),
    ("Before.\n\n[8] One.", {"numbering": "printed"},
     "The paragraph “Before.” has no number in front and follows no numbered one. Write its number, such as [1], make it "
     "a heading with # and a space, or choose “Count the paragraphs”."),
    (ENTITY + "<p>&b;</p>", {}, "This page declares XML entities. Copy its text from the browser and paste it instead."),
    (docx(run("&b;"), head=ENTITY), {}, "This Word file holds XML entities, which Word does not write. Copy its text and "
     "paste it into the box instead."),
    (BOMB, {}, "This Word file unpacks to far more than its size. Copy its text and paste it into the box instead."),
    (b"PK\x03\x04broken", {}, "This Word file is damaged. Open it in Word, save it again as docx, then choose it once more."),
    (docx("<w:p>"), {}, "This Word file is damaged. Open it in Word, save it again as docx, then choose it once more."),
    (b"%PDF-1.7", {}, "A PDF holds pages, not paragraphs. Open it, copy its text and paste it into the box."),
    (b"\xd0\xcf\x11\xe0", {}, "This is a file of an old Word. Open it in Word, save it as docx, then choose it again."),
    (b"GIF89a\x00", {}, "This file cannot be read as text. Save it as docx, web page (.html), Markdown (.md) or plain text "
     "(.txt), then choose it again."),
]  # fmt: skip


@pytest.mark.parametrize(("given_text", "how", "sentence"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_stored_is_refused_with_what_to_do(given_text, how, sentence):
    with pytest.raises(EditionRefused) as refused:
        read(given_text, **how)
    assert refused.value.problems == [sentence]


def test_mixed_quotes_soft_hyphens_line_ends_direction_marks_and_emoji_are_normalised_and_told():
    got = read('\u200f“One” and "two"\r\n\r\nSta\u00adlin 👍🏽')
    assert numbered(got) == [("1", '“One” and "two"'), ("2", "Stalin 👍🏽")]
    assert got.changed == (
        "2 line ends of another system were made plain.",
        "1 soft hyphen was taken out.",
        "1 mark of writing direction was taken out.",
    )
    assert 'The text mixes curly (“ ”) and straight (") quotation marks. They stay as they are.' in got.remarks


# -- Brackets --------------------------------------------------------------------------------------------

MARKS = [
    ("He lies [sic] here.", "He lies here.", [SpanDraft(3, 7, "sic")]),
    ("He lies, [sic: leads] here.", "He lies, here.", [SpanDraft(3, 7, "sic", "leads")]),
    ("He lies (sic) here.", "He lies here.", [SpanDraft(3, 7, "sic")]),
    ("One [...] two.", "One […] two.", [SpanDraft(4, 7, "gap")]),
    ("One […] two.", "One […] two.", [SpanDraft(4, 7, "gap")]),
    ("One [gap: two pages] two.", "One […] two.", [SpanDraft(4, 7, "gap", "two pages")]),
    ("Then [Stalin] came.", "Then [Stalin] came.", [SpanDraft(5, 13, "supplied")]),
    ("A note.[12] Next.", "A note.[12] Next.", []),
    ("[sic] first.", "[sic] first.", []),
    ("😀 lies [sic].", "😀 lies.", [SpanDraft(2, 6, "sic")]),
]


@pytest.mark.parametrize(("text", "words", "spans"), MARKS)
def test_brackets_are_taken_for_what_they_mean(text, words, spans):
    passage = read(text, numbering="count").passages[0]
    assert (passage.text, list(passage.spans)) == (words, spans)


@pytest.mark.parametrize(("text", "words", "spans"), MARKS)
def test_brackets_stay_where_their_mark_is_not_wanted(text, words, spans):
    got = read(text, numbering="count", marks=())
    assert (got.passages[0].text, got.passages[0].spans) == (text, ())
    assert [p.taken for p in got.proposals] == [False] * len(spans)


def test_a_cut_that_stands_alone_stands_with_the_paragraph_before_it():
    got = read("One.\n\n[gap: a page]\n\nTwo.")
    assert got.passages == (
        PassageDraft("1", "p", "One.\n[…]", (SpanDraft(5, 8, "gap", "a page"),)),
        PassageDraft("2", "p", "Two."),
    )


# -- Whatever is typed ----------------------------------------------------------------------------------

pieces = st.lists(st.sampled_from(["One.", "# Head", "[8] a", "[9-11] b", "10. c", "[sic]", "x [sic]", "[…]", "[Y]", "“q” \"q\"",
                                   "<p>", "😀", "\u00ad", "\r\n", "\n", " ", "\t", "- i", "**b**", "a-\nb"]))  # fmt: skip


@given(pieces.map("".join) | pieces.map("\n\n".join), st.sampled_from(["auto", "text", "markdown", "html"]),
       st.sampled_from(["auto", "count", "printed"]))  # fmt: skip
def test_any_text_gives_sound_passages_or_sentences(text, form, numbering):
    try:
        got = read(text, form=form, numbering=numbering)
    except EditionRefused as refused:
        assert all(sentence.endswith(".") for sentence in refused.problems)
        return
    assert passage_problems(got.passages) == []


@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1).filter(str.strip), min_size=1))
def test_no_word_of_a_counted_text_is_lost(paragraphs):
    text = "\n\n".join("x " + p for p in paragraphs)
    got = read(text, form="text", lines="keep", numbering="count", marks=())
    assert " ".join(p.text for p in got.passages).split() == read(text, form="text", marks=()).text.split()
    assert len(got.passages) == len(paragraphs)


COSTLY = {
    "comments that never end": ("<p>One.</p>" + "<!--[if x]>" * 30_000, {}),
    "comments that never begin": ("<p>One.</p>" + "<!--[if" * 40_000, {}),
    "instructions that never end": ("<p>One.</p>" + "<?xml " * 40_000, {}),
    "empty cells": ("<table><tr><td>One." + "<td>" * 30_000, {}),
    "a word of hyphens": ("a" + "-" * 60_000 + "b c [sic]", {"form": "text"}),
    "many brackets": ("One " + "a [sic] " * 20_000, {"form": "text"}),
}


@pytest.mark.parametrize("what", COSTLY)
def test_a_text_made_to_be_costly_costs_little(what):
    """Each took minutes and more with its length squared."""
    text, ways = COSTLY[what]
    began = time.process_time()
    got = read(text, **ways)
    assert got.counted >= 1
    assert time.process_time() - began < 3


@pytest.mark.parametrize("text", ["[1{0}] One.\n\n[2] Two.", "(1{0}) One.\n\n1{0}. Two.", "¶1{0} One."])
def test_a_figure_of_thousands_of_signs_is_no_number_of_a_passage(text):
    assert [p.number for p in read(text.format("1" * 5000)).passages] == [
        str(n + 1) for n in range(text.count("\n\n") + 1)
    ]


def test_words_comments_go_up_to_their_own_end():
    page = "<p>One.</p><!--[if mso]><p>Hidden.</p><![endif]--><p>Two.</p><!--[IF x]>y<![ENDIF]--><p>Three.</p>"
    assert numbered(read(page)) == [("1", "One."), ("2", "Two."), ("3", "Three.")]


def test_paragraphs_inside_paragraphs_cost_no_more_than_their_words():
    """A file of 1,400 bytes took half a minute."""
    nested = "<w:p>" * 200 + "<w:r><w:t>a</w:t></w:r>" * 20_000 + "</w:p>" * 200
    began = time.process_time()
    assert [len(p.text) for p in read(docx(nested)).passages] == [20_000]
    assert time.process_time() - began < 3


def test_a_text_box_is_read_once_and_what_was_deleted_not_at_all():
    box = f"<w:p><w:r><w:t>Before </w:t><w:drawing>{run('In the box.')}</w:drawing></w:r><w:r><w:t>after.</w:t></w:r></w:p>"
    gone = f"<w:p><w:del><w:r><w:t>No</w:t><w:pict>{run('Nor this')}</w:pict></w:r></w:del><w:r><w:t>Yes.</w:t></w:r></w:p>"
    assert [p.text for p in read(docx(box + gone)).passages] == ["Before after.", "In the box.", "Yes."]
