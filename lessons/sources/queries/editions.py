"""Texts of a source as they are edited: the newest version of a label, its passages as drafts, its versions."""

from collections import defaultdict

from django.utils.safestring import SafeString

from lessons.sources.drafts import PassageDraft, SpanDraft
from lessons.sources.models import Agent, Edition, Source, Span, Term
from lessons.sources.queries.passages import passage_views
from lessons.sources.render import anchors, join, passage_html


def newest_locked(source: Source, label: str) -> Edition | None:
    """The version of a text that stands now."""
    return (
        source.editions.filter(label=label).exclude(locked_at=None).select_related("source").order_by("-number").first()
    )


def versions_of(source: Source, label: str) -> list[Edition]:
    """Newest first."""
    return list(source.editions.filter(label=label).exclude(locked_at=None).order_by("-number"))


def drafts_of(edition: Edition) -> list[PassageDraft]:
    """Its passages with what stands beside their words. Two queries."""
    spans: dict[int, list[SpanDraft]] = defaultdict(list)
    for row in Span.objects.filter(passage__edition=edition):
        span = SpanDraft(row.start, row.end, row.kind, row.text, row.agent_id, row.depth, row.term_id)
        spans[row.passage_id].append(span)
    return [PassageDraft(p.number, p.kind, p.text, tuple(spans[p.pk])) for p in edition.passages.all()]


def used_numbers(source: Source, label: str) -> set[str]:
    """Every number that a passage of this text has or had. None of them is given again."""
    rows = Edition.objects.filter(source=source, label=label).exclude(passages=None)
    return set(rows.values_list("passages__number", flat=True))


def edition_html(edition: Edition) -> SafeString:
    """Its passages as they are read. Two queries."""
    passages = list(edition.passages.select_related("edition"))
    views, taken = passage_views(passages), set[str]()
    return join(passage_html(views[p.pk], *anchors("", p.number, taken, edition.label)) for p in passages)


def span_words(passage: PassageDraft) -> list[str]:
    """Each mark of a passage in words, in the order of its spans. Two queries at most."""
    who = dict(Agent.objects.filter(pk__in=[s.agent for s in passage.spans if s.agent]).values_list("pk", "name"))
    terms = dict(Term.objects.filter(pk__in=[s.term for s in passage.spans if s.term]).values_list("pk", "name"))
    kinds = dict(Span.KINDS)
    said = []
    for span in passage.spans:
        parts = [kinds[span.kind], f"“{shortened(passage.text[span.start : span.end])}”"]
        parts += [f"{who.get(span.agent or 0, 'nobody named')}, depth {span.depth}"] if span.kind == "voice" else []
        parts += [terms[span.term]] if span.term in terms else []
        said.append(": ".join([", ".join(parts), *([span.text] if span.text else [])]))
    return said


def shortened(words: str) -> str:
    parts = words.split()
    return " ".join(parts) if len(parts) <= 10 else f"{' '.join(parts[:5])} … {' '.join(parts[-4:])}"
