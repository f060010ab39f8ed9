"""Searching sources, passages, terms and historical persons: one query each, among what the reader may see."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from coursesite.ui.fold import fold, words_of
from lessons.sources.found import Piece, pieces
from lessons.sources.models import Agent, Edition, Passage, Source
from lessons.sources.namesakes import Named, Way, ways_of
from lessons.sources.queries.chronicle import agents_for, terms_for
from lessons.sources.render import spoken_number

SHOWN = 20  # of each group
PEOPLE = 300  # whose names are compared with the query


@dataclass(frozen=True)
class Asked:
    """A query as it is looked for. `ways`: its words, then the same with other names of whom it names."""

    ways: list[Way]

    def condition(self) -> Q:
        """Every word of one of the ways. What is asked for is letters and figures only: no wildcard of LIKE."""
        condition = Q(pk__in=[])
        for way in self.ways:
            all_words = Q()
            for word in way:
                all_words &= Q(folded__contains=word)
            condition |= all_words
        return condition

    def is_in(self, text: str) -> bool:
        return self.says(fold(text))

    def says(self, folded: str) -> bool:
        """Whether folded words are what is asked for."""
        return any(all(word in folded for word in way) for way in self.ways)

    def marked(self, text: str, room: int = 260) -> list[Piece]:
        return pieces(text, self.ways, room)


@dataclass(frozen=True)
class Hit:
    """One thing found: its name with the words marked, where it is, and lines beside it."""

    name: list[Piece]
    url: str
    about: str = ""
    lines: list[list[Piece]] = field(default_factory=list)
    number: str = ""
    language: str = ""
    note: str = ""


@dataclass(frozen=True)
class Group:
    """The hits of one sort; `more` where there are others that are not shown."""

    hits: list[Hit]
    more: bool = False


def seen_sources(user) -> list[Source]:
    """All that the reader may see, looked up once for the whole search: who sees what costs more than the words."""
    columns = ("pk", "slug", "title", "kind", "date_display", "folded")
    return list(Source.objects.visible_to(user).only(*columns).order_by("title", "pk"))


def asked_for(user, query: str, sources: list[Source]) -> tuple[Asked, Group]:
    """(what to look for, the persons found). One query: of those whom the reader may find, other names are asked for too."""
    words = words_of(query)
    named = Q(pk__in=[])
    for word in words:
        if len(word) > 1:
            named |= Q(folded__contains=word)
    people = list(agents_for(user, ids_of(sources)).filter(named).order_by("sort_name", "pk")[:PEOPLE])
    asked = Asked(ways_of(words, [Named((p.name, *p.variants)) for p in people]) if words else [])
    found = [p for p in people if asked.is_in(" ".join([p.name, *p.variants]))]
    return asked, Group([_person(p, asked) for p in found[:SHOWN]], len(found) > SHOWN)


def _person(agent: Agent, asked: Asked) -> Hit:
    also = [asked.marked(f"Also: {', '.join(agent.variants)}")] if agent.variants else []
    return Hit(asked.marked(agent.name), reverse("sources:agent", args=[agent.slug]), lines=also)


def found_terms(user, asked: Asked, sources: list[Source]) -> Group:
    rows = terms_for(user, ids_of(sources)).filter(asked.condition()).order_by("name", "pk", "senses__position")
    found: dict[int, Hit] = {}
    glossary = reverse("sources:term_list")
    for pk, slug, name, variants, sense in rows.values_list("pk", "slug", "name", "variants", "senses__text"):
        if pk not in found:
            also = [asked.marked(f"Also: {', '.join(variants)}")] if variants else []
            found[pk] = Hit(asked.marked(name), f"{glossary}#{slug}", lines=also)
        if sense:
            found[pk].lines.append(asked.marked(sense))
    return Group(list(found.values())[:SHOWN], len(found) > SHOWN)


def found_sources(asked: Asked, sources: list[Source]) -> Group:
    """No query: they are at hand."""
    found = [source for source in sources if asked.says(source.folded)]
    return Group([_source(source, asked) for source in found[:SHOWN]], len(found) > SHOWN)


def _source(source: Source, asked: Asked) -> Hit:
    kind = source.get_kind_display()
    url = reverse("sources:source", args=[source.slug])
    return Hit(asked.marked(source.title), url, f"{kind}, {source.date_display}".removesuffix(", "))


def found_passages(asked: Asked, sources: list[Source]) -> Group:
    """Of the newest text of each label: what was corrected is found as it stands now."""
    editions = newest_editions().filter(source__in=ids_of(sources)).values("pk")
    rows = Passage.objects.filter(asked.condition(), edition__in=editions)
    rows = rows.select_related("edition__source")
    rows = rows.order_by("edition__source__title", "edition__source", "edition", "position")
    found = list(rows[: SHOWN + 1])
    return Group([_passage(row, asked) for row in found[:SHOWN]], len(found) > SHOWN)


def ids_of(sources: list[Source]) -> list[int]:
    return [source.pk for source in sources]


def newest_editions() -> QuerySet[Edition]:
    locked = Edition.objects.exclude(locked_at=None)
    newer = locked.filter(source=OuterRef("source"), label=OuterRef("label"), number__gt=OuterRef("number"))
    return locked.filter(~Exists(newer)).order_by()


def _passage(passage: Passage, asked: Asked) -> Hit:
    edition = passage.edition
    source = edition.source
    about = "Our summary" if source.is_card else edition.get_role_display()
    url = f"{reverse('sources:source', args=[source.slug])}#p{passage.number}"
    return Hit(
        [Piece(source.title)], url, about, [asked.marked(passage.text)], spoken_number(passage.number), edition.language,
        note="" if asked.is_in(passage.text) else "The words are in the correction beside this passage (sic).",
    )  # fmt: skip
