"""The lists beside the sources: timeline, places, persons, glossary. A constant number of queries each."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q

from lessons.sources.edtf import words_of
from lessons.sources.models import Agent, Edition, Event, Place, Source, SourceAgent, Span, Term
from lessons.sources.queries.chronicle import (
    agents_for,
    editable_events,
    editable_places,
    editable_terms,
    events_for,
    places_for,
    terms_for,
    used_in,
)
from lessons.sources.scale import Entry, Scale, doubt_of, drawn_scale, spoken_date

SOURCES = "Sources"  # their lane
ROLE_WORDS = dict(SourceAgent.ROLES)


@dataclass(frozen=True)
class Dated:
    """An event or a source on the timeline."""

    number: int
    key: str
    title: str
    said: str
    first: date | None
    last: date | None
    lane: str
    event: Event | None = None
    source: Source | None = None
    uses: list[tuple[str, str]] = field(default_factory=list)
    may_edit: bool = False

    @property
    def is_day(self) -> bool:
        return self.first is not None and self.first == self.last


@dataclass(frozen=True)
class Timeline:
    dated: list[Dated]
    undated: list[Source]
    lanes: list[str]
    scale: Scale | None


def timeline(user, lane: str = "") -> Timeline:
    """Events and sources that the user may see, each once, earliest first; of one lane where one is named. Five queries."""
    events = list(events_for(user).select_related("place").prefetch_related(evidence(user)))
    sources = list(Source.objects.visible_to(user).order_by("date_from", "date_to", "title", "pk"))
    dated_sources = [source for source in sources if source.date_from or source.date_to]
    uses = used_in(user, "event", [event.pk for event in events])
    editable = set(editable_events(user).values_list("pk", flat=True))
    lanes = list(dict.fromkeys(event.lane for event in events if event.lane))
    rows = [
        Dated(0, f"event-{e.slug}", e.title, spoken_date(e.date_display, e.date_edtf), e.date_from, e.date_to, e.lane,
              event=e, uses=uses.get(e.pk, []), may_edit=e.pk in editable)
        for e in events if lane in ("", e.lane)
    ]  # fmt: skip
    told = _told_by(events) if not lane else set()
    if lane in ("", SOURCES):
        rows += [
            Dated(0, f"source-{s.slug}", s.title, source_date(s), s.date_from, s.date_to, SOURCES, source=s)
            for s in dated_sources
            if s.pk not in told
        ]
    rows.sort(key=lambda row: (row.first or row.last, row.last or date.max, row.key))
    rows = [Dated(**vars(row) | {"number": number}) for number, row in enumerate(rows, 1)]
    undated = [source for source in sources if source not in dated_sources] if lane in ("", SOURCES) else []
    return Timeline(rows, undated, [*lanes, *([SOURCES] if sources else [])], drawn_scale(_entries(rows)))


def _told_by(events: list[Event]) -> set[int]:
    """The sources that an event of the same days names already: they have no entry of their own beside it."""
    return {
        source.pk
        for event in events
        for source in event.sources.all()
        if source.date_from and source.date_to
        if event.date_from <= source.date_from and source.date_to <= event.date_to
    }


def evidence(user) -> Prefetch:
    """The sources of an event that the user may see."""
    return Prefetch("sources", Source.objects.visible_to(user).order_by("title"))


def source_date(source: Source) -> str:
    """As it is said; a Julian date as written, with the Gregorian day."""
    said = spoken_date(source.date_display or source.date_edtf, source.date_edtf)
    if source.calendar == "julian" and source.date_as_written:
        return f"{source.date_as_written} (Julian calendar), which is {said}"
    return said


def _entries(rows: list[Dated]) -> list[Entry]:
    """What is drawn. Secondary sources stand in the list alone: their own years would push the others together."""
    entries = []
    for row in rows:
        if row.source and row.source.relation == "secondary":
            continue
        edtf = row.event.date_edtf if row.event else row.source.date_edtf if row.source else ""
        first, last = row.first or row.last, row.last or row.first
        if first and last:
            entries.append(Entry(row.number, first, last, doubt_of(edtf), row.lane or "Other"))
    return entries


def numbered_scale(events: list[Event]) -> Scale | None:
    """The drawing beside a list of events, whose numbers are their places in it."""
    return drawn_scale(
        [Entry(n, e.date_from, e.date_to, doubt_of(e.date_edtf), e.lane or "Other") for n, e in enumerate(events, 1)]
    )


@dataclass(frozen=True)
class PlaceRow:
    place: Place
    events: list[Event]
    sources: list[Source]
    may_edit: bool


def place_rows(user) -> list[PlaceRow]:
    """Four queries."""
    places = list(places_for(user))
    editable = set(editable_places(user).values_list("pk", flat=True))
    events, sources = defaultdict(list), defaultdict(list)
    for event in events_for(user).filter(place__isnull=False):
        events[event.place_id].append(event)
    for source in Source.objects.visible_to(user).filter(place__isnull=False).order_by("date_from", "title"):
        sources[source.place_id].append(source)
    return [PlaceRow(place, events[place.pk], sources[place.pk], place.pk in editable) for place in places]


@dataclass(frozen=True)
class TermRow:
    term: Term
    uses: list[tuple[str, str]]
    may_edit: bool


def term_rows(user) -> list[TermRow]:
    """Four queries."""
    terms = sorted(terms_for(user).prefetch_related("senses"), key=lambda term: (term.folded, term.pk))
    uses = used_in(user, "term", [term.pk for term in terms])
    editable = set(editable_terms(user).values_list("pk", flat=True))
    return [TermRow(term, uses.get(term.pk, []), term.pk in editable) for term in terms]


def agent_rows(user) -> list[Agent]:
    """One query."""
    return list(agents_for(user).order_by("sort_name", "pk"))


@dataclass(frozen=True)
class Part:
    """What somebody is in one source: `speaking`, `translated by`."""

    source: Source
    roles: list[str]


def life_date(edtf: str) -> str:
    return words_of(edtf) if edtf else "not known"


def parts_of(user, agent: Agent) -> list[Part]:
    """The sources in which an agent has a part, of those that the user sees, by date. Four queries."""
    seen = Source.objects.visible_to(user).order_by("date_from", "title", "pk")
    mine = SourceAgent.objects.filter(agent=agent).order_by("position").values_list("source", "role")
    roles: dict[int, list[str]] = defaultdict(list)
    for source, role in mine:
        roles[source].append(ROLE_WORDS[role])
    for source in Edition.objects.filter(translator=agent).order_by().values_list("source", flat=True).distinct():
        roles[source].append("translator of a text")
    voices = Span.objects.filter(agent=agent).order_by().values_list("passage__edition__source", flat=True)
    for source in voices.distinct():
        roles[source].append("a voice in it")
    found = seen.filter(Q(pk__in=list(roles)))
    return [Part(source, list(dict.fromkeys(roles[source.pk]))) for source in found]
