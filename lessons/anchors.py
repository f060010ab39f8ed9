"""Where the words of a note are after the text was corrected. Plain values in, plain values out.

Offsets are code points. A note is left on words (anchored, moved) only where they are the same words (samewords.py) and
no doubt is left which of several places is meant; what is only alike is proposed (review); what is not found keeps its
old words (orphaned).
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from lessons.samewords import Normal, joined, normal, normal_text, normalise, places_of

ANCHORED, MOVED, REVIEW, ORPHANED = "anchored", "moved", "review", "orphaned"
ALIKE = 0.9  # what is less alike is not even proposed
CONTEXT = 32  # characters before and after the words that tell one place from another
SURE = 8  # so many of them must still be there, or the same edge of the passage
SURE_AFAR = 16  # and so many where the words turn up in a passage further away
LONG = 20  # words of this length that stand once in both texts are the same words without that
NEAR = 2  # passages before and after the one with the note's number
SNAP = 14  # how far the ends of a proposal are moved to whole words


@dataclass(frozen=True)
class Text:
    """A passage: `key` is whatever names it to the caller."""

    key: int
    number: str
    text: str


@dataclass(frozen=True)
class Anchor:
    """The words text[start:end] of the passage `key`."""

    key: int
    start: int
    end: int
    exact: str


@dataclass(frozen=True)
class Result:
    """Where they are now. An orphaned note keeps its old place; `score` is how alike the words are, 0 to 1."""

    state: str
    key: int
    start: int
    end: int
    exact: str
    score: float = 1.0


@dataclass(frozen=True)
class _Place:
    index: int
    a: int
    b: int
    common: int = 0


class Correction:
    """An edition before and after: finds note after note."""

    def __init__(self, old: Sequence[Text], new: Sequence[Text]):
        self.old, self.new = list(old), list(new)
        self.at = {text.key: index for index, text in enumerate(self.old)}
        self.by_number = {text.number: index for index, text in enumerate(self.new)}
        self.normals = [normalise(text.text) for text in self.new]
        self.whole = [form.text.strip() for form in self.normals]

    def find(self, note: Anchor) -> Result:
        old = self.old[self.at[note.key]]
        needle = normal_text(note.exact)
        found = self._same_passage(note, old, needle) or self._same_words(note, old, needle)
        if found or not needle:
            return found or _orphan(note)
        return self._alike(note, needle)

    # -- The same words ------------------------------------------------------------------------------

    def _same_passage(self, note: Anchor, old: Text, needle: str) -> Result | None:
        """The passage of that number has the same words from end to end; or all of them stand as one elsewhere."""
        here = self.by_number.get(old.number)
        if here is not None and self.new[here].text == old.text:
            return self._result(note, old, here, note.start, note.end)
        if not needle:
            return None
        whole = (note.start, note.end) == (0, len(old.text))
        if here is not None and self.whole[here] == normal(old.text).text.strip():
            if whole:
                return self._result(note, old, here, 0, len(self.new[here].text))
            shift = len(self.normals[here].text) - len(self.normals[here].text.lstrip())
            shift -= len(normal(old.text).text) - len(normal(old.text).text.lstrip())
            a = _index(normal(old.text), note) + shift
            return self._checked(note, old, needle, _Place(here, a, a + len(needle)))
        if whole and self.whole.count(needle) == 1:
            index = self.whole.index(needle)
            return self._result(note, old, index, 0, len(self.new[index].text))
        return None

    def _same_words(self, note: Anchor, old: Text, needle: str) -> Result | None:
        """The words stand elsewhere; in doubt which of several places is meant they are proposed."""
        if not needle:
            return None
        near = self._near(old)
        places = self._places(note, old, needle, near)
        sure = _best(places, SURE) or self._once(note, old, needle, places, near)
        if sure is None:
            afar = self._places(note, old, needle, range(len(self.new)))
            sure = _best(afar, SURE_AFAR) or self._once(note, old, needle, afar, range(len(self.new)))
        if sure:
            return self._checked(note, old, needle, sure)
        if places:
            best = max(places, key=lambda place: place.common)
            return self._proposal(best.index, best.a, best.b, 1.0)
        return None

    def _near(self, old: Text) -> range:
        """The passages around the one with the note's number, or around where it stood."""
        at = self.by_number.get(old.number, min(self.at[old.key], len(self.new) - 1))
        return range(max(0, at - NEAR), min(len(self.new), at + NEAR + 1))

    def _places(self, note: Anchor, old: Text, needle: str, where: range) -> list[_Place]:
        text = normal(old.text)
        a = _index(text, note)
        b = a + len(needle)
        sides = joined(text.text, a), joined(text.text, b)
        return [
            _Place(index, left, right, _common(text.text, a, b, self.normals[index].text, left, right))
            for index in where
            for left, right in places_of(needle, self.normals[index], *sides)
        ]

    def _once(self, note: Anchor, old: Text, needle: str, places: list[_Place], where: range) -> _Place | None:
        """Long words that stood once and stand once, though everything around them has changed."""
        if len(places) != 1 or len(needle) < LONG:
            return None
        at = self.at[note.key]
        olds = self.old if len(where) == len(self.new) else self.old[max(0, at - NEAR) : at + NEAR + 1]
        return places[0] if sum(len(places_of(needle, normal(text.text))) for text in olds) <= 1 else None

    def _checked(self, note: Anchor, old: Text, needle: str, place: _Place) -> Result | None:
        """The place as a stretch of the raw text, if that stretch has the same words and no others."""
        start, end = self.normals[place.index].raw(place.a, place.b)
        if normal_text(self.new[place.index].text[start:end]) != needle:
            return None
        return self._result(note, old, place.index, start, end)

    def _result(self, note: Anchor, old: Text, index: int, start: int, end: int) -> Result:
        new = self.new[index]
        exact = new.text[start:end]
        same = (new.number, start, end, exact) == (old.number, note.start, note.end, note.exact)
        return Result(ANCHORED if same else MOVED, new.key, start, end, exact)

    # -- Words that are alike ------------------------------------------------------------------------

    def _alike(self, note: Anchor, needle: str) -> Result:
        near = self._near(self.old[self.at[note.key]])
        best = self._most_alike(needle, near)
        if best is None and len(needle) >= LONG:
            best = self._most_alike(needle, range(len(self.new)))
        return best or _orphan(note)

    def _most_alike(self, needle: str, where: range) -> Result | None:
        best, least = None, 100 * ALIKE - 10
        for index in where:
            hay = self.whole[index]
            if len(hay) < len(needle):
                score = fuzz.ratio(needle, hay, score_cutoff=least)
                stretch = (0, len(hay))
            else:
                found = fuzz.partial_ratio_alignment(needle, hay, score_cutoff=least)
                score, stretch = (found.score, (found.dest_start, found.dest_end)) if found else (0, (0, 0))
            if score > least:
                best, least = (index, *stretch), score
        if best is None:
            return None
        index, a, b = best
        shift = len(self.normals[index].text) - len(self.normals[index].text.lstrip())
        a, b, score = _snapped(needle, self.normals[index].text, a + shift, b + shift)
        return self._proposal(index, a, b, score) if score >= ALIKE else None

    def _proposal(self, index: int, a: int, b: int, score: float) -> Result:
        start, end = self.normals[index].raw(a, b)
        return Result(REVIEW, self.new[index].key, start, end, self.new[index].text[start:end], score)


def reanchor(note: Anchor, old: Sequence[Text], new: Sequence[Text]) -> Result:
    """One note. For many notes of one edition keep a Correction."""
    return Correction(old, new).find(note)


def _orphan(note: Anchor) -> Result:
    return Result(ORPHANED, note.key, note.start, note.end, note.exact, 0.0)


def _index(text: Normal, note: Anchor) -> int:
    """Where the words of a note begin in the normal form of their passage."""
    at = bisect_left(text.starts, note.start)
    while at < len(text.text) - 1 and text.text[at] == " ":
        at += 1
    return at


def _common(old: str, a: int, b: int, new: str, c: int, d: int) -> int:
    """How many characters around two places are the same. The same edge of the passage counts as much as is needed."""
    before, after = _run(old[max(0, a - CONTEXT) : a][::-1], new[max(0, c - CONTEXT) : c][::-1]), 0
    after = _run(old[b : b + CONTEXT], new[d : d + CONTEXT])
    edges = SURE * ((a == c == 0) + (b == len(old) and d == len(new)))
    return before + after + edges


def _run(left: str, right: str) -> int:
    for count, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return count
    return min(len(left), len(right))


def _best(places: list[_Place], least: int) -> _Place | None:
    """The one place whose surroundings are the most alike; None where two are alike in this, or none enough."""
    ranked = sorted(places, key=lambda place: -place.common)
    if not ranked or ranked[0].common < least:
        return None
    return ranked[0] if len(ranked) == 1 or ranked[1].common < ranked[0].common else None


def _snapped(needle: str, hay: str, a: int, b: int) -> tuple[int, int, float]:
    """The ends of a stretch moved to whole words, so that it is most like the words looked for."""
    lefts = [at for at in range(max(0, a - SNAP), min(len(hay), a + SNAP) + 1) if not joined(hay, at)]
    rights = [at for at in range(max(0, b - SNAP), min(len(hay), b + SNAP) + 1) if not joined(hay, at)]
    tries = [(left, right) for left in lefts for right in rights if left < right and hay[left:right].strip()]
    if not tries:
        return a, b, 0.0
    score, left, right = max((fuzz.ratio(needle, hay[left:right]) / 100, left, right) for left, right in tries)
    return left, right, score
