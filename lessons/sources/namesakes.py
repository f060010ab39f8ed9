"""The other names of whom a query names: "Mao Tse-tung" is looked for as "Mao Zedong" as well."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coursesite.ui.fold import words_of

MOST = 24  # ways to say one query

Way = tuple[str, ...]  # folded words, all of which must stand in what is found


@dataclass(frozen=True)
class Named:
    """Somebody's names, the usual one first."""

    names: tuple[str, ...]


def ways_of(words: Sequence[str], people: Iterable[Named]) -> list[Way]:
    """The query as it was asked, then with each name in it said otherwise.

    A name is in the query where all its words are, or where the whole query is a part of it. A way that only asks for
    more than another one finds nothing new and is left out.
    """
    ways: list[Way] = [tuple(words)]
    for person in people:
        names = [words_of(name) for name in person.names]
        for name in names:
            if name and set(name) <= set(words):
                rest = [word for word in words if word not in name]
            elif words and all(any(_begins(part, word) for part in name) for word in words):
                rest = []
            else:
                continue
            ways += [(*rest, *other) for other in names if other and other != name]
    kept: list[Way] = []
    for way in dict.fromkeys(ways):
        if not any(_asks_for_more(way, other) for other in kept):
            kept.append(way)
    return kept[:MOST]


def _begins(name: str, word: str) -> bool:
    """A beginning of three letters stands for a name; two are in too many."""
    return name == word or (len(word) > 2 and name.startswith(word))


def _asks_for_more(way: Way, other: Way) -> bool:
    """Whether everything found by `way` is found by `other`, each of whose words stands in one of `way`."""
    return all(any(word in long for long in way) for word in other)
