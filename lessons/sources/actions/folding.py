"""Keeping what the search compares in step with the rows that it is made of."""

from collections.abc import Iterable

from lessons.sources.models import Agent, Source, Term
from lessons.sources.queries.folding import folded_agent, folded_source, folded_term


def fold_sources(sources: Iterable[Source]) -> None:
    """After a change of a title or of the makers."""
    for source in sources:
        folded = folded_source(source)
        if source.folded != folded:
            source.folded = folded
            source.save(update_fields=["folded"])


def fold_term(term: Term) -> None:
    """After a change of a name, its variants or senses."""
    term.folded = folded_term(term)
    term.save(update_fields=["folded"])


def fold_agent(agent: Agent) -> None:
    """After a change of a name or its variants: the agent, and the sources that bear the name."""
    agent.folded = folded_agent(agent)
    agent.save(update_fields=["folded"])
    fold_sources(Source.objects.filter(agents__agent=agent).order_by("pk").distinct())
