"""Searching lessons: those that the reader's classes were given and that are open, and those on shelves that she reads."""

from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from lessons.models import AssignedLesson, Lesson, LessonVersion
from lessons.queries.uses import lesson_address, read_versions
from lessons.sources.queries.search import SHOWN, Asked, Group, Hit


def found_lessons(user, asked: Asked) -> Group:
    """One query. What the search compares is the live version; another one is looked at by title and question alone."""
    live = Q(lesson__live_version=F("pk")) & Q(lesson__in=_lessons(asked))
    given = AssignedLesson.objects.open_to(user).filter(version=OuterRef("pk")).order_by("-pk")
    rows = read_versions(user).filter(live | ~Q(lesson__live_version=F("pk")) | Q(lesson__live_version=None))
    rows = rows.annotate(classroom=Subquery(given.values("assignment__classroom__public_id")[:1]))
    rows = rows.annotate(room_name=Subquery(given.values("assignment__classroom__name")[:1]))
    found: dict[int, tuple[bool, Hit]] = {}
    for version in rows.select_related("lesson").order_by("title", "pk"):
        if version.pk != version.lesson.live_version_id and not asked.is_in(_words(version)):
            continue
        if version.lesson_id not in found or (version.classroom and not found[version.lesson_id][0]):
            found[version.lesson_id] = bool(version.classroom), _hit(version, asked)
    hits = [hit for _, hit in found.values()]
    return Group(hits[:SHOWN], len(hits) > SHOWN)


def _lessons(asked: Asked):
    return Lesson.objects.filter(asked.condition()).order_by().values("pk")


def _words(version: LessonVersion) -> str:
    return f"{version.title} {version.central_question}"


def _hit(version: Any, asked: Asked) -> Hit:
    """Of a version with the room that it was given to, if any."""
    lines = [asked.marked(version.central_question)] if version.central_question else []
    about = f"Class {version.room_name}" if version.room_name else "Library"
    return Hit(
        asked.marked(version.title), lesson_address(version.lesson.slug, version.classroom), about, lines,
        note="" if asked.is_in(_words(version)) else "The words are in its text.",
    )  # fmt: skip
