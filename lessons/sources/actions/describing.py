"""Describing a source: making one from its form, and changing what is said of it."""

from typing import Any

from django.db import transaction

from coursesite.accounts.models import Shelf
from coursesite.audit.actions import record
from lessons.sources.actions.editions import make_edition
from lessons.sources.actions.folding import fold_agent, fold_sources
from lessons.sources.actions.naming import free_slug, make_agent
from lessons.sources.description import Description, NewAgent
from lessons.sources.edtf import bounds
from lessons.sources.errors import DescriptionMoved, GapsLeft
from lessons.sources.gaps import EXPORT, SHELF, gaps
from lessons.sources.models import Agent, Edition, Place, Repository, Source, SourceAgent, SourceLink
from lessons.sources.queries.chronicle import places_for
from lessons.sources.queries.describing import facts_of, known_agents, stands


@transaction.atomic
def make_source(*, shelf: Shelf, description: Description, by) -> Source:
    """A new source on a shelf, a draft, with its first text where there is one."""
    source = Source(shelf=shelf, slug=free_slug(Source, description.values["title"], "source"))
    agents = _write(source, description, by)
    if description.text:
        given = description.text
        translator = agents.get(description.translator)
        make_edition(
            source=source, label=given.label, role=given.role, language=given.language, scheme=given.scheme,
            extent=given.extent, passages=given.passages, by=by,
            translator=translator if given.role == "translation" else None,
        )  # fmt: skip
    record(by=by, verb="source_make", target=source)
    return source


@transaction.atomic
def describe_source(*, source: Source, description: Description, seen: str, by) -> Source:
    """DescriptionMoved where somebody changed it since; GapsLeft where it is shared and would no longer be complete."""
    locked = Source.objects.select_for_update().get(pk=source.pk)
    now = stands(locked).stamp
    if seen != now:
        raise DescriptionMoved(now)
    _write(locked, description, by)
    left = gaps(facts_of(locked), locked.reach) if locked.reach in (SHELF, EXPORT) else []
    if left:
        raise GapsLeft(left)
    record(by=by, verb="source_describe", target=locked)
    return locked


def _write(source: Source, description: Description, by) -> dict[str, Agent]:
    """Name as typed -> the agent, of all who are named."""
    for name, value in description.values.items():
        setattr(source, name, value)
    source.date_from, source.date_to = bounds(source.date_edtf)
    source.place = _place(description.place, by)
    if source.pk:
        changed = [*description.values, "date_from", "date_to", "place"]
        source.save(update_fields=changed)
    else:
        source.save()
    agents = _agents(description, by)
    _write_steps(source, description, agents)
    _write_holdings(source, description)
    source.links.all().delete()
    SourceLink.objects.bulk_create(
        SourceLink(source=source, other_id=link.other, kind=link.kind, note=link.note) for link in description.links
    )
    fold_sources([source])
    return agents


def _place(name: str, by) -> Place | None:
    if not name:
        return None
    return places_for(by).filter(name__iexact=name).order_by("pk").first() or Place.objects.create(name=name)


def _agents(description: Description, by) -> dict[str, Agent]:
    """Name as typed -> the agent; those that the site does not have are made."""
    known = known_agents(description.names, by)
    filed = {agent.name: agent for agent in description.new}
    for name in description.names:
        if name not in known:
            known[name] = make_agent(filed.get(name) or NewAgent(name, name))
    return known


def _write_steps(source: Source, description: Description, agents: dict[str, Agent]) -> None:
    rows = [
        SourceAgent(
            source=source, agent=agents.get(step.name), role=step.role, position=position, note=step.note,
            date_edtf=step.date_edtf, date_display=step.date_display,
        )
        for position, step in enumerate(description.steps, 1)
    ]  # fmt: skip
    source.agents.all().delete()
    SourceAgent.objects.bulk_create(rows)


def _write_holdings(source: Source, description: Description) -> None:
    """A holding keeps its row: a text may lie there. One that a text names stays."""
    kept = {holding.pk for holding in description.holdings if holding.pk}
    source.holdings.exclude(pk__in=kept).exclude(
        pk__in=Edition.objects.filter(source=source).values("holding")
    ).delete()
    for holding in description.holdings:
        repository, _ = Repository.objects.get_or_create(name=holding.repository)
        values: dict[str, Any] = {
            "repository": repository, "levels": holding.levels, "document_number": holding.document_number,
            "url": holding.url, "retrieved_on": holding.retrieved_on,
        }  # fmt: skip
        if not source.holdings.filter(pk=holding.pk or 0).update(**values):
            source.holdings.create(**values)


@transaction.atomic
def describe_agent(*, agent: Agent, values: dict[str, Any], by) -> Agent:
    """Name, variants and dates of a historical person or body; every source that names it is found by the new words."""
    for name, value in values.items():
        setattr(agent, name, value)
    agent.save(update_fields=list(values))
    fold_agent(agent)
    record(by=by, verb="agent_describe", target=agent)
    return agent
