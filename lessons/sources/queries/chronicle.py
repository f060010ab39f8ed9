"""Terms, events, places and historical persons: which of them a reader may see, and which she may change.

They stand on no shelf. One sees those of the sources that one sees, and those that lessons show which one reads;
whoever keeps a shelf sees also what nobody uses yet. One may change what no one else's lesson or source uses.
"""

from collections.abc import Iterable
from importlib import import_module

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from coursesite.accounts.models import Shelf
from lessons.sources.models import Agent, Edition, Event, Place, Source, SourceAgent, Span, Term

Ids = list[int]
Uses = dict[int, list[tuple[str, str]]]


def _users() -> list:
    return [import_module(name) for name in settings.CHRONICLE_USERS]


def keeps_shelf(user) -> bool:
    """Whether the user may add terms, events and places. One query."""
    return Shelf.objects.editable_by(user).exists()


def _seen(user) -> QuerySet[Source]:
    return Source.objects.visible_to(user).order_by().values("pk")


def _hers(user) -> QuerySet[Source]:
    return Source.objects.editable_by(user).order_by().values("pk")


def _read(user, kind: str, own: Q) -> Q:
    """The condition for what is seen: `own` for what is used in visible sources; in lessons; or unused by anybody."""
    condition, unused = own, Q(Exists(Shelf.objects.editable_by(user)))
    for module in _users():
        condition |= Q(pk__in=module.readable(user, kind))
        unused &= ~Q(pk__in=module.used(kind))
    if kind == "term":
        unused &= ~Q(Exists(Span.objects.filter(term=OuterRef("pk"))))
    return condition | unused


def _changed(user, kind: str) -> Q:
    condition = Q(Exists(Shelf.objects.editable_by(user)))
    for module in _users():
        condition &= ~Q(pk__in=module.kept(user, kind))
    return condition


def terms_for(user, sources: Ids | None = None) -> QuerySet[Term]:
    """`sources`: ids of those that the user sees, where they are at hand."""
    seen = _seen(user) if sources is None else sources
    spans = Span.objects.filter(passage__edition__source__in=seen, term__isnull=False)
    return Term.objects.filter(_read(user, "term", Q(pk__in=spans.order_by().values("term"))))


def events_for(user) -> QuerySet[Event]:
    """Events in lessons; a source that is evidence for one does not tell of it."""
    return Event.objects.filter(_read(user, "event", Q(pk__in=[])))


def places_for(user) -> QuerySet[Place]:
    used = Q(Exists(Source.objects.filter(place=OuterRef("pk")))) | Q(
        Exists(Event.objects.filter(place=OuterRef("pk")))
    )
    unused = ~used & Q(Exists(Shelf.objects.editable_by(user)))
    seen = Source.objects.visible_to(user).filter(place__isnull=False).order_by().values("place")
    told = events_for(user).filter(place__isnull=False).order_by().values("place")
    return Place.objects.filter(Q(pk__in=seen) | Q(pk__in=told) | unused)


def agents_for(user, sources: Ids | None = None) -> QuerySet[Agent]:
    """Makers, voices and translators of the sources that the user sees. `sources`: their ids, where at hand."""
    seen = _seen(user) if sources is None else sources
    makers = SourceAgent.objects.filter(source__in=seen, agent__isnull=False).order_by().values("agent")
    voices = Span.objects.filter(passage__edition__source__in=seen, agent__isnull=False).order_by().values("agent")
    translators = Edition.objects.filter(source__in=seen, translator__isnull=False).order_by().values("translator")
    return Agent.objects.filter(Q(pk__in=makers) | Q(pk__in=voices) | Q(pk__in=translators))


def unused_agents() -> QuerySet[Agent]:
    """Those in no source at all."""
    maker, voice = SourceAgent.objects.filter(agent=OuterRef("pk")), Span.objects.filter(agent=OuterRef("pk"))
    translator = Edition.objects.filter(translator=OuterRef("pk"))
    return Agent.objects.filter(~Q(Exists(maker)), ~Q(Exists(voice)), ~Q(Exists(translator)))


def editable_terms(user) -> QuerySet[Term]:
    others = Span.objects.filter(term__isnull=False).exclude(passage__edition__source__in=_hers(user))
    mine = terms_for(user).filter(_changed(user, "term"))
    return mine.exclude(pk__in=others.order_by().values("term"))


def editable_events(user) -> QuerySet[Event]:
    return events_for(user).filter(_changed(user, "event"))


def editable_places(user) -> QuerySet[Place]:
    sources = Source.objects.filter(place__isnull=False).exclude(pk__in=_hers(user)).order_by().values("place")
    events = Event.objects.filter(place__isnull=False).exclude(pk__in=editable_events(user).order_by().values("pk"))
    mine = places_for(user).filter(Exists(Shelf.objects.editable_by(user)))
    return mine.exclude(pk__in=sources).exclude(pk__in=events.order_by().values("place"))


def used_in(user, kind: str, ids: Iterable[int]) -> Uses:
    """Id -> (title, address) of where the user reads it. One query for each registered module."""
    found: Uses = {}
    ids = list(ids)
    for module in _users():
        for pk, uses in module.used_in(user, kind, ids).items():
            found.setdefault(pk, []).extend(uses)
    return found
