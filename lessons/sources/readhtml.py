"""The paragraphs and headings of a web page, of Markdown and of plain text, as words without format."""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from lxml import etree
from markdown_it import MarkdownIt

from lessons.sources.pastedword import body_of, name_headings
from lessons.sources.textclean import tamed

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = {
    *HEADINGS, "p", "div", "li", "ul", "ol", "blockquote", "pre", "tr", "table", "section", "article", "main", "header",
    "footer", "aside", "figure", "figcaption", "center", "address", "nav", "dl", "dt", "dd", "hr", "caption", "body",
    "details", "summary", "fieldset",
}  # fmt: skip
DROPPED = {"script", "style", "head", "title", "noscript", "template", "iframe", "object", "embed", "svg", "math",
           "video", "audio", "canvas", "select", "button", "textarea", "form", "xml"}  # fmt: skip
NOTE_MARK = re.compile(r"^\s*[\[(]?(?:\d{1,3}|[*†‡]|[ivxlc]{1,5})[\])]?\s*$")
HTML_TAGS = re.compile(
    r"<(?:p|div|html|body|h[1-6]|br|li|table|span|blockquote|article|section)\b[^<>]*>", re.IGNORECASE
)
MARKDOWN_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)
FRONT_MATTER = re.compile(r"\A(---|\+\+\+)\n.*?\n\1\n", re.DOTALL)


@dataclass
class Blocks:
    """(is it a heading, words; a line break inside them is \\n) in order, and what the teacher should know."""

    rows: list[tuple[bool, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add(self, heading: bool, words: str) -> None:
        lines = [" ".join(line.split()) for line in words.split("\n")]
        kept = (" " if heading else "\n").join(line for line in lines if line)
        if kept:
            self.rows.append((heading, kept))


def is_web_page(text: str) -> bool:
    return bool(HTML_TAGS.search(text))


def read_html(text: str) -> Blocks:
    """Scripts, pictures and forms are left out and named."""
    found = Blocks()
    body = body_of(text)
    if body is None:
        return found
    name_headings(body)
    pictures = sum(1 for _ in body.iter("img"))
    tables = sum(1 for _ in body.iter("table"))
    marks = _take_note_marks(body)
    for element in [e for e in body.iter() if e.tag in DROPPED]:
        if element.getparent() is not None:
            element.drop_tree()
    _walk(body, found)
    found.remarks += picture_remarks(pictures)
    if tables:
        found.remarks.append("A table was read row by row: each row is a paragraph.")
    if marks:
        found.remarks.append(note_remark(marks))
    return found


def picture_remarks(count: int) -> list[str]:
    if not count:
        return []
    return [f"{'1 picture was' if count == 1 else f'{count} pictures were'} left out: only the words are kept."]


def note_remark(count: int) -> str:
    marks = "1 note mark was" if count == 1 else f"{count} note marks were"
    return f"{marks} left out. Where the notes themselves stand at the end, take them out of the text or keep them."


def _take_note_marks(body: Any) -> int:
    marks = [e for e in body.iter("sup") if NOTE_MARK.match(e.text_content()) and next(e.iter("a"), None) is not None]
    marks += [e for e in body.iter("a") if next(e.iter("sup"), None) is not None and NOTE_MARK.match(e.text_content())]
    for mark in marks:
        if mark.getparent() is not None:
            mark.drop_tree()
    return len(marks)


def _walk(body: Any, found: Blocks) -> None:
    """One pass over the tree: a block's beginning and its end close the paragraph that is open."""
    words: list[str] = []
    heading = filled = False

    def close() -> None:
        nonlocal words, filled
        found.add(heading, "".join(words))
        words, filled = [], False

    def say(more: str) -> None:
        nonlocal filled
        words.append(more)
        filled = filled or bool(more.strip())

    for event, element in etree.iterwalk(body, events=("start", "end")):
        plain = "pre" in {element.tag, *(a.tag for a in element.iterancestors("pre"))}
        if event == "start":
            if element.tag in BLOCKS:
                close()
                heading = element.tag in HEADINGS
            if element.tag in ("td", "th") and filled:
                say(" | ")
            say("\n" if element.tag == "br" else _inline(element.text, plain))
        else:
            if element.tag in BLOCKS:
                close()
                heading = False
            if element is not body:
                inside_pre = any(True for _ in element.iterancestors("pre"))
                say(_inline(element.tail, inside_pre))
    close()


def _inline(text: str | None, plain: bool) -> str:
    return (text or "") if plain else re.sub(r"\s+", " ", text or "")


def read_markdown(text: str) -> Blocks:
    """Printed numbers of a numbered list stay in front of their words."""
    found = Blocks()
    front = FRONT_MATTER.match(text)
    if front:
        found.remarks.append("The lines of data at the beginning were left out: fill in the form instead.")
        text = text[front.end() :]
    heading, number, marked = False, "", False
    for token in MarkdownIt("commonmark", {"html": False}).parse(tamed(text)):
        if token.type == "heading_open":
            heading = True
        elif token.type == "list_item_open":
            number = f"{token.info}. " if token.info else ""
        elif token.type in ("fence", "code_block"):
            found.add(False, token.content)
        elif token.type == "inline":
            children = token.children or []
            marked = marked or any(child.type in ("em_open", "strong_open") for child in children)
            found.add(heading, number + "".join(map(_markdown_words, children)))
            heading, number = False, ""
    if marked:
        found.remarks.append("Bold and italic are not kept: only the words are.")
    return found


def _markdown_words(token: Any) -> str:
    if token.type == "hardbreak":
        return "\n"
    return " " if token.type == "softbreak" else token.content


def read_plain(text: str, lines: str) -> Blocks:
    """`lines`: "join" (an empty line parts paragraphs, other line ends become spaces), "keep" (they stay) or "each"."""
    found = Blocks()
    for piece in text.split("\n") if lines == "each" else re.split(r"\n[^\S\n]*\n\s*", text):
        rest = piece.strip()
        while MARKDOWN_HEADING.match(rest):
            title, _, rest = rest.partition("\n")
            found.add(True, title.lstrip("#"))
            rest = rest.strip()
        found.add(False, rest.replace("\n", " ") if lines == "join" else rest)
    return found


def guessed_lines(text: str) -> str:
    """How the line ends of plain words are probably meant."""
    lines = [line.strip() for line in text.strip().split("\n")]
    filled = [line for line in lines if line and not MARKDOWN_HEADING.match(line)]
    if "" in lines:
        inner = [one for one, after in pairwise(lines) if one and after and not one.startswith("#")]
        wrapped = [line for line in inner if len(line) >= 45]
        return "join" if len(wrapped) * 2 >= len(inner) else "keep"
    ended = [line for line in filled if re.search(r"[.!?…:;][\"'”’»)\]]*$", line)]
    long = any(len(line) > 120 for line in filled)
    return "each" if len(filled) > 1 and (long or len(ended) * 2 >= len(filled)) else "join"


def as_text(blocks: Blocks) -> str:
    """The same as plain words, for the box of the form: read again as "keep", they give the same paragraphs."""
    return "\n\n".join(f"# {words}" if heading else words for heading, words in blocks.rows)
