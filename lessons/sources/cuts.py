"""Excerpts with marked cuts: which words of a passage are shown, and how what is left out is said.

Offsets are code points of the passage's text. What is left out is always drawn, never silently.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.html import format_html
from django.utils.safestring import SafeString

from lessons.sources.render import PassageView, SpanView, join, passage_html
from lessons.sources.rights import STATEMENTS

LEFT_OUT = "text left out here"
BETWEEN = re.compile(r"\s(?:…|\.\.\.)\s")
SENTENCE_ENDS = ".!?…:"
CLOSING = "\"'”’»)]"


@dataclass(frozen=True)
class Stretch:
    """Shown words [start, end), to the passage's end where `end` is None; whether a cut is marked after them."""

    start: int = 0
    end: int | None = None
    cut_after: bool = False
    note: str = ""


def stretches_of(text: str, typed: str, number: str) -> list[tuple[int, int]]:
    """Places of the stretches that were typed, one a line: all their words, or `first words … last words`.

    ValueError, with what to do, for words that are not there, not in order or overlapping.
    """
    found: list[tuple[int, int]] = []
    for line in filter(None, (line.strip() for line in typed.splitlines())):
        after = found[-1][1] if found else 0
        place = _place(text, line, after)
        if place is None and _place(text, line, 0):
            raise ValueError(
                f"In passage {number} “{line}” stands before or inside what is shown already. "
                "Write the stretches in their order in the source, none overlapping another."
            )
        if place is None:
            raise ValueError(
                f"“{line}” does not stand in passage {number}. Copy its words exactly: first words … last words."
            )
        found.append(place)
    return found


def _place(text: str, line: str, after: int) -> tuple[int, int] | None:
    whole = _find(text, line, after)
    if whole:
        return whole
    for between in BETWEEN.finditer(line):
        first = _find(text, line[: between.start()], after)
        last = first and _find(text, line[between.end() :], first[1])
        if first and last:
            return first[0], last[1]
    return None


def _find(text: str, words: str, after: int) -> tuple[int, int] | None:
    """White space counts as one space, however it is."""
    found = re.compile(r"\s+".join(map(re.escape, words.split()))).search(text, after) if words.strip() else None
    return (found.start(), found.end()) if found else None


def typed_of(text: str, places: Sequence[tuple[int, int]], number: str) -> str:
    """The lines that stretches_of reads as these places."""
    lines: list[str] = []
    for start, end in places:
        words = text[start:end].split()
        short = f"{' '.join(words[:5])} … {' '.join(words[-5:])}"
        lines.append(short if len(words) > 12 else " ".join(words))
        if stretches_of(text, "\n".join(lines), number)[-1:] != [(start, end)]:
            lines[-1] = " ".join(words)
    return "\n".join(lines)


def loose_starts(text: str, places: Sequence[tuple[int, int]], number: str) -> list[str]:
    """Warnings for cuts that may take the subject off its sentence: what is shown begins inside one."""
    said = []
    for start, _ in places:
        before = text[:start].rstrip().rstrip(CLOSING)
        inside = bool(before) and before[-1] not in SENTENCE_ENDS
        first = next((sign for sign in text[start:] if sign.isalnum()), "")
        if start and (inside or first.islower()):
            said.append(
                f"In passage {number} what is shown begins inside a sentence: “{' '.join(text[start:].split()[:5])} …”. "
                "Look whether its subject was cut off."
            )
    return said


def words_shown(text: str, stretches: Sequence[Stretch]) -> int:
    return sum(len(text[s.start : s.end].split()) for s in stretches)


def shown_words(text: str, stretches: Sequence[Stretch]) -> str:
    """A passage as plain words, as its excerpt shows it: […] wherever words are left out."""
    pieces = [text[one.start : one.end].strip() for one in stretches]
    before = text[: stretches[0].start].strip()
    last = stretches[-1].end
    after = stretches[-1].cut_after or (last is not None and text[last:].strip())
    return " ".join(["[…]"] * bool(before) + [" […] ".join(pieces)] + ["[…]"] * bool(after))


# -- Drawing -----------------------------------------------------------------------------------------------


def shown_html(
    view: PassageView, stretches: Sequence[Stretch], own: str, others: list[str], *, reworded: bool = False
) -> SafeString:
    """A passage of an excerpt: its stretches with a sign wherever words are left out.

    `reworded`: the view has easier words in place of the source's, which are shown whole.
    """
    if reworded:
        stretches = [replace(stretches[-1], start=0, end=None)]
    first, last = stretches[0], stretches[-1]
    before = [_sign("")] if view.text[: first.start].strip() else []
    is_short = last.end is not None and bool(view.text[last.end :].strip())
    after = [_sign(last.note)] if is_short or last.cut_after else []
    return join([*before, passage_html(trimmed(view, stretches), own, others), *after])


def _sign(note: str) -> SafeString:
    return format_html('<p class="src-gap"><span aria-hidden="true">[…]</span> {}</p>', _said(note))


def _said(note: str) -> str:
    return f"{LEFT_OUT}: {note}" if note else LEFT_OUT


def trimmed(view: PassageView, stretches: Sequence[Stretch]) -> PassageView:
    """Only the words that are shown, with what stands beside them; between two stretches stands a cut."""
    if len(stretches) == 1 and not stretches[0].start and stretches[0].end is None:
        return view
    text, spans = "", []
    for n, stretch in enumerate(stretches):
        if n:
            spans.append(SpanView(len(text), len(text) + 1, "gap", _said(stretches[n - 1].note)))
            text += "\n"
        end = len(view.text) if stretch.end is None else stretch.end
        spans += [
            replace(span, start=left - stretch.start + len(text), end=right - stretch.start + len(text))
            for span in view.spans
            if (left := max(span.start, stretch.start)) < (right := min(span.end, end))
        ]
        text += view.text[stretch.start : end]
    return replace(view, text=text, spans=tuple(spans))


# -- How much may be shown ---------------------------------------------------------------------------------


def quote_problem(title: str, code: str, words: int) -> str:
    """Why so many words of a source may not be shown, and what to do; "" where they may be."""
    statement = STATEMENTS.get(code)
    if statement is None or statement.is_open or statement.quote_words is None or words <= statement.quote_words:
        return ""
    return (
        f"The lesson shows {words:,} words of “{title}”, whose rights are stated as “{statement.label}”: at most "
        f"{statement.quote_words:,} may be shown. Take passages out or trim them, or correct the rights on the source's page."
    )
