"""Persons and bodies by the name that somebody typed."""

from django.utils.text import slugify

from lessons.sources.actions.folding import fold_agent
from lessons.sources.fold import fold
from lessons.sources.models import Agent
from lessons.sources.queries.describing import known_agents


def agent_named(name: str, kind: str = "person") -> Agent | None:
    """The agent of this name or of a variant of it, made where there is none; None of an empty name."""
    name = " ".join(name.split())
    if not name:
        return None
    known = known_agents([name]).get(name)
    if known:
        return known
    *first, last = name.split()
    sort_name = f"{last}, {' '.join(first)}" if first and kind == "person" else name
    agent = Agent.objects.create(slug=_free_slug(name), name=name, sort_name=sort_name, kind=kind)
    fold_agent(agent)
    return agent


def _free_slug(name: str) -> str:
    start = slugify(fold(name))[:40] or "agent"
    taken = set(Agent.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    names = (start if n == 1 else f"{start}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in names if slug not in taken)
