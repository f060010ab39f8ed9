"""Text in: what was pasted or uploaded becomes numbered passages, for a preview before anything is stored."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import pairwise

from lessons.sources import bracketmarks
from lessons.sources.drafts import PassageDraft, passage_problems
from lessons.sources.errors import EditionRefused
from lessons.sources.readdocx import read_docx
from lessons.sources.readhtml import Blocks, as_text, guessed_lines, is_web_page, read_html, read_markdown, read_plain
from lessons.sources.textclean import (
    CONTROL,
    MOST_WORDS,
    TOO_LONG,
    TOO_MANY_WORDS,
    UNREADABLE,
    clean_text,
    decoded,
    is_too_long,
)

FORMS = (
    ("auto", "Find out by itself"),
    ("text", "Plain text"),
    ("markdown", "Markdown"),
    ("html", "Web page (HTML)"),
)
LINES = (
    ("auto", "Find out by itself"),
    ("join", "After an empty line; other line ends become spaces"),
    ("keep", "After an empty line; other line ends stay, as in verse or an inscription"),
    ("each", "At every line"),
)
NUMBERINGS = (
    ("auto", "Find out by itself"),
    ("count", "Count the paragraphs; headings are not counted"),
    ("printed", "Take the numbers that stand in the text, such as [8] or 8."),
)
COUNTED = "assigned: body paragraphs, headings not counted"
COUNTED_LINES = "assigned: lines, headings not counted"
PRINTED = "printed: the numbers that stand in the text itself"
MOST = 3_000
EMPTY = "There is no text yet. Paste it, or choose a file."
ENDINGS = {"html": "html", "htm": "html", "xhtml": "html", "md": "markdown", "markdown": "markdown", "txt": "text"}
OTHER_FILES = (
    (b"%PDF", "A PDF holds pages, not paragraphs. Open it, copy its text and paste it into the box."),
    (b"\xd0\xcf\x11\xe0", "This is a file of an old Word. Open it in Word, save it as docx, then choose it again."),
    (b"{\\rtf", "This is an RTF file. Open it in Word, save it as docx, then choose it again."),
)
ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
NUMBER_IN_FRONT = re.compile(
    r"^\s*(?:\[\s*(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?\s*\]|[¶§]\s*(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?\.?|\((\d{1,9})\)"
    r"|(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?[.)])(?:\s+|$)"
)


@dataclass(frozen=True)
class Proposal:
    """A mark that the brackets of the text propose. `key` is its place among all proposals of the text."""

    key: int
    number: str
    kind: str
    sentence: str
    taken: bool


@dataclass(frozen=True)
class Intake:
    """Numbered passages with the marks that were taken, and all that a teacher should see before they are stored.

    `text` is what was read as plain words with line ends that are meant: read again with `lines` "keep", form "text", it
    gives the same passages.
    """

    passages: tuple[PassageDraft, ...]
    scheme: str
    text: str
    changed: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()

    @property
    def counted(self) -> int:
        return sum(passage.kind != "heading" for passage in self.passages)


def read(
    given: str | bytes, *, name: str = "", form: str = "auto", lines: str = "auto", numbering: str = "auto",
    first: int = 1, marks: Collection[int] | None = None,
) -> Intake:  # fmt: skip
    """EditionRefused where nothing can be stored, with sentences that say what to do.

    `given`: words, or the bytes of a file called `name`. `first`: the number of the first paragraph where they are
    counted. `marks`: keys of the proposals that are taken; None takes all.
    """
    if is_too_long(given):
        raise EditionRefused([TOO_LONG])
    blocks, changed, lines = _blocks(given, name, form, lines)
    cleaned = [(heading, clean_text(words)) for heading, words in blocks.rows]
    for _, clean in cleaned:
        changed += [said for said in clean.changed if said not in changed]
    rows, remarks = _joined_cuts([(h, c.text.strip()) for h, c in cleaned if c.text.strip()])
    text = as_text(Blocks(rows))
    if is_too_long(text, MOST_WORDS):
        raise EditionRefused([TOO_MANY_WORDS])
    remarks = [*blocks.remarks, *clean_text(text).remarks, *remarks]
    numbered, said, scheme = _numbered(rows, numbering, first, remarks)
    scheme = COUNTED_LINES if lines == "each" and scheme == COUNTED else scheme
    passages, proposals = _marked(numbered, marks)
    problems = passage_problems(passages)
    if len(passages) > MOST:
        problems = [
            f"The text has {len(passages):,} passages; a source can hold {MOST:,}. Divide it into several sources."
        ]
    if problems:
        raise EditionRefused(problems)
    return Intake(tuple(passages), scheme, text, tuple(changed + said), tuple(remarks), tuple(proposals))


def _blocks(given: str | bytes, name: str, form: str, lines: str) -> tuple[Blocks, list[str], str]:
    """(what was read, what was changed, where a passage begins in plain words)."""
    if isinstance(given, bytes):
        if given[:2] == b"PK":
            return _read_file(given), [], "keep"
        given, form = _file_words(given), ENDINGS.get(name.rpartition(".")[2].lower(), form)
    if form == "auto":
        form = "html" if is_web_page(given) else "text"
    if form == "html":
        if ENTITY.search(given):
            raise EditionRefused(
                ["This page declares XML entities. Copy its text from the browser and paste it instead."]
            )
        return read_html(CONTROL.sub("", given)), [], "keep"
    clean = clean_text(given)
    if form == "markdown":
        return read_markdown(clean.text), list(clean.changed), "keep"
    changed = list(clean.changed)
    if lines == "auto":
        lines = guessed_lines(clean.text)
    return read_plain(clean.text, lines), changed, lines


def _read_file(raw: bytes) -> Blocks:
    try:
        return read_docx(raw)
    except ValueError as error:
        raise EditionRefused([str(error)]) from error


def _file_words(raw: bytes) -> str:
    for start, sentence in OTHER_FILES:
        if raw.startswith(start):
            raise EditionRefused([sentence])
    try:
        return decoded(raw)
    except ValueError as error:
        raise EditionRefused([UNREADABLE]) from error


def _joined_cuts(rows: list[tuple[bool, str]]) -> tuple[list[tuple[bool, str]], list[str]]:
    """A paragraph that is only the sign of a cut is no passage: it stands at the end of the one before it."""
    kept: list[tuple[bool, str]] = []
    waiting, joined = "", 0
    for heading, words in rows:
        if not heading and bracketmarks.is_cut_alone(words):
            joined += 1
            if kept and not kept[-1][0] and not waiting:
                kept[-1] = (False, f"{kept[-1][1]}\n{words}")
            else:
                waiting = f"{waiting}{words}\n"
        elif heading:
            kept.append((True, words))
        else:
            kept.append((False, waiting + words))
            waiting = ""
    if waiting:
        kept.append((False, waiting.strip()))
    said = "A sign such as […] that stood alone has no number of its own: it stands with the paragraph beside it."
    return kept, [said] if joined else []


def _numbered(rows, numbering: str, first: int, remarks: list[str]) -> tuple[list[PassageDraft], list[str], str]:
    """(passages, what was changed, who numbered them); adds to the remarks."""
    printed = [None if heading else NUMBER_IN_FRONT.match(words) for heading, words in rows]
    if numbering == "printed" or (numbering == "auto" and _looks_printed(rows, printed)):
        return _with_printed_numbers(rows, printed, remarks)
    passages, count, headings = [], first, 0
    for heading, words in rows:
        if heading:
            headings += 1
            passages.append(PassageDraft(f"h{headings}", "heading", words))
        else:
            passages.append(PassageDraft(str(count), "p", words))
            count += 1
    likely = [p for p in passages if p.kind == "p" and _like_heading(p.text)]
    if likely and len(passages) > 1:
        shown = ", ".join(f"“{p.text}” (¶{p.number})" for p in likely[:3])
        remarks.append(
            f"Perhaps a heading: {shown}. Put # and a space before it if it is one; headings are not counted."
        )
    return passages, [], COUNTED


def _number(match: re.Match) -> tuple[int, int]:
    numbers = [int(n) for n in match.groups() if n]
    return numbers[0], numbers[-1]


def _looks_printed(rows, printed: list) -> bool:
    """Whether at least two paragraphs, and half of them all, begin with numbers that go up."""
    starts = [_number(match)[0] for match in printed if match]
    body = sum(not heading for heading, _ in rows)
    rising = all(one < other for one, other in pairwise(starts))
    return len(starts) >= 2 and len(starts) * 2 >= body and rising


def _with_printed_numbers(rows, printed, remarks: list[str]) -> tuple[list[PassageDraft], list[str], str]:
    passages: list[PassageDraft] = []
    headings, runs, example = 0, [], ""
    for (heading, words), match in zip(rows, printed, strict=True):
        if heading:
            headings += 1
            passages.append(PassageDraft(f"h{headings}", "heading", words))
        elif match:
            first, last = _number(match)
            example = example or match[0].strip()
            number = f"{first}-{last}" if "-" in match[0] or "–" in match[0] else str(first)
            passages.append(PassageDraft(number, "p", words[match.end() :]))
        elif passages and passages[-1].kind == "p":
            passages[-1] = replace(passages[-1], text=f"{passages[-1].text}\n{words}".strip())
            runs.append(passages[-1].number)
        else:
            raise EditionRefused([
                f"The paragraph “{_start(words)}” has no number in front and follows no numbered one. Write its number, "
                "such as [1], make it a heading with # and a space, or choose “Count the paragraphs”."
            ])  # fmt: skip
    if runs:
        shown = ", ".join(f"¶{number}" for number in dict.fromkeys(runs))
        remarks.append(f"Paragraphs without a number of their own stand with the one before them: {shown}.")
    return passages, [f"The numbers in front, such as “{example}”, became the numbers of the passages."], PRINTED


def _like_heading(words: str) -> bool:
    short = len(words) <= 60 and "\n" not in words
    return short and words[0].isupper() and words[-1].isalnum() and (words.isupper() or len(words.split()) <= 8)


def _start(words: str) -> str:
    parts = words.split()
    return " ".join(parts[:6]) + (" …" if len(parts) > 6 else "")


def _marked(passages: list[PassageDraft], chosen: Collection[int] | None) -> tuple[list[PassageDraft], list[Proposal]]:
    done, proposals = [], []
    for passage in passages:
        taken = []
        for mark in bracketmarks.marks_in(passage.text):
            key = len(proposals)
            proposals.append(Proposal(key, passage.number, mark.kind, mark.sentence, chosen is None or key in chosen))
            if proposals[-1].taken:
                taken.append(mark)
        words, spans = bracketmarks.with_marks(passage.text, taken)
        done.append(replace(passage, text=words, spans=spans))
    return done, proposals
