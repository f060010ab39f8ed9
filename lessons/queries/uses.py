"""Which terms and events stand in lessons, for pages below this package (settings.CHRONICLE_USERS)."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from lessons.models import AssignedLesson, Block, Lesson, LessonEvent, LessonTerm, LessonVersion
from lessons.sources.models import Event, Source

ROWS: dict[str, type[LessonTerm] | type[LessonEvent]] = {"term": LessonTerm, "event": LessonEvent}


def read_versions(user) -> QuerySet[LessonVersion]:
    """What the user reads now: lessons given and open, what is published on shelves that she reads, her own drafts."""
    given = AssignedLesson.objects.open_to(user).values("version")
    published = Q(live_for__in=Lesson.objects.visible_to(user).values("pk"))
    drafts = Q(locked_at=None, lesson__in=Lesson.objects.editable_by(user).values("pk"))
    return LessonVersion.objects.filter(Q(pk__in=given) | published | drafts)


def readable(user, kind: str) -> QuerySet:
    """Ids of the terms or events in lessons that the user reads.

    An event may tell what its sources say: while one of them asks its reader something first, the event waits too.
    """
    rows: QuerySet = ROWS[kind].objects.filter(version__in=read_versions(user).values("pk"))
    if kind == "event":
        closed = closed_sources(user)
        told = Event.sources.through.objects.filter(source__in=closed).values("event")
        rows = rows.exclude(event__in=told) if closed else rows
    return rows.order_by().values(kind)


def closed_sources(user) -> list[int]:
    """Ids of the sources in lessons given to the user that she sees nowhere yet: their texts ask something first.

    One query, at once: inside another one it is nested deeper than SQLite reads.
    """
    given = AssignedLesson.objects.open_to(user).values("version")
    asking = Block.objects.filter(version__in=given, excerpt__isnull=False, prompt__isnull=False)
    seen = Source.objects.visible_to(user).order_by().values("pk")
    closed = asking.exclude(excerpt__edition__source__in=seen).order_by()
    return list(closed.values_list("excerpt__edition__source", flat=True).distinct())


def kept(user, kind: str) -> QuerySet:
    """Ids of those that stand in a lesson which the user may not edit."""
    hers = Lesson.objects.editable_by(user).values("pk")
    return ROWS[kind].objects.exclude(version__lesson__in=hers).order_by().values(kind)


def used(kind: str) -> QuerySet:
    """Ids of those that stand in any lesson."""
    return ROWS[kind].objects.order_by().values(kind)


def used_in(user, kind: str, ids: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """Id -> (title, address) of the lessons where the user reads it. One query."""
    classroom = AssignedLesson.objects.open_to(user).filter(version=OuterRef("version"))
    rows = ROWS[kind].objects.filter(version__in=read_versions(user).values("pk"), **{f"{kind}__in": list(ids)})
    rows = rows.annotate(classroom=Subquery(classroom.values("assignment__classroom__public_id")[:1]))
    found: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    wanted = rows.order_by("version__title", "version").values_list(
        kind, "version__lesson__slug", "version__title", "classroom"
    )
    for pk, slug, title, room in wanted:
        if room or slug not in found[pk]:
            found[pk][slug] = (title, lesson_address(slug, room))
    return {pk: list(lessons.values()) for pk, lessons in found.items()}


def lesson_address(slug: str, classroom) -> str:
    """The lesson in the class that was given it, else its preview."""
    if classroom:
        return reverse("lessons:lesson", args=[classroom, slug])
    return reverse("lessons:lesson_preview", args=[slug])
