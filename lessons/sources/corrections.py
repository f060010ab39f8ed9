"""A correction of a numbered text, worked out before it is stored: new passages, differences, marks that are lost.

Numbers are permanent: the second half of a split passage is 8.2, a joined passage keeps the first's number, the number of
a deleted one is not given again. A mark is carried where its words survive; it is never moved to other words.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from lessons.sources.compare import Piece, word_diff
from lessons.sources.drafts import PassageDraft, SpanDraft
from lessons.sources.errors import EditionRefused
from lessons.sources.textclean import clean_text

SPLIT = re.compile(r"\n[^\S\n]*\n\s*")
TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Change:
    """What was typed for one passage. An empty line in the text splits it; `joins` it to the passage before."""

    text: str
    kind: str
    deletes: bool = False
    joins: bool = False


@dataclass(frozen=True)
class Difference:
    """One passage before and after, word by word, and what was done with its number, in words."""

    number: str
    before: list[Piece]
    after: list[Piece]
    said: str = ""


@dataclass(frozen=True)
class Lost:
    """A mark whose words are no longer there."""

    number: str
    kind: str
    words: str
    note: str


@dataclass
class Corrected:
    passages: list[PassageDraft] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)


def corrected(passages: Sequence[PassageDraft], changes: Mapping[str, Change], used: Iterable[str]) -> Corrected:
    """`changes` by number; passages without one stay. `used`: all numbers that this text ever gave."""
    done, taken = Corrected(), set(used)
    for passage in passages:
        change = changes.get(passage.number)
        if change is None:
            done.passages.append(passage)
        elif change.deletes:
            _delete(passage, done)
        else:
            _change(passage, change, taken, done)
    if not done.passages:
        raise EditionRefused(["A text cannot lose all its passages. Keep at least one."])
    return done


def _delete(passage: PassageDraft, done: Corrected) -> None:
    gone = [Piece(passage.text, only=True)]
    done.differences.append(Difference(passage.number, gone, [], "is deleted; its number is not used again"))
    done.lost += [_lost(passage, span) for span in passage.spans]


def _change(passage: PassageDraft, change: Change, taken: set[str], done: Corrected) -> None:
    text = clean_text(change.text).text.strip()
    text = re.sub(r"[^\S\n]*\n[^\S\n]*", "\n", text)
    if not text:
        raise EditionRefused([f"Passage {passage.number} is empty. Write its words, or tick “Delete this passage”."])
    if passage.text == text and passage.kind == change.kind and not change.joins:
        done.passages.append(passage)
        return
    before = done.passages[-1] if done.passages else None
    if change.joins and before is None:
        raise EditionRefused([f"Nothing stands before passage {passage.number}: it cannot be joined to anything."])
    pieces = SPLIT.split(text)
    made, lost = _with_spans(passage, text, pieces)
    done.lost += lost
    if change.joins and before:
        done.passages[-1] = _joined(before, made[0])
        made = made[1:]
        first = before.number
        said = f"is joined to {first}; its own number is not used again"
    else:
        made[0] = replace(made[0], kind=change.kind)
        first = passage.number
        said = "" if passage.kind == change.kind else "is of another kind now"
    halves = [replace(m, number=_half(first, taken), kind=change.kind) for m in (made if change.joins else made[1:])]
    if not change.joins:
        done.passages.append(made[0])
    done.passages += halves
    if halves:
        said = f"{said + '; ' if said else ''}is split: what follows is {', '.join(half.number for half in halves)}"
    left, right = word_diff(passage.text, text, exact=True)
    done.differences.append(Difference(passage.number, left, right, said))


def _joined(before: PassageDraft, after: PassageDraft) -> PassageDraft:
    shift = len(before.text) + 1
    moved = tuple(replace(span, start=span.start + shift, end=span.end + shift) for span in after.spans)
    return replace(before, text=f"{before.text} {after.text}", spans=before.spans + moved)


def _half(number: str, taken: set[str]) -> str:
    """The next free number of a half: 8.2 after 8, 9.2 after 8-9."""
    if number.startswith("h"):
        raise EditionRefused([f"The heading {number} holds an empty line. A heading is one piece: take the line out."])
    base = number.rpartition("-")[2].partition(".")[0]
    count = 2
    while f"{base}.{count}" in taken:
        count += 1
    taken.add(f"{base}.{count}")
    return f"{base}.{count}"


# -- Marks -----------------------------------------------------------------------------------------------


def _with_spans(passage: PassageDraft, text: str, pieces: list[str]) -> tuple[list[PassageDraft], list[Lost]]:
    """The pieces of the new text as passages, each with the marks that are on its words."""
    starts, at = [], 0
    for piece in pieces:
        at = text.index(piece, at)
        starts.append(at)
        at += len(piece)
    spans: list[list[SpanDraft]] = [[] for _ in pieces]
    lost = []
    steps = _steps(passage.text, text)
    for span in passage.spans:
        place = carried(passage.text, text, span, steps)
        here = [
            (n, max(place[0] - start, 0), min(place[1] - start, len(piece)))
            for n, (start, piece) in enumerate(zip(starts, pieces, strict=True))
            if place and ((place[0] < start + len(piece) and place[1] > start) or place[0] == place[1] == start)
        ]
        if not here or (len(here) > 1 and span.kind != "voice"):
            lost.append(_lost(passage, span))
            continue
        for n, start, end in here:
            spans[n].append(replace(span, start=start, end=end))
    return [replace(passage, text=p, spans=tuple(s)) for p, s in zip(pieces, spans, strict=True)], lost


def _lost(passage: PassageDraft, span: SpanDraft) -> Lost:
    return Lost(passage.number, span.kind, passage.text[span.start : span.end], span.text)


def _steps(old: str, new: str) -> list[tuple[int, int, int]]:
    """(start in old, start in new, length) of every stretch that both texts share, in order."""
    tokens = [[(found.start(), found[0]) for found in TOKEN.finditer(text)] for text in (old, new)]
    matcher = SequenceMatcher(None, [t for _, t in tokens[0]], [t for _, t in tokens[1]], autojunk=False)
    steps = []
    for a, b, size in matcher.get_matching_blocks():
        if size:
            start, last = tokens[0][a][0], tokens[0][a + size - 1]
            steps.append((start, tokens[1][b][0], last[0] + len(last[1]) - start))
    return steps


def carried(old: str, new: str, span: SpanDraft, steps: list[tuple[int, int, int]]) -> tuple[int, int] | None:
    """Where the words of a mark are now; None where they did not survive. White space between them may differ."""
    if span.start == span.end:
        place = next((b + span.start - a for a, b, size in steps if a <= span.start <= a + size), None)
        return None if place is None else (place, place)
    start = next((b + span.start - a for a, b, size in steps if a <= span.start < a + size), None)
    end = next((b + span.end - a for a, b, size in steps if a < span.end <= a + size), None)
    words = old[span.start : span.end]
    if start is not None and end is not None and start < end and _same(words, new[start:end]):
        return start, end
    if old.count(words) == 1 and new.count(words) == 1 and words.strip():
        return new.index(words), new.index(words) + len(words)
    return None


def _same(one: str, other: str) -> bool:
    return one == other or (bool(one.split()) and one.split() == other.split())
