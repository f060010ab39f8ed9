"""The head of a source: its source line, in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from lessons.sources.models import Edition, Holding, Source, SourceAgent
from lessons.sources.render import (
    AgentView,
    HoldingView,
    date_words,
    holdings_html,
    who_words,
)

ROLE_WORDS = dict(SourceAgent.ROLES)
DATE_WORDS = dict(Source.DATE_KINDS)
LANGUAGES = {"en": "English", "ru": "Russian", "zh": "Chinese", "pl": "Polish", "de": "German", "sq": "Albanian"}


@dataclass(frozen=True)
class SourceHead:
    """Everything that stands above the text of a source, in words; "not known" where it is not."""

    source: Source
    who: list[str]
    date: str
    kept: SafeString

    @property
    def place(self) -> str:
        place = self.source.place
        if place is None:
            return "place not known"
        return f"{place.name} (now {place.modern_name})" if place.modern_name else place.name

    @property
    def rights(self) -> str:
        return self.source.rights or "not known"


def source_heads(source_ids: Iterable[int]) -> dict[int, SourceHead]:
    """Source id -> head. Three queries for any number of sources."""
    sources = Source.objects.select_related("place").in_bulk(list(source_ids))
    agents: dict[int, list[AgentView]] = defaultdict(list)
    holdings: dict[int, list[HoldingView]] = defaultdict(list)
    for row in SourceAgent.objects.filter(source__in=sources).select_related("agent"):
        view = AgentView(row.agent.name if row.agent else "", row.role, ROLE_WORDS.get(row.role, row.role), row.note)
        agents[row.source_id].append(view)
    for kept in Holding.objects.filter(source__in=sources).select_related("repository").order_by("pk"):
        place = HoldingView(kept.repository.name, kept.levels, kept.document_number, kept.url)
        holdings[kept.source_id].append(place)
    return {
        pk: SourceHead(
            source,
            who_words(tuple(agents[pk])),
            date_words(DATE_WORDS.get(source.date_kind, ""), source.date_display),
            holdings_html(tuple(holdings[pk])),
        )
        for pk, source in sources.items()
    }


def language_words(edition: Edition) -> str:
    """`English translation`, `Russian transcription`."""
    name = LANGUAGES.get(edition.language.split("-")[0], edition.language)
    return f"{name} {edition.get_role_display().lower()}" if edition.role != "summary" else name
