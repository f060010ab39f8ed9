"""Adding and changing glossary terms, events and places. They stand on no shelf: the record says who changed what."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction

from coursesite.audit.actions import record
from coursesite.ui.fold import fold
from lessons.sources.actions.folding import fold_term
from lessons.sources.actions.naming import free_slug
from lessons.sources.edtf import bounds
from lessons.sources.errors import NameTaken, ThingMoved
from lessons.sources.models import Event, Place, Sense, Source, Term
from lessons.sources.queries.chronicle import places_for, terms_for

Details = dict[str, Any]
PLACE = ("name", "modern_name", "variants", "note")
EVENT = ("title", "date_display", "date_edtf", "lane", "note", "reference")


@dataclass(frozen=True)
class SenseText:
    text: str
    reference: str = ""


def stamp_of(details: Details) -> str:
    """A short name for what stands, so that nobody writes over what she has not seen."""
    plain = {name: _plain(value) for name, value in details.items()}
    return sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:32]


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return asdict(value) if isinstance(value, SenseText) else getattr(value, "pk", value)


def term_details(term: Term) -> Details:
    senses = [SenseText(sense.text, sense.reference) for sense in term.senses.all()]
    return {"name": term.name, "variants": term.variants, "senses": senses}


def event_details(event: Event) -> Details:
    plain = {name: getattr(event, name) for name in EVENT}
    return plain | {"place": event.place, "sources": list(event.sources.order_by("pk"))}


def place_details(place: Place) -> Details:
    return {name: getattr(place, name) for name in PLACE}


@transaction.atomic
def make_term(*, values: Details, by) -> Term:
    _refuse_same_term(values["name"], by)
    term = Term.objects.create(
        slug=free_slug(Term, values["name"], "term"), name=values["name"], variants=values["variants"]
    )
    _write_senses(term, values["senses"])
    record(by=by, verb="term_make", target=term)
    return term


@transaction.atomic
def change_term(*, term: Term, values: Details, stamp: str, by) -> None:
    """ThingMoved where somebody changed it since the page was made."""
    locked = Term.objects.select_for_update().get(pk=term.pk)
    _refuse_moved(term_details(locked), stamp)
    _refuse_same_term(values["name"], by, but=locked)
    locked.name, locked.variants = values["name"], values["variants"]
    locked.save(update_fields=["name", "variants"])
    _write_senses(locked, values["senses"])
    record(by=by, verb="term_change", target=locked)


@transaction.atomic
def make_event(*, values: Details, by) -> Event:
    event = Event.objects.create(slug=free_slug(Event, values["title"], "event"), **_event_columns(values))
    event.sources.set(values["sources"])
    record(by=by, verb="event_make", target=event)
    return event


@transaction.atomic
def change_event(*, event: Event, values: Details, stamp: str, by) -> None:
    """ThingMoved where somebody changed it since the page was made. Evidence that `by` does not see stays."""
    locked = Event.objects.select_for_update().get(pk=event.pk)
    _refuse_moved(event_details(locked), stamp)
    columns = _event_columns(values)
    for name, value in columns.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(columns))
    unseen = locked.sources.exclude(pk__in=Source.objects.shelved_for(by).order_by().values("pk"))
    locked.sources.set([*values["sources"], *unseen])
    record(by=by, verb="event_change", target=locked)


@transaction.atomic
def make_place(*, values: Details, by) -> Place:
    _refuse_same_place(values["name"], by)
    place = Place.objects.create(**{name: values[name] for name in PLACE})
    record(by=by, verb="place_make", target=place)
    return place


@transaction.atomic
def change_place(*, place: Place, values: Details, stamp: str, by) -> None:
    """ThingMoved where somebody changed it since the page was made."""
    locked = Place.objects.select_for_update().get(pk=place.pk)
    _refuse_moved(place_details(locked), stamp)
    _refuse_same_place(values["name"], by, but=locked)
    for name in PLACE:
        setattr(locked, name, values[name])
    locked.save(update_fields=list(PLACE))
    record(by=by, verb="place_change", target=locked)


def _refuse_moved(stands: Details, stamp: str) -> None:
    if stamp_of(stands) != stamp:
        raise ThingMoved


def _refuse_same_term(name: str, by, but: Term | None = None) -> None:
    """Among the words that `by` sees: of others' words nothing is told."""
    names = terms_for(by).exclude(pk__in=[but.pk] if but else []).values_list("name", flat=True)
    if fold(name) in {fold(other) for other in names}:
        raise NameTaken(f"The glossary has the word “{name}” already. Give that one another sense.")


def _refuse_same_place(name: str, by, but: Place | None = None) -> None:
    """Among the places that `by` sees: of others' places nothing is told."""
    if places_for(by).filter(name=name).exclude(pk__in=[but.pk] if but else []).exists():
        raise NameTaken(f"There is a place “{name}” already. Use that one, or add what tells yours apart: its country.")


def _write_senses(term: Term, senses: list[SenseText]) -> None:
    term.senses.all().delete()
    Sense.objects.bulk_create(
        Sense(term=term, position=n, text=sense.text, reference=sense.reference) for n, sense in enumerate(senses, 1)
    )
    fold_term(term)


def _event_columns(values: Details) -> Details:
    """A date that is open at one end is drawn from the end that is known."""
    first, last = bounds(values["date_edtf"])
    known = {name: values[name] for name in (*EVENT, "place")}
    return known | {"date_from": first or last, "date_to": last or first}
