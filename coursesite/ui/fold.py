"""Words as the search compares them: without accents, capitals and the printer's varieties of quote, dash and space.

Each letter is folded by itself, so a place in the folded words can be traced to its place in the written ones.
"""

import unicodedata
from collections.abc import Sequence

# Letters that have a stroke or a shape of their own, which taking a letter apart leaves standing; quotes and dashes.
_PLAIN = {
    "Ł": "l", "ł": "l", "Ø": "o", "ø": "o", "Đ": "d", "đ": "d", "Ð": "d", "ð": "d", "Ħ": "h", "ħ": "h",
    "ı": "i", "ŋ": "n", "Ŋ": "n", "Æ": "ae", "æ": "ae", "Œ": "oe", "œ": "oe", "Þ": "th", "þ": "th", "ß": "ss", "ẞ": "ss",
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "ʹ": "'", "ʻ": "'", "ʼ": "'", "ʽ": "'", "`": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"', "‹": "'", "›": "'",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "…": "...",
}  # fmt: skip
_UNSEEN = {"Cc", "Cf", "Cs"}
_MARKS = {"Mn", "Me"}


def _apart(text: str) -> str:
    """The letters of some text without their accents and without what is not seen."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(
        " " if letter.isspace() else _PLAIN.get(letter, letter)
        for letter in letters
        if letter.isspace() or unicodedata.category(letter) not in _MARKS | _UNSEEN
    )


class _Letters(dict[int, str]):
    """What each letter becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        folded = _PLAIN.get(letter) or _apart(_apart(letter).casefold())
        self[code] = folded
        return folded


_LETTERS = _Letters()


def fold(text: str) -> str:
    """The words as they are compared. Folding what is folded changes nothing."""
    return " ".join(text.translate(_LETTERS).split())


def words_of(query: str) -> list[str]:
    """The different words of a query, folded, in order: a hyphen and other signs part words as a space does."""
    apart = "".join(letter if letter.isalnum() else " " for letter in fold(query))
    return list(dict.fromkeys(apart.split()))


def found_in(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where folded words stand in a text: [start, end) in its code points, in order, none touching another."""
    folded = [_LETTERS[ord(letter)] for letter in text]
    line = "".join(folded)
    origin = [place for place, letters in enumerate(folded) for _ in letters]
    covered: set[int] = set()
    for word in filter(None, words):
        at = line.find(word)
        while at >= 0:
            covered.update(range(origin[at], origin[at + len(word) - 1] + 1))
            at = line.find(word, at + 1)
    return _runs(sorted(covered))


def _runs(places: list[int]) -> list[tuple[int, int]]:
    """Neighbouring places as [start, end)."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs
