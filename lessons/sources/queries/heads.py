"""The head of a source: its source line, in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from lessons.sources.languages import language_name
from lessons.sources.models import Edition, Holding, Source, SourceAgent
from lessons.sources.sourceline import (
    AgentView,
    HoldingView,
    date_words,
    holdings_html,
    who_words,
)

ROLE_WORDS = dict(SourceAgent.ROLES)
DATE_WORDS = dict(Source.DATE_KINDS)
# What stands above a text, and the picture beside it, is fetched with the source itself.
AT_HAND = ("place", "image__blob", "image__small")


@dataclass(frozen=True)
class SourceHead:
    """Everything that stands above the text of a source, in words; "not known" where it is not."""

    source: Source
    who: list[str]
    date: str
    kept: SafeString
    people: tuple[SourceAgent, ...] = ()
    places: tuple[Holding, ...] = ()

    @property
    def agents(self) -> list[AgentView]:
        return [_agent_view(row) for row in self.people]

    @property
    def holdings(self) -> list[HoldingView]:
        return [holding_view(row) for row in self.places]

    def kept_of(self, edition: Edition) -> SafeString:
        """Where this text lies, where that is known; else where the source does. No query."""
        own = tuple(holding_view(row) for row in self.places if row.pk == edition.holding_id)
        return holdings_html(own) if own else self.kept

    @property
    def found(self) -> list[HoldingView]:
        return [holding for holding in self.holdings if holding.is_online]

    @property
    def originals(self) -> list[HoldingView]:
        return [holding for holding in self.holdings if holding.original]

    @property
    def place(self) -> str:
        place = self.source.place
        if place is None:
            return "place not known"
        return f"{place.name} (now {place.modern_name})" if place.modern_name else place.name

    def text_words(self, edition: Edition) -> str:
        """`English translation by Gary Goldberg`: tells one translation of the source from another. No query."""
        by = [row.agent.name for row in self.people if row.agent and row.agent_id == edition.translator_id]
        return (
            f"{language_words(edition)} by {by[0]}" if by and edition.role == "translation" else language_words(edition)
        )

    @property
    def rights(self) -> str:
        return self.source.rights or "not known"


def source_heads(source_ids: Iterable[int]) -> dict[int, SourceHead]:
    """Source id -> head. Three queries for any number of sources."""
    sources = Source.objects.select_related(*AT_HAND).in_bulk(list(source_ids))
    return heads_of(sources.values())


def heads_of(sources: Iterable[Source]) -> dict[int, SourceHead]:
    """Source id -> head, for sources with their place at hand. Two queries."""
    rows = {source.pk: source for source in sources}
    people: dict[int, list[SourceAgent]] = defaultdict(list)
    places: dict[int, list[Holding]] = defaultdict(list)
    for row in SourceAgent.objects.filter(source__in=rows).select_related("agent"):
        people[row.source_id].append(row)
    for kept in Holding.objects.filter(source__in=rows).select_related("repository").order_by("pk"):
        places[kept.source_id].append(kept)
    return {pk: _head(source, tuple(people[pk]), tuple(places[pk])) for pk, source in rows.items()}


def _agent_view(row: SourceAgent) -> AgentView:
    words = ROLE_WORDS.get(row.role, row.role)
    return AgentView(row.agent.name if row.agent else "", row.role, words, row.note, row.date_display)


def holding_view(kept: Holding) -> HoldingView:
    held_by = kept.repository
    return HoldingView(
        held_by.name, kept.levels, kept.document_number, kept.url, kept.retrieved_on, held_by.place
    )  # fmt: skip


def _head(source: Source, people: tuple[SourceAgent, ...], places: tuple[Holding, ...]) -> SourceHead:
    return SourceHead(
        source,
        who_words(_agent_view(row) for row in people),
        date_words(DATE_WORDS.get(source.date_kind, ""), source.date_display),
        holdings_html(tuple(holding_view(row) for row in places)),
        people,
        places,
    )


def language_words(edition: Edition) -> str:
    """`English translation`, `Russian transcription`."""
    name = language_name(edition.language)
    return f"{name} {edition.get_role_display().lower()}" if edition.role != "summary" else name


def translator_words(edition: Edition) -> str:
    """`Translated by Gary Goldberg`, `Translator not stated`; empty where nothing was translated."""
    if edition.translator:
        return f"Translated by {edition.translator.name}"
    return "Translator not stated" if edition.role == "translation" else ""
