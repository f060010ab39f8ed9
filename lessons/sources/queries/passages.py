"""Passages ready to be drawn, for whole editions and for excerpts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Exists, OuterRef

from lessons.sources.cuts import Stretch
from lessons.sources.models import Excerpt, ExcerptRange, Passage, SourceAgent, Span
from lessons.sources.render import PassageView, SpanView

SENSE = ("term__senses__text", "term__senses__reference")


def chosen_passages(excerpt_ids: Iterable[int]) -> dict[int, list[Passage]]:
    """Excerpt id -> its passages in order, each with its edition, and in `stretches` what is shown of it. One query."""
    rows = ExcerptRange.objects.filter(excerpt__in=list(excerpt_ids)).select_related("passage__edition")
    found: dict[int, list[Passage]] = {}
    for row in rows.order_by("excerpt", "position"):
        passages = found.setdefault(row.excerpt_id, [])
        stretch = Stretch(row.start, row.end, row.cut_after, row.cut_note)
        if passages and passages[-1].pk == row.passage_id:
            passages[-1].stretches.append(stretch)
        else:
            row.passage.stretches = [stretch]
            passages.append(row.passage)
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
    spans = _span_views([passage.pk for passage in passages])
    return {p.pk: PassageView(p.number, p.text, tuple(spans[p.pk]), p.edition.language, kind=p.kind) for p in passages}


def _span_views(passage_ids: list[int]) -> dict[int, list[SpanView]]:
    """Passage id -> its spans, in one query: a term comes once for each of its senses."""
    source = OuterRef("passage__edition__source")
    writes = SourceAgent.objects.filter(source=source, agent=OuterRef("agent"), role__in=("creator", "recorder"))
    rows = (
        Span.objects.filter(passage__in=passage_ids)
        .annotate(writes=Exists(writes))
        .order_by("start", "-end", "pk", "term__senses__position")
        .values_list("pk", "passage", "start", "end", "kind", "text", "agent__name", "depth", "writes", *SENSE)
    )
    found: dict[int, dict[int, SpanView]] = defaultdict(dict)
    for pk, passage, start, end, kind, text, who, depth, written, sense, whose in rows:
        known = found[passage].get(pk) or SpanView(start, end, kind, text, who or "", depth, written)
        said = f"{sense} ({whose})" if whose else sense
        found[passage][pk] = replace(known, senses=(*known.senses, said)) if sense else known
    return defaultdict(list, {passage: list(spans.values()) for passage, spans in found.items()})


def with_easier(view: PassageView, easier: Passage | None) -> PassageView:
    """The passage with its easier wording, where there is one. `easier` has its edition at hand."""
    if easier is None:
        return view
    return replace(view, adapted=easier.text, adapted_language=easier.edition.language)
