"""The words of a question: as the bank's search compares them, and what a version changed. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from coursesite.ui.fold import fold
from lessons.clean import words_of

LONGEST = 20_000
SAYS_NOTHING = {"v", "mode", "depth", "id", "gap", "source", "most", "words_min", "words_max"}
ABOUT = re.compile(r"\b(?:Source|Document)\s+([A-Z])((?:\s*(?:,|and|to|–|-)?\s*¶\s*\d+(?:[-–]\d+)?)+)")
NUMBER = re.compile(r"¶\s*(\d+(?:[-–]\d+)?)")


def searched(title: str, body: Mapping, tags: Iterable[str]) -> str:
    """Title, tags and all words that students see, folded. Never the key."""
    words = [title, *tags, *(words_of(piece) for piece in _pieces(body))]
    return fold(" ".join(word for word in words if word))[:LONGEST]


def one_line(html: str) -> str:
    """The words of a question on one line; what only changes the look of words leaves no space behind."""
    return words_of(re.sub(r"</?(?:a|b|cite|em|i|q|span|strong|sub|sup|u)(?:\s[^>]*)?>", "", html))


def _pieces(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name not in SAYS_NOTHING:
                yield from _pieces(part)
    elif isinstance(value, list):
        pair = len(value) > 1 and all(isinstance(part, str) for part in value)  # [id, words …]
        for part in value[1:] if pair else value:
            yield from _pieces(part)


def passages_named(text: str) -> list[tuple[str, str]]:
    """(letter, number) of every passage that some words name, such as “Source A, ¶4 and ¶5”, each once."""
    found = [
        (letter, number.replace("–", "-")) for letter, run in ABOUT.findall(text) for number in NUMBER.findall(run)
    ]
    return list(dict.fromkeys(found))


def parse_numbers(text: str, known: Iterable[str]) -> tuple[list[str], list[str]]:
    """(numbers of passages, what names none) of a line such as `78, 80-82`; a range goes by the order of the source."""
    order = list(known)
    place = {number: at for at, number in enumerate(order)}
    chosen: list[str] = []
    unknown: list[str] = []
    for piece in re.split(r"[,;\s]+", text.replace("¶", " ").replace("–", "-").strip()):
        first, dash, last = piece.partition("-")
        if piece in place:
            chosen.append(piece)
        elif dash and first in place and last in place and place[first] <= place[last]:
            chosen += order[place[first] : place[last] + 1]
        elif piece:
            unknown.append(piece)
    return list(dict.fromkeys(chosen)), unknown


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[str]:
    """What one version changed, in words. Both have kind, body, points, rubric and documents."""
    if before is None:
        return ["First version"]
    said = []
    if before["kind"] != after["kind"]:
        said.append("kind of question")
    if before["body"].get("stem") != after["body"].get("stem"):
        said.append("what is asked")
    if _without_stem(before["body"]) != _without_stem(after["body"]):
        said.append("what can be answered")
    if before["points"] != after["points"]:
        said.append("points")
    if before["rubric"] != after["rubric"]:
        said.append("rubric")
    if before["documents"] != after["documents"]:
        said.append("sources beside it")
    return said or ["nothing that students see"]


def _without_stem(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in ("v", "stem")}
