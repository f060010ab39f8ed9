"""Two texts side by side: which passages stand against each other, and which of their words differ."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from coursesite.ui.fold import fold

WORD = re.compile(r"\w+(?:[’'-]\w+)*|[^\w\s]")
LONG = 3000  # words of a passage from which on the very frequent ones are passed over, for speed


@dataclass(frozen=True)
class Piece:
    """A stretch of one text. `only`: its words are not in the other text at this place."""

    text: str
    only: bool


def differing(left: str, right: str, *, exact: bool = False) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """(stretches of left, stretches of right) that the other text does not have at this place, in code points.

    Between two translations capitals, accents and punctuation are not compared; `exact`: every sign is.
    """
    tokens = [[found for found in WORD.finditer(text) if exact or found[0][-1].isalnum()] for text in (left, right)]
    words = [[found[0] if exact else fold(found[0]) for found in side] for side in tokens]
    matcher = SequenceMatcher(None, words[0], words[1], autojunk=max(map(len, words)) > LONG)
    stretches: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for tag, a, b, c, d in matcher.get_opcodes():
        for side, first, last in ((0, a, b), (1, c, d)):
            if tag != "equal" and last > first:
                stretches[side].append((tokens[side][first].start(), tokens[side][last - 1].end()))
    return stretches


def word_diff(left: str, right: str, *, exact: bool = False) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces; the pieces of a text joined are the text."""
    found = differing(left, right, exact=exact)
    return _pieces(left, found[0]), _pieces(right, found[1])


def _pieces(text: str, stretches: Iterable[tuple[int, int]]) -> list[Piece]:
    pieces, at = [], 0
    for start, end in stretches:
        pieces += [Piece(text[at:start], only=False), Piece(text[start:end], only=True)]
        at = end
    return [piece for piece in [*pieces, Piece(text[at:], only=False)] if piece.text]


@dataclass(frozen=True)
class Pair:
    """Passages that stand against each other, by their places in the two texts; one side may be empty."""

    left: tuple[int, ...]
    right: tuple[int, ...]


def pairs(left: Sequence[str], right: Sequence[str], aligned: Iterable[tuple[int, int]]) -> list[Pair]:
    """Every passage of both texts once, in reading order.

    `left` and `right` are the passages' numbers, `aligned` places of passages that say the same. A passage that is
    aligned with none stands against the one of the same number, if that too is aligned with none.
    """
    links = sorted({(a, b) for a, b in aligned})
    done = {a for a, _ in links}, {b for _, b in links}
    by_number = {number: b for b, number in enumerate(right) if b not in done[1]}
    links += [(a, by_number[n]) for a, n in enumerate(left) if a not in done[0] and n in by_number]
    groups = _groups(links)
    taken = {b for group in groups for b in group.right}
    firsts = {group.left[0]: group for group in groups}
    inside = {a for group in groups for a in group.left}
    rows = [firsts.get(a) or Pair((a,), ()) for a in range(len(left)) if a in firsts or a not in inside]
    for b in range(len(right)):
        if b not in taken:
            rows.insert(_place_after(rows, b), Pair((), (b,)))
    return rows


def _groups(links: Iterable[tuple[int, int]]) -> list[Pair]:
    """Links that share a passage belong together: one paragraph may stand against two."""
    groups: list[tuple[set[int], set[int]]] = []
    for a, b in links:
        touched = [group for group in groups if a in group[0] or b in group[1]]
        merged = {a}.union(*(group[0] for group in touched)), {b}.union(*(group[1] for group in touched))
        groups = [group for group in groups if group not in touched] + [merged]
    return [Pair(tuple(sorted(one)), tuple(sorted(other))) for one, other in groups]


def _place_after(rows: list[Pair], b: int) -> int:
    """Where a passage of the right text stands that nothing stands against: after the one before it."""
    for at, row in enumerate(rows):
        if b - 1 in row.right:
            return at + 1
    return 0 if b == 0 else len(rows)
