"""The folded columns, worked out of the rows as they stand: for forms that change one, and to see that all are in step."""

from collections import defaultdict
from collections.abc import Iterator

from lessons.sources.models import Agent, Passage, Source, SourceAgent, Span, Term
from lessons.sources.searched import SEARCHED, folded_names, folded_passage


def folded_agent(agent: Agent) -> str:
    return folded_names(agent.name, agent.variants)


def folded_term(term: Term) -> str:
    """One query, none where the senses are at hand."""
    return folded_names(term.name, [*term.variants, *(sense.text for sense in term.senses.all())])


def folded_source(source: Source) -> str:
    """Title and makers. One query."""
    makers = source.agents.exclude(agent=None).order_by("position").values_list("agent__name", flat=True)
    return folded_names(source.title, makers)


def out_of_step() -> Iterator[str]:
    """Every row whose folded column says something else than the row. Six queries."""
    for agent in Agent.objects.order_by("pk"):
        if agent.folded != folded_agent(agent):
            yield f"agent {agent.slug}"
    for term in Term.objects.order_by("pk").prefetch_related("senses"):
        if term.folded != folded_term(term):
            yield f"term {term.slug}"
    yield from _sources()
    yield from _passages()


def _sources() -> Iterator[str]:
    makers: dict[int, list[str]] = defaultdict(list)
    rows = SourceAgent.objects.exclude(agent=None).order_by("source", "position")
    for source, name in rows.values_list("source", "agent__name"):
        makers[source].append(name)
    for pk, slug, title, folded in Source.objects.order_by("pk").values_list("pk", "slug", "title", "folded"):
        if folded != folded_names(title, makers[pk]):
            yield f"source {slug}"


def _passages() -> Iterator[str]:
    beside: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Span.objects.filter(kind__in=SEARCHED).order_by("start", "-end", "pk")
    for passage, kind, text in rows.values_list("passage", "kind", "text"):
        beside[passage].append((kind, text))
    for pk, text, folded in Passage.objects.order_by("pk").values_list("pk", "text", "folded").iterator():
        if not _same_words(folded, folded_passage(text, beside[pk])):
            yield f"passage {pk}"


def _same_words(one: str, other: str) -> bool:
    """Corrections may stand in any order: spans that begin together have none of their own."""
    return one == other or sorted(one.split()) == sorted(other.split())
