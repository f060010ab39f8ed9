"""Passages as they are before they are stored, and the rules that they keep. Plain values in, sentences out.

Offsets of a span count code points of its passage's text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_NUMBER = 12
# "8", "8-9", "8.2" (the second half of a paragraph that was split), "h1" (a heading, which is not counted).
NUMBER = re.compile(r"^(?:[1-9]\d*(?:\.[1-9]\d*)?(?:-[1-9]\d*)?|h[1-9]\d*)$")
KINDS = ("p", "heading", "turn", "line", "item", "stage")
WIDEST_RANGE = 200


@dataclass(frozen=True)
class SpanDraft:
    """What stands beside text[start:end]. `agent` and `term` are ids of rows; `depth` is of a voice."""

    start: int
    end: int
    kind: str
    text: str = ""
    agent: int | None = None
    depth: int = 0
    term: int | None = None


@dataclass(frozen=True)
class PassageDraft:
    number: str
    kind: str
    text: str
    spans: tuple[SpanDraft, ...] = ()


def range_of(number: str) -> tuple[int, int] | None:
    """(first, last) of the whole numbers that a number stands for; None for headings and halves."""
    found = re.match(r"^(\d+)(?:-(\d+))?$", number)
    return (int(found[1]), int(found[2] or found[1])) if found else None


def number_problem(number: str) -> str:
    """What is wrong with one number, and what to do; "" where nothing is."""
    if not NUMBER.match(number) or len(number) > LONGEST_NUMBER:
        return f"“{number}” is no number for a passage. Use one such as 8, 8-9 or, for half of a split paragraph, 8.2."
    stretch = range_of(number)
    if stretch and stretch[1] < stretch[0]:
        return f"The range {number} runs backwards. Write the smaller number first: {stretch[1]}-{stretch[0]}."
    if stretch and stretch[0] == stretch[1] and "-" in number:
        return f"The range {number} begins and ends with the same number. Write {stretch[0]}."
    if stretch and stretch[1] - stretch[0] >= WIDEST_RANGE:
        return f"The range {number} covers more than {WIDEST_RANGE} paragraphs. Split it."
    return ""


def numbering_problems(numbers: Iterable[str]) -> list[str]:
    """Reused numbers and crossing ranges, each in a sentence that says what to do."""
    numbers = list(numbers)
    problems = list(dict.fromkeys(filter(None, map(number_problem, numbers))))
    seen: set[str] = set()
    for number in numbers:
        if number in seen:
            problems.append(f"The number {number} stands twice. Give one of the two passages another number.")
        seen.add(number)
    taken: dict[int, str] = {}
    for number in dict.fromkeys(numbers):
        first, last = (not number_problem(number) and range_of(number)) or (1, 0)
        crossed = next((taken[n] for n in range(first, last + 1) if n in taken), None)
        if crossed:
            problems.append(
                f"The numbers {crossed} and {number} cross: a paragraph would stand in both. Change one of the two."
            )
        taken.update(dict.fromkeys(range(first, last + 1), number))
    return problems


def passage_problems(passages: Iterable[PassageDraft]) -> list[str]:
    """Everything that keeps these passages from being stored; an empty list where nothing does."""
    passages = list(passages)
    if not passages:
        return ["There is no text yet. Paste it, or choose a file."]
    problems = numbering_problems(p.number for p in passages)
    for passage in passages:
        if passage.kind not in KINDS:
            problems.append(f"Passage {passage.number} is of no known kind. Choose one from the list.")
        if not passage.text.strip():
            problems.append(f"Passage {passage.number} is empty. Write its words, or delete it.")
        problems += span_problems(passage)
    return problems


def span_problems(passage: PassageDraft) -> list[str]:
    """Spans outside the words, and voices that cross instead of standing one inside the other."""
    problems, length, where = [], len(passage.text), f"passage {passage.number}"
    for span in passage.spans:
        if not 0 <= span.start <= span.end <= length:
            problems.append(f"A mark in {where} lies outside its words. Take it off and set it again.")
        elif span.start == span.end and span.kind != "gap":
            problems.append(f"A mark in {where} is on no word. Type the words that it is about.")
    voices = [span for span in passage.spans if span.kind == "voice"]
    for at, one in enumerate(voices):
        for other in voices[at + 1 :]:
            problems += voice_problem(passage, one, other)
    return problems


def voice_problem(passage: PassageDraft, one: SpanDraft, other: SpanDraft) -> list[str]:
    """Two voices may stand apart or one inside the other; the inner one has the greater depth."""
    outer, inner = sorted((one, other), key=lambda s: (s.start, -s.end, s.depth))
    words = [f"“{_short(passage.text[s.start : s.end])}”" for s in (outer, inner)]
    if inner.start >= outer.end:
        return []
    if inner.end > outer.end:
        return [
            f"Two voices in passage {passage.number} cross: {words[0]} and {words[1]}. "
            "Let one end before the other begins, or put one wholly inside the other."
        ]
    if inner.depth <= outer.depth:
        return [
            f"In passage {passage.number} the voice on {words[1]} stands inside the voice on {words[0]}: "
            f"give it a greater depth, such as {outer.depth + 1}."
        ]
    return []


def _short(words: str) -> str:
    parts = words.split()
    return words if len(parts) <= 6 else f"{' '.join(parts[:3])} … {' '.join(parts[-3:])}"
