"""The references of a lesson, made from what it uses: its excerpts and cards, primary and secondary apart."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from lessons.models import Block
from lessons.sources.cite.chicago import notes
from lessons.sources.cite.citable import Citable
from lessons.sources.cite.listing import dashed_references, with_letters
from lessons.sources.queries.citing import citables, html_of
from lessons.sources.queries.passages import chosen_passages

HEADINGS = (("primary", "Primary sources"), ("secondary", "Secondary sources"))


@dataclass(frozen=True)
class Use:
    """Where a source stands: the words of the link, and its address as seen from the last part."""

    words: str
    href: str


@dataclass(frozen=True)
class Reference:
    slug: str
    html: SafeString
    uses: list[Use]


@dataclass(frozen=True)
class References:
    """Lists under their headings, and the notes in the order of the lesson."""

    lists: list[tuple[str, list[Reference]]]
    notes: list[SafeString]


def references_of(blocks: Iterable[Block]) -> References | None:
    """What the blocks of a version use, in their order; None where they use nothing. Four queries for any number.

    Blocks have their excerpt, its edition and its source at hand.
    """
    used, last = _used(blocks)
    if not used:
        return None
    cited = citables({block.excerpt.edition_id for _, block in used if block.excerpt})
    chosen = chosen_passages(block.excerpt.pk for _, block in used if block.excerpt)
    uses: dict[tuple, list[Use]] = defaultdict(list)
    pointed: list[Citable] = []
    for number, block in used:
        if block.excerpt:
            c = cited[block.excerpt.edition_id]
            uses[c.source_key].append(_use(number, block, last))
            passages = chosen.get(block.excerpt.pk, [])
            pointed.append(replace(c, locator=", ".join(dict.fromkeys(p.number for p in passages))))
    lists = []
    works = with_letters(cited.values())  # the letters run through both lists
    for relation, heading in HEADINGS:
        mine = dashed_references([c for c in works if c.relation == relation])
        if mine:
            lists.append((heading, [Reference(c.slug, html_of(words), uses[c.source_key]) for c, words in mine]))
    return References(lists, [html_of(words) for words in notes(pointed)])


def _used(blocks: Iterable[Block]) -> tuple[list[tuple[int, Block]], int]:
    """([(number of its part, excerpt block)], number of the last part)."""
    number, used, any_before = 0, [], False
    for block in blocks:
        if block.kind == "part" or not any_before:
            number, any_before = number + 1, True
        if block.kind == "excerpt" and block.excerpt_id:
            used.append((number, block))
    return used, number


def _use(number: int, block: Block, last: int) -> Use:
    letter = block.body.get("letter", "")
    words = f"Part {number}, Source {letter}" if letter else f"Part {number}"
    anchor = f"#src-{block.key}"
    return Use(words, anchor if number == last else f"../{number}/{anchor}")
