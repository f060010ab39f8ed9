"""Passages ready to be drawn, for whole editions and for excerpts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from lessons.sources.models import Excerpt, ExcerptRange, Passage, Span
from lessons.sources.render import PassageView, SpanView


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
