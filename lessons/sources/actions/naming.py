"""Names: persons and bodies by the name that somebody typed, and addresses that are free."""

from django.utils.text import slugify

from coursesite.ui.fold import fold
from lessons.sources.actions.folding import fold_agent
from lessons.sources.description import NewAgent
from lessons.sources.models import Agent
from lessons.sources.queries.describing import known_agents

NEVER = ("new", "paste", "scaffolds")  # addresses that are pages of ours


def free_slug(model, title: str, otherwise: str) -> str:
    """The title as an address that no row of the model has."""
    longest = min(60, model._meta.get_field("slug").max_length - 5)  # there is room for a number
    base = slugify(fold(title))[:longest].strip("-") or otherwise
    taken = {*NEVER, *model.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if slug not in taken)


def make_agent(new: NewAgent) -> Agent:
    slug = free_slug(Agent, new.name, "agent")
    agent = Agent.objects.create(slug=slug, name=new.name, sort_name=new.sort_name, kind=new.kind)
    fold_agent(agent)
    return agent


def agent_named(name: str, *, by) -> Agent | None:
    """The person or body of this name or variant among those whom `by` may know, else a new one; None of an empty name."""
    name = " ".join(name.split())
    if not name:
        return None
    *first, last = name.split()
    sort_name = f"{last}, {' '.join(first)}" if first else name
    return known_agents([name], by).get(name) or make_agent(NewAgent(name, sort_name))
