"""What is known of a source, for its form and for the list of what is missing."""

from collections.abc import Iterable

from django.db.models import Exists, QuerySet

from coursesite.accounts.models import Shelf
from coursesite.ui.fold import fold
from lessons.sources.description import MAIN_ROLES, Stands
from lessons.sources.gaps import Facts
from lessons.sources.models import Agent, Edition, Source, SourceAgent, Span
from lessons.sources.queries.chronicle import agents_for, places_for, unused_agents
from lessons.sources.queries.page import newest_editions

COLUMNS = (
    "title", "title_supplied", "kind", "relation", "date_edtf", "date_display", "date_as_written", "date_kind",
    "date_note", "calendar", "headnote", "origin", "rights_code", "rights", "credit", "adapted_from", "content_notice",
)  # fmt: skip
IMPRINT = ("container", "publisher", "place", "volume", "issue", "pages", "medium")
MADE = ("creator", "speaker", "recorder", "editor")


def known_agents(names: Iterable[str], user) -> dict[str, Agent]:
    """Name as typed -> the agent that bears it, or has it as a variant. One query for each name.

    Of persons in sources that the user may not see nothing is told: such a name is a new one.
    """
    found = {}
    met = agents_for(user) | unused_agents()
    for name in names:
        folded = fold(name)
        for agent in met.filter(folded__contains=folded).order_by("pk"):
            if folded in map(fold, [agent.name, agent.sort_name, *agent.variants]):
                found[name] = agent
                break
    return found


def names_to_choose(user) -> dict[str, list[str]]:
    """Names of persons, bodies and places that the user has met. Two queries."""
    return {
        "agent_names": list(agents_for(user).order_by("sort_name", "pk").values_list("name", flat=True)[:500]),
        "place_names": list(places_for(user).values_list("name", flat=True)[:500]),
    }


def agents_to_mend(user) -> QuerySet[Agent]:
    """Those that no source names which the user may not edit."""
    mine = Source.objects.editable_by(user).order_by().values("pk")
    named = SourceAgent.objects.filter(agent__isnull=False).exclude(source__in=mine).order_by().values("agent")
    spoken = Span.objects.filter(agent__isnull=False).exclude(passage__edition__source__in=mine).order_by()
    translated = Edition.objects.filter(translator__isnull=False).exclude(source__in=mine).order_by()
    found = agents_for(user).filter(Exists(Shelf.objects.editable_by(user))).exclude(pk__in=named)
    return found.exclude(pk__in=spoken.values("agent")).exclude(pk__in=translated.values("translator"))


def sources_to_link(user, source: Source | None) -> list[tuple[int, str]]:
    """(id, title) of the sources that may be named as another record. One query."""
    found = Source.objects.shelved_for(user).order_by("title", "pk")
    return list(found.exclude(pk=source.pk if source else None).values_list("pk", "title")[:500])


def stands(source: Source) -> Stands:
    """What the form shows at first. Four queries."""
    steps = [
        {"name": row.agent.name if row.agent else "", "role": row.role, "when": row.date_display, "note": row.note}
        for row in source.agents.select_related("agent")
    ]
    holdings = [
        {"pk": row.pk, "repository": row.repository.name, "levels": row.levels, "url": row.url,
         "document_number": row.document_number, "retrieved_on": row.retrieved_on}
        for row in source.holdings.select_related("repository").order_by("pk")
    ]  # fmt: skip
    links = [{"other": row.other_id, "kind": row.kind, "note": row.note} for row in source.links.all()]
    values = {name: getattr(source, name) for name in COLUMNS}
    values |= {f"{name}_unknown": name in source.not_known for name in ("who", "when", "origin", "place", "translator")}
    values |= {f"imprint_{name}": source.imprint.get(name, "") for name in IMPRINT}
    values["who"] = "; ".join(row["name"] for row in steps if row["role"] in MAIN_ROLES and row["name"])
    values["translator"] = next((row["name"] for row in steps if row["role"] == "translator" and row["name"]), "")
    values["place"] = source.place.name if source.place else ""
    values["when"] = source.date_display
    return Stands(values, steps, holdings, links)


def facts_of(source: Source) -> Facts:
    """Three queries."""
    agents = list(source.agents.values_list("role", flat=True))
    texts = newest_editions(source)
    return facts(source, agents, texts, source.holdings.exists())


def facts(source: Source, roles: list[str], texts: list[Edition], held: bool) -> Facts:
    translations = [text for text in texts if text.role == "translation"]
    return Facts(
        title=bool(source.title),
        who=any(role in MADE for role in roles),
        when=bool(source.date_edtf),
        origin=bool(source.origin) or held,
        place=source.place_id is not None,
        holding=held,
        rights=bool(source.rights_code),
        texts=len(texts) or int(hasattr(source, "image")),
        numbered=all(text.scheme for text in texts),
        translated=bool(translations),
        translator="translator" in roles or all(text.translator_id for text in translations),
        not_known=frozenset(source.not_known),
    )
