"""The library of lessons, and the lessons that a student's classes were given."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery

from lessons.models import AssignedLesson, Lesson, LessonVersion, ModuleLesson, TeacherPage


def preview_version(user, lesson: Lesson) -> LessonVersion | None:
    """The draft for those who may edit it, else the live version."""
    if Lesson.objects.editable_by(user).filter(pk=lesson.pk).exists():
        draft = lesson.versions.filter(locked_at=None).first()
        if draft:
            return draft
    return lesson.live_version


def teacher_page(lesson: Lesson) -> TeacherPage | None:
    """The page of the live version. No other query of the site asks for this table."""
    return TeacherPage.objects.filter(version=lesson.live_version_id).first()


@dataclass(frozen=True)
class Shelved:
    """A lesson in the library, with its module and whether the reader may edit it."""

    lesson: Lesson
    version: LessonVersion
    module: str
    may_edit: bool
    is_draft: bool


def shelved_lessons(user) -> list[Shelved]:
    """The lessons that the user may read in the library, in the order of their modules. Four queries."""
    lessons = list(Lesson.objects.visible_to(user).select_related("live_version", "shelf"))
    ids = [lesson.pk for lesson in lessons]
    editable = set(Lesson.objects.editable_by(user).filter(pk__in=ids).values_list("pk", flat=True))
    drafts = {v.lesson_id: v for v in LessonVersion.objects.filter(lesson__in=ids, locked_at=None)}
    places = {}
    for row in ModuleLesson.objects.filter(lesson__in=ids).select_related("module"):
        places[row.lesson_id] = (row.module.title, row.position)
    rows = []
    for lesson in lessons:
        version = drafts.get(lesson.pk) if lesson.pk in editable else None
        version = version or lesson.live_version
        if version:
            module = places.get(lesson.pk, ("", 0))[0]
            rows.append(Shelved(lesson, version, module, lesson.pk in editable, version.locked_at is None))
    return sorted(rows, key=lambda row: (not row.module, *places.get(row.lesson.pk, ("", 0)), row.version.title))


def given_by_class(user) -> dict:
    """Classroom -> the lessons it was given, in their module's order, then by due date. One query."""
    rows = AssignedLesson.objects.visible_to(user).select_related("assignment__classroom", "version__lesson")
    module = ModuleLesson.objects.filter(lesson=OuterRef("version__lesson")).order_by("module")
    rows = rows.annotate(module=Subquery(module.values("module")[:1]), place=Subquery(module.values("position")[:1]))
    order = [F(name).asc(nulls_last=True) for name in ("module", "place", "assignment__due_at")]
    found = defaultdict(list)
    for row in rows.order_by("assignment__classroom__name", "assignment__classroom", *order, "pk"):
        found[row.assignment.classroom].append(row)
    return dict(found)
