"""The page of a source: its texts, and what is said about them."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import caches
from django.db.models import Exists, OuterRef, Q
from django.utils.safestring import SafeString

from lessons.sources.models import Edition, Passage, Source, SourceLink
from lessons.sources.places import Place, place_mark
from lessons.sources.policy import SourceQuerySet
from lessons.sources.queries.heads import (
    AT_HAND,
    SourceHead,
    heads_of,
    holding_view,
    language_words,
    translator_words,
)
from lessons.sources.queries.naming import text_names
from lessons.sources.queries.passages import passage_views, with_easier
from lessons.sources.render import anchors, join, passage_html
from lessons.sources.rights import Statement, statement_of
from lessons.sources.sourceline import HoldingView, Step, in_doubt, steps

KEPT = 600  # seconds: a long text takes half a second to draw


def locked_editions(source: Source) -> list[Edition]:
    """Every locked edition, in the order in which they came to the site. One query."""
    at_hand = ("based_on__translator", "translator", "holding__repository")
    return list(source.editions.exclude(locked_at=None).select_related(*at_hand).order_by("pk"))


def newest_of(editions: Iterable[Edition]) -> list[Edition]:
    """The newest of each label, where its first version stood."""
    newest: dict[str, Edition] = {}
    for edition in sorted(editions, key=lambda e: (e.label, e.number)):
        newest[edition.label] = edition
    first = {edition.label: edition.pk for edition in sorted(editions, key=lambda e: -e.pk)}
    return sorted(newest.values(), key=lambda e: first[e.label])


def newest_editions(source: Source) -> list[Edition]:
    """The newest locked edition of each label. One query."""
    return newest_of(locked_editions(source))


def called(source: Source, label: str) -> str:
    """The name of one text of a source. One query."""
    return text_names(newest_editions(source))[label]


def named_texts(source: Source) -> list[tuple[str, Edition]]:
    """The newest of each text, with its name. One query."""
    editions = newest_editions(source)
    names = text_names(editions)
    return [(names[edition.label], edition) for edition in editions]


@dataclass(frozen=True)
class EditionText:
    """One edition as it stands on the page of its source."""

    edition: Edition
    language: str
    html: SafeString
    name: str  # tells it from the other texts of the source

    @property
    def is_picture(self) -> bool:
        """What is to be seen in the source's picture, in our words."""
        return self.edition.role == "summary" and self.edition.label == "picture"

    @property
    def translator(self) -> str:
        return translator_words(self.edition)

    @property
    def holding(self) -> HoldingView | None:
        return holding_view(self.edition.holding) if self.edition.holding else None


@dataclass(frozen=True)
class Link:
    """Another source that belongs to this one, and how, said from this one's side."""

    other: Source
    words: str
    note: str


@dataclass(frozen=True)
class SourcePage:
    """What is said about a source, for every view of it."""

    head: SourceHead
    editions: list[Edition]

    @property
    def source(self) -> Source:
        return self.head.source

    @property
    def named(self) -> list[tuple[str, Edition]]:
        """Every text with its name."""
        names = text_names(self.editions)
        return [(names[edition.label], edition) for edition in self.editions]

    @property
    def cited(self) -> Edition | None:
        """The text that is cited where none is chosen: the first that is not an easier version."""
        return next((edition for edition in self.editions if edition.role != "adaptation"), None)

    @property
    def translations(self) -> int:
        return sum(edition.role == "translation" for edition in self.editions)

    @property
    def steps(self) -> list[Step]:
        return steps(self.head.agents)

    @property
    def statement(self) -> Statement:
        return statement_of(self.source.rights_code)

    @property
    def dated_with_doubt(self) -> bool:
        source = self.source
        said = source.date_note or source.date_as_written or source.calendar != "gregorian"
        return bool(said) or in_doubt(source.date_edtf)

    @property
    def has_easier(self) -> bool:
        return any(edition.role == "adaptation" for edition in self.editions)


def source_page(source: Source, editions: list[Edition]) -> SourcePage:
    """Two queries. `source` has its place at hand."""
    return SourcePage(heads_of([source])[source.pk], newest_of(editions))


LINKED = {
    "sister": "Another record of the same event.",
    "version": "Another version of this source.",
    "answers": "This source answers it.",
    "quotes": "This source quotes it.",
}
LINKED_FROM = LINKED | {"answers": "It answers this source.", "quotes": "It quotes this source."}


def readable_sources(user) -> SourceQuerySet:
    """What the user may read, with what its page needs.

    `is_linked`: whether other sources belong to it; `may_edit`: whether the user may.
    """
    links = SourceLink.objects.filter(Q(source=OuterRef("pk")) | Q(other=OuterRef("pk")))
    seen = Source.objects.visible_to(user).with_may_edit(user)
    return seen.select_related(*AT_HAND).annotate(is_linked=Exists(links))


def linked_sources(source: Source, user) -> list[Link]:
    """Sources that belong to this one and that the user may see. One query."""
    seen = Source.objects.visible_to(user).values("pk")
    rows = SourceLink.objects.filter(Q(source=source, other__in=seen) | Q(other=source, source__in=seen))
    found: dict[tuple[int, str], Link] = {}
    for row in rows.select_related("source", "other"):
        forward = row.source_id == source.pk
        other = row.other if forward else row.source
        words = (LINKED if forward else LINKED_FROM)[row.kind]
        found.setdefault((other.pk, words), Link(other, words, row.note))
    return list(found.values())


# -- The texts as a whole ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Texts:
    """The texts of a source one after the other, and every id in them to which a link may lead."""

    texts: list[EditionText]
    ids: frozenset[str]

    def place_of(self, number: str) -> str:
        """The id to go to for a paragraph's number, such as 8 or 8-9; empty where there is no such paragraph."""
        first = number.partition("-")[0]
        return next((f"p{wanted}" for wanted in (number, first) if f"p{wanted}" in self.ids), "")


def whole_texts(editions: list[Edition], *, easier: bool = False, places: bool = False) -> Texts:
    """The newest texts. Easier versions stand under the passages they are made of, or in their place.

    Locked texts cannot change, so what was drawn is kept. After ten minutes a term's corrected meaning shows.
    """
    newest = newest_of(editions)
    name = kept_name(("easier" if easier else "whole") + ("-places" if places else ""), newest)
    kept = caches["drawn"].get(name)
    if kept is None:
        kept = _draw(newest, easier=easier, places=places)
        caches["drawn"].set(name, kept, KEPT)
    html, ids = kept
    names = text_names(newest)
    texts = [EditionText(e, language_words(e), html[e.pk], names[e.label]) for e in newest if e.pk in html]
    return Texts(texts, ids)


def kept_name(what: str, editions: Iterable[Edition]) -> str:
    """The moments of locking stand in it: no other database's edition of that number is taken for this one."""
    said = " ".join(f"{edition.pk}@{edition.locked_at.isoformat()}" for edition in editions if edition.locked_at)
    return f"source-{what}-{hashlib.sha256(said.encode()).hexdigest()}"


def _draw(editions: list[Edition], *, easier: bool, places: bool) -> tuple[dict[int, SafeString], frozenset[str]]:
    """(edition id -> its text, the ids in all of them). Two queries for any number of editions and passages."""
    by_edition = defaultdict(list)
    for passage in Passage.objects.filter(edition__in=editions).select_related("edition"):
        by_edition[passage.edition_id].append(passage)
    plain = {e.based_on_id: {p.number: p for p in by_edition[e.pk]} for e in editions if e.role == "adaptation"}
    shown = [e for e in editions if e.role != "adaptation"]
    views = passage_views([p for e in shown for p in by_edition[e.pk]])
    taken: set[str] = set()
    html = {}
    for edition in shown:
        drawn = []
        passages = by_edition[edition.pk]
        pairs = _pairs([p.number for p in passages])
        for passage in passages:
            view = with_easier(views[passage.pk], plain.get(edition.pk, {}).get(passage.number))
            own, others = anchors("", passage.number, taken, edition.label)
            pair = pairs.get(passage.number, "")
            pair = "" if pair in taken or own != f"p{passage.number}" else pair
            taken.add(pair)
            drawn.append(passage_html(view, own, others, easier_first=easier, pair=pair, level=3))
            if places:
                drawn.append(place_mark(Place(edition.source.slug, edition.label, passage.number, own)))
        html[edition.pk] = join(drawn)
    return html, frozenset(taken - {""})


def _pairs(numbers: list[str]) -> dict[str, str]:
    """Number -> the id under which it and the next are reached together: "8" -> "p8-9"."""
    following = {str(int(number) + 1) for number in numbers if number.isdigit()} & set(numbers)
    return {str(int(number) - 1): f"p{int(number) - 1}-{number}" for number in following}
