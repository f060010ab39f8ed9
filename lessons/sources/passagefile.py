"""Reads the body of a source file: passages with their runs of words, gaps and spans.

A span's start and end count code points from the beginning of its passage's text. The runs of a passage are joined by
one newline, and a gap between two runs is a span on that newline: the words of a quotation are never interrupted.
"""

import re
from dataclasses import dataclass, field

from lessons.sources.errors import ContentError

SPAN_KINDS = ("voice", "sic", "gap", "supplied", "gloss", "note", "term")


@dataclass(frozen=True)
class SpanFile:
    kind: str
    start: int
    end: int
    note: str
    depth: int = 0
    agent: str = ""
    line: int = 0
    term: str = ""


@dataclass(frozen=True)
class RunFile:
    """One uninterrupted run of words; quotation is the id in quotations.json, or empty."""

    quotation: str
    start: int
    end: int


@dataclass(frozen=True)
class PassageFile:
    number: str
    text: str
    runs: tuple
    spans: tuple
    line: int

    def numbers(self):
        """Every paragraph number that leads here: "8-9" is reached by 8 and by 9."""
        first, _, last = self.number.partition("-")
        return [str(n) for n in range(int(first), int(last or first) + 1)]


@dataclass
class Draft:
    """A passage while its lines are read."""

    edition: str
    number: str
    line: int
    runs: list = field(default_factory=list)
    gaps: dict = field(default_factory=dict)
    spans: list = field(default_factory=list)


SPAN_LINE = re.compile(
    r'^- (?P<kind>\w+)(?: (?P<depth>\d) (?P<agent>[\w-]+))?(?: #(?P<nth>\d+))? "(?P<first>.+?)"'
    r'(?: to "(?P<last>.+?)")?: (?P<note>.+)$'
)
NUMBER = re.compile(r"^[1-9]\d*(-[1-9]\d*)?$")


def read_drafts(body, first_line, file):
    """The passages of the body as drafts, in order."""
    edition, draft, drafts = None, None, []
    for number, line in enumerate(body.split("\n"), start=first_line):
        line = line.rstrip()
        if line.startswith("# "):
            edition, draft = line[2:].strip(), None
        elif line.startswith("## "):
            if edition is None or not NUMBER.match(line[3:].strip()):
                raise ContentError(file, number, "A passage is “## 8” or “## 8-9” under “# label of the edition”.")
            draft = Draft(edition, line[3:].strip(), number)
            drafts.append(draft)
        elif line:
            if draft is None:
                raise ContentError(file, number, "Text stands outside a passage. Begin one with “## number”.")
            _take_line(draft, line, number, file)
    return drafts


def _take_line(draft, line, number, file):
    if line.startswith("> "):
        found = re.match(r"^> (?:\{(\w+)\} )?(.+)$", line)
        draft.runs.append((found[1] or "", found[2]))
    elif line.startswith("[gap]"):
        if not draft.runs or not line[5:].strip():
            raise ContentError(file, number, "A [gap] line stands between two runs and says what is known of the cut.")
        draft.gaps[len(draft.runs)] = (line[5:].strip(), number)
    elif SPAN_LINE.match(line):
        draft.spans.append((SPAN_LINE.match(line), number))
    else:
        raise ContentError(file, number, 'Begin text with “> ”, a cut with “[gap] ”, a span with “- kind "words": ”.')


def read_passage(draft, file):
    """The passage of a draft: its runs joined, its gaps and spans with offsets."""
    text, runs, spans = "", [], []
    for index, (quotation, words) in enumerate(draft.runs):
        if index:
            note, line = draft.gaps.pop(index, ("", 0))
            if note:
                spans.append(SpanFile("gap", len(text), len(text) + 1, note, line=line))
            text += "\n"
        runs.append(RunFile(quotation, len(text), len(text) + len(words)))
        text += words
    if not runs or draft.gaps:
        raise ContentError(file, draft.line, f"Passage {draft.number} has no text, or ends in a [gap]. Add text.")
    spans += [_span(match, text, file, line) for match, line in draft.spans]
    return PassageFile(draft.number, text, tuple(runs), tuple(spans), draft.line)


def _span(match, text, file, line):
    kind, first, last = match["kind"], match["first"], match["last"]
    if kind not in SPAN_KINDS or (kind == "voice") != bool(match["agent"]):
        raise ContentError(file, line, f"A span is {', '.join(SPAN_KINDS)}; only a voice has an agent.")
    start = -1
    for _ in range(int(match["nth"] or 1)):
        start = text.find(first, start + 1)
        if start < 0:
            raise ContentError(file, line, f"“{first}” does not stand in the passage so often. Copy its words.")
    end = start + len(first)
    if last:
        found = text.find(last, start)
        if found < 0:
            raise ContentError(file, line, f"“{last}” does not stand after “{first}”. Copy the words exactly.")
        end = found + len(last)
    if kind == "term":  # what stands after the colon is the slug of the term
        return SpanFile(kind, start, end, "", line=line, term=match["note"])
    return SpanFile(kind, start, end, match["note"], int(match["depth"] or 0), match["agent"] or "", line)
