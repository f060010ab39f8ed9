"""Lists of works: two works of one author and year get letters, an author who returns gets a dash."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from string import ascii_lowercase

from lessons.sources.cite.chicago import author_date, entry
from lessons.sources.cite.citable import Citable
from lessons.sources.cite.parts import sort_key
from lessons.sources.cite.words import heading, year_words

DASH = "———"


def lettered(cited: Iterable[Citable]) -> dict[str, str]:
    """Slug -> letter, for works that author and year do not tell apart; by title, as the list has them."""
    groups: dict[tuple, dict[str, Citable]] = defaultdict(dict)
    for c in cited:
        if c.makers:
            groups[(*(name.full for name in c.makers), year_words(c.edtf))][c.slug] = c
    letters = {}
    for works in groups.values():
        if len(works) > 1:
            in_order = sorted(works.values(), key=lambda c: (sort_key(c)[2], c.slug))
            letters |= {c.slug: _letter(n) for n, c in enumerate(in_order)}
    return letters


def _letter(n: int) -> str:
    """a … z, then aa …"""
    return ascii_lowercase[n] if n < 26 else ascii_lowercase[n // 26 - 1] + ascii_lowercase[n % 26]


def with_letters(cited: Iterable[Citable]) -> list[Citable]:
    cited = list(cited)
    letters = lettered(cited)
    return [replace(c, suffix=letters.get(c.slug, "")) for c in cited]


def works(cited: Iterable[Citable]) -> list[Citable]:
    """Each text once, as a whole and lettered, by author and title."""
    whole = {c.source_key: replace(c, locator="") for c in cited}
    return sorted(with_letters(whole.values()), key=lambda c: (sort_key(c)[0], sort_key(c)[2], c.source_key))


def bibliography(cited: Iterable[Citable]) -> list[tuple[Citable, str]]:
    """(work, entry) in order; where the same author follows, a dash stands for the name."""
    return _dashed([(c, entry(c)) for c in works(cited)])


def references(cited: Iterable[Citable]) -> list[tuple[Citable, str]]:
    """(work, author-date entry), each author's works by year."""
    return dashed_references(works(cited))


def dashed_references(lettered: Iterable[Citable]) -> list[tuple[Citable, str]]:
    """The same of works that have their letters: a list may be a part of those among which they were given."""
    by_year = sorted(lettered, key=lambda c: (sort_key(c)[0], _year_key(c), c.suffix, sort_key(c)[2], c.source_key))
    return _dashed([(c, author_date(c)) for c in by_year])


def _year_key(c: Citable) -> str:
    return year_words(c.edtf) if c.edtf else "9999"


def _dashed(entries: list[tuple[Citable, str]]) -> list[tuple[Citable, str]]:
    found, last = [], ""
    for c, words in entries:
        head = heading(c.makers)
        repeated = bool(head) and head == last and words.startswith(head)
        found.append((c, _dash(words, head) if repeated else words))
        last = head
    return found


def _dash(words: str, head: str) -> str:
    rest = words[len(head) :]
    return f"{DASH}{rest}" if rest.startswith((".", ",")) else f"{DASH}.{rest}"
