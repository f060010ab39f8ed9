"""The library of sources: what stands on shelves that one may read, a page at a time."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from coursesite.ui.fold import words_of
from lessons.sources.models import Source, SourceAgent

PAGE = 50
MAKERS = ("creator", "speaker", "recorder")


@dataclass(frozen=True)
class Shelved:
    source: Source
    makers: list[str]
    may_edit: bool


@dataclass(frozen=True)
class LibraryPage:
    """`after` names the last row, where more follow."""

    rows: list[Shelved]
    after: str = ""


def library_page(user, *, words: str = "", kind: str = "", reach: str = "", after: str = "") -> LibraryPage:
    """Paged by key: title, then id. Three queries."""
    found = Source.objects.shelved_for(user).select_related("shelf").order_by("title", "pk")
    for word in words_of(words):
        found = found.filter(folded__contains=word)
    found = found.filter(**{name: value for name, value in (("kind", kind), ("reach", reach)) if value})
    number, _, title = after.partition("|")
    if number.isdigit() and len(number) < 10:
        found = found.filter(Q(title__gt=title) | Q(title=title, pk__gt=int(number)))
    sources = list(found[: PAGE + 1])
    shown = sources[:PAGE]
    ids = [source.pk for source in shown]
    editable = set(Source.objects.editable_by(user).filter(pk__in=ids).values_list("pk", flat=True))
    makers: dict[int, list[str]] = defaultdict(list)
    named = SourceAgent.objects.filter(source__in=ids, role__in=MAKERS, agent__isnull=False)
    for pk, name in named.order_by("position").values_list("source", "agent__name"):
        makers[pk].append(name)
    rows = [Shelved(source, makers[source.pk], source.pk in editable) for source in shown]
    return LibraryPage(rows, f"{shown[-1].pk}|{shown[-1].title}" if len(sources) > PAGE else "")
