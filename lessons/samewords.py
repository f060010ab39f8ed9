"""When two stretches of text have the same words, however they are typed. Plain values in, plain values out.

They have where their normal forms are equal: one sort of quotation mark, dash and space, one way of writing an accented
letter, no soft hyphens and no marks of direction. Offsets are code points.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_DROPPED = frozenset("\u00ad\u200b\u200e\u200f\u2060\ufeff\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SAME = dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛‹›′`´ʼ", "'") | dict.fromkeys("‐‑‒–—―−", "-") | {"…": "..."}


@dataclass(frozen=True)
class Normal:
    """A normal form: text[i] stands for raw[starts[i]:ends[i]]."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def raw(self, a: int, b: int) -> tuple[int, int]:
        """The stretch of the raw text for text[a:b], which is not empty."""
        return min(self.starts[a:b]), max(self.ends[a:b])


def normalise(raw: str) -> Normal:
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, sign in enumerate(raw):
        if sign in _DROPPED:
            continue
        for one in sign if sign < "\x80" else unicodedata.normalize("NFD", sign):
            for char in _SAME.get(one, one):
                if char.isspace():
                    if chars and chars[-1] == " ":
                        ends[-1] = at + 1
                        continue
                    char = " "
                place = len(chars)
                rank = unicodedata.combining(char)
                while rank and place and unicodedata.combining(chars[place - 1]) > rank:
                    place -= 1  # marks on one letter stand in one order
                chars.insert(place, char)
                starts.insert(place, at)
                ends.insert(place, at + 1)
    return Normal("".join(chars), tuple(starts), tuple(ends))


@lru_cache(maxsize=2048)
def normal(raw: str) -> Normal:
    """normalise(), for texts that are asked for again and again."""
    return normalise(raw)


@lru_cache(maxsize=4096)
def normal_text(raw: str) -> str:
    return normalise(raw).text.strip()


def joined(text: str, at: int) -> bool:
    """Whether a cut at this place goes through a word or through a letter and its marks."""
    if not 0 < at < len(text):
        return False
    left, right = text[at - 1], text[at]
    if left == "\u200d" or right in "\u200c\u200d" or "\U0001f3fb" <= right <= "\U0001f3ff":
        return True
    if unicodedata.category(right)[0] == "M":
        return True
    return right.isalnum() and (left.isalnum() or unicodedata.category(left)[0] == "M")


def places_of(needle: str, hay: Normal, left: bool = False, right: bool = False) -> list[tuple[int, int]]:
    """Every place where these words stand. left, right: whether they begin or end in the middle of a word."""
    found, at = [], hay.text.find(needle) if needle else -1
    while at >= 0:
        end = at + len(needle)
        if joined(hay.text, at) == left and joined(hay.text, end) == right:
            found.append((at, end))
        at = hay.text.find(needle, at + 1)
    return found


def find_words(raw: str, words: str) -> list[tuple[int, int]]:
    """Where in a passage these words stand, whatever quotation marks were typed."""
    hay = normalise(raw)
    needle = normal_text(words)
    stretches = [hay.raw(a, b) for a, b in places_of(needle, hay)]
    return [(start, end) for start, end in stretches if normal_text(raw[start:end]) == needle]
