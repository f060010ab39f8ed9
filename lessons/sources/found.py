"""Where a search found its words: a short stretch of a text around them, the words marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from coursesite.ui.fold import fold, found_in

ROOM, BEFORE = 260, 60


@dataclass(frozen=True)
class Piece:
    """A run of a text; `found`: it is what was looked for."""

    words: str
    found: bool = False


def marked_words(text: str, ways: Sequence[Sequence[str]]) -> list[str]:
    """The words to mark: those of each way that the text holds whole; where there is none, of all ways.

    Single letters are not marked beside longer words: they stand everywhere.
    """
    folded = fold(text)
    whole = [way for way in ways if all(word in folded for word in way)] or ways
    words = {word for way in whole for word in way}
    return sorted({word for word in words if len(word) > 1} or words)


def pieces(text: str, ways: Sequence[Sequence[str]], room: int = ROOM) -> list[Piece]:
    """The text, or about `room` letters of it around the first words found, in runs."""
    places = found_in(text, marked_words(text, ways))
    start, end = _window(text, places[0][0] if places else 0, room)
    found, at = [], start
    for first, last in places:
        if first >= start and last <= end:
            found += [Piece(text[at:first]), Piece(text[first:last], True)]
            at = last
    found.append(Piece(text[at:end]))
    if start:
        found.insert(0, Piece("… "))
    if end < len(text):
        found.append(Piece(" …"))
    return [piece for piece in found if piece.words]


def _window(text: str, at: int, room: int) -> tuple[int, int]:
    """[start, end) around a place, at the edges of words."""
    if len(text) <= room:
        return 0, len(text)
    start = max(0, at - BEFORE)
    if start:
        start = text.find(" ", start, at) + 1 or at
    end = min(len(text), start + room)
    if end < len(text):
        end = max(text.rfind(" ", start, end), at + 1) if " " in text[at:end] else end
    return start, end
