"""What pages ask about sources: the head with its source line, passages ready to be drawn."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from lessons.sources.models import Edition, Excerpt, ExcerptRange, Holding, Passage, Source, SourceAgent, Span
from lessons.sources.render import (
    AgentView,
    HoldingView,
    PassageView,
    SpanView,
    anchors,
    date_words,
    holdings_html,
    join,
    passage_html,
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
        return self.source.place.name if self.source.place else "place not known"

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


def chosen_passages(excerpt_ids: Iterable[int]) -> dict[int, list[Passage]]:
    """Excerpt id -> its passages in order, each with its edition. One query."""
    rows = ExcerptRange.objects.filter(excerpt__in=list(excerpt_ids)).select_related("passage__edition")
    found: dict[int, list[Passage]] = {}
    for row in rows.order_by("excerpt", "position"):
        found.setdefault(row.excerpt_id, []).append(row.passage)
    return found


def easier_passages(excerpts: Iterable[Excerpt]) -> dict[tuple[int | None, str], Passage]:
    """(adapted edition id, number) -> its passage. One query, none where nothing is adapted."""
    editions = {excerpt.adapted_id for excerpt in excerpts if excerpt.adapted_id}
    if not editions:
        return {}
    rows = Passage.objects.filter(edition__in=editions).select_related("edition")
    return {(passage.edition_id, passage.number): passage for passage in rows}


def passage_views(passages: Iterable[Passage]) -> dict[int, PassageView]:
    """Passage id -> what draws it, with its spans: one query. `passages` have their edition at hand."""
    passages = list(passages)
    spans = defaultdict(list)
    for row in Span.objects.filter(passage__in=[p.pk for p in passages]).select_related("agent"):
        who = row.agent.name if row.agent else ""
        spans[row.passage_id].append(SpanView(row.start, row.end, row.kind, row.text, who, row.depth))
    return {p.pk: PassageView(p.number, p.text, tuple(spans[p.pk]), p.edition.language) for p in passages}


def with_easier(view: PassageView, easier: Passage | None) -> PassageView:
    """The passage with its easier wording, where there is one. `easier` has its edition at hand."""
    if easier is None:
        return view
    return replace(view, adapted=easier.text, adapted_language=easier.edition.language)


def newest_editions(source: Source) -> list[Edition]:
    """The newest locked edition of each label, in the order in which they came to the site. One query."""
    newest: dict[str, Edition] = {}
    for edition in source.editions.exclude(locked_at=None).select_related("based_on").order_by("pk"):
        newest[edition.label] = edition
    return list(newest.values())


@dataclass(frozen=True)
class EditionText:
    """One edition as it stands on the page of its source."""

    edition: Edition
    language: str
    html: SafeString


@dataclass(frozen=True)
class SourcePage:
    head: SourceHead
    texts: list[EditionText]
    editions: list[Edition]

    @property
    def first(self) -> EditionText | None:
        return self.texts[0] if self.texts else None


def source_page(source: Source) -> SourcePage:
    """Six queries for any number of editions and passages. Easier versions stand under the passages they are made of."""
    editions = newest_editions(source)
    by_edition = defaultdict(list)
    for passage in Passage.objects.filter(edition__in=editions).select_related("edition"):
        by_edition[passage.edition_id].append(passage)
    easier = {e.based_on_id: {p.number: p for p in by_edition[e.pk]} for e in editions if e.role == "adaptation"}
    shown = [e for e in editions if e.role != "adaptation"]
    views: dict[int, PassageView] = passage_views([p for e in shown for p in by_edition[e.pk]])
    taken: set[str] = set()
    texts = []
    for edition in shown:
        drawn = []
        for passage in by_edition[edition.pk]:
            view = with_easier(views[passage.pk], easier.get(edition.pk, {}).get(passage.number))
            drawn.append(passage_html(view, *anchors("", passage.number, taken, edition.label)))
        texts.append(EditionText(edition, language_words(edition), join(drawn)))
    return SourcePage(source_heads([source.pk])[source.pk], texts, editions)
