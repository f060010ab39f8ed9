"""What the shipped sources share: agents, places, terms of the glossary, events. Each row is made or brought up to date."""

from dataclasses import dataclass

from lessons.sources.edtf import bounds
from lessons.sources.models import Agent, Event, Place, Sense, Source, Term
from lessons.sources.searched import folded_names
from lessons.sources.tomlfile import AgentEntry, EventEntry, PlaceEntry, TermEntry


@dataclass(frozen=True)
class Known:
    """Agents and terms by slug, places by name."""

    agents: dict[str, Agent]
    places: dict[str, Place]
    terms: dict[str, Term]


def put(model, keys: dict, values: dict):
    """(row, whether it is new or changed): made, or brought to these values if it differs."""
    row, made = model.objects.get_or_create(**keys, defaults=values)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, values[name])
        row.save(update_fields=changed)
    return row, made or bool(changed)


def load_known(agents: dict[str, AgentEntry], places: dict[str, PlaceEntry], terms: dict[str, TermEntry]) -> Known:
    return Known(
        {slug: _load_agent(slug, entry) for slug, entry in agents.items()},
        {entry.name: _load_place(entry) for entry in places.values()},
        {slug: _load_term(slug, entry) for slug, entry in terms.items()},
    )


def _load_agent(slug: str, entry: AgentEntry) -> Agent:
    values = {"variants": list(entry.variants), "folded": folded_names(entry.name, entry.variants)}
    values |= {name: getattr(entry, name) for name in ("name", "sort_name", "kind", "born", "died")}
    return put(Agent, {"slug": slug}, values)[0]


def _load_place(entry: PlaceEntry) -> Place:
    values = {"variants": list(entry.variants), "modern_name": entry.modern_name, "note": entry.note}
    same = Place.objects.filter(name=entry.name).order_by("pk").first()  # teachers may have places of that name too
    return put(Place, {"pk": same.pk} if same else {"name": entry.name}, values)[0]


def _load_term(slug: str, entry: TermEntry) -> Term:
    values = {"name": entry.name, "variants": list(entry.variants)}
    values["folded"] = folded_names(entry.name, [*entry.variants, *entry.senses])
    term = put(Term, {"slug": slug}, values)[0]
    references = [*entry.references, *[""] * len(entry.senses)][: len(entry.senses)]
    wanted = list(zip(entry.senses, references, strict=True))
    if list(term.senses.values_list("text", "reference")) != wanted:
        term.senses.all().delete()
        Sense.objects.bulk_create(
            Sense(term=term, position=n, text=text, reference=reference)
            for n, (text, reference) in enumerate(wanted, 1)
        )
    return term


def load_event(slug: str, entry: EventEntry, known: Known, sources: dict[str, Source]) -> Event:
    first, last = bounds(entry.date)
    values = {name: getattr(entry, name) for name in ("title", "date_display", "lane", "note", "reference")}
    values |= {"date_edtf": entry.date, "date_from": first, "date_to": last, "place": known.places.get(entry.place)}
    event = put(Event, {"slug": slug}, values)[0]
    event.sources.set([sources[name] for name in entry.sources])
    return event
