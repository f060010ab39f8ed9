"""What square brackets in a text probably mean: [sic], a gap, words added by an editor. Proposed, never done silently."""

import re
from dataclasses import dataclass

from lessons.sources.drafts import SpanDraft

BRACKETS = re.compile(r"\[([^\[\]\n]{0,300})\]|\((sic)\)", re.IGNORECASE)
DOTS = re.compile(r"^(?:…|\.\s?\.\s?\.(?:\s?\.)?)$")
GAP = re.compile(r"^gap\b[\s:,–-]*(.*)$", re.IGNORECASE)
SIC = re.compile(r"^sic\b[!.\s:,;–-]*(.*)$", re.IGNORECASE)
NOTE_NUMBER = re.compile(r"^\s*(?:\d{1,4}|[*†‡])\s*$")
LAST_WORD = re.compile(r"(\w[\w'’\-]*)\W*$")
WORD_ROOM = 200  # the word before [sic] is looked for so far back
CUT = "[…]"
ALONE = re.compile(r"^\[\s*(?:…|\.\s?\.\s?\.|gap\b[^\[\]\n]{0,300})\s*\]$", re.IGNORECASE)


@dataclass(frozen=True)
class Mark:
    """One proposal: text[start:end] gives way to `instead`, and the span stands beside what is then there."""

    kind: str
    start: int
    end: int
    instead: str
    words: str
    note: str = ""

    @property
    def sentence(self) -> str:
        if self.kind == "sic":
            beside = f"“{self.note}” beside it" if self.note else "“sic” beside it"
            return (
                f"“{self.words}” is marked as standing so in the source, with {beside}; the sign goes out of the words."
            )
        if self.kind == "gap":
            known = f"what is left out: {self.note}" if self.note else "what is left out is not said"
            return f"“{self.words}” is a cut in the text; {known}."
        return f"“{self.words}” is marked as added by an editor; the words stay."


def is_cut_alone(text: str) -> bool:
    """Whether a paragraph is nothing but the sign of a cut."""
    return bool(ALONE.match(text.strip()))


def marks_in(text: str) -> list[Mark]:
    found = []
    for match in BRACKETS.finditer(text):
        inner = (match[1] if match[1] is not None else match[2]).strip()
        sic, gap = SIC.match(inner), GAP.match(inner)
        if sic:
            before = LAST_WORD.search(text, max(0, match.start() - WORD_ROOM), match.start())
            if before and (not found or before.start(1) >= found[-1].end):
                between = text[before.end(1) : match.start()].rstrip()
                found.append(Mark("sic", before.start(1), match.end(), before[1] + between, before[1], sic[1].strip()))
        elif gap or DOTS.match(inner):
            found.append(Mark("gap", match.start(), match.end(), CUT, match[0], gap[1].strip() if gap else ""))
        elif inner and not NOTE_NUMBER.match(inner):
            found.append(Mark("supplied", match.start(), match.end(), match[0], match[0]))
    return found


def has_note_numbers(text: str) -> bool:
    return any(match[1] is not None and NOTE_NUMBER.match(match[1]) for match in BRACKETS.finditer(text))


def with_marks(text: str, marks: list[Mark]) -> tuple[str, tuple[SpanDraft, ...]]:
    """The words as they then stand, and the spans beside them. `marks` in their order, none crossing another."""
    words, spans, at = "", [], 0
    for mark in marks:
        words += text[at : mark.start]
        length = len(mark.words) if mark.kind == "sic" else len(mark.instead)
        spans.append(SpanDraft(len(words), len(words) + length, mark.kind, mark.note))
        words += mark.instead
        at = mark.end
    return words + text[at:], tuple(spans)
