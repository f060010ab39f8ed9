"""What the editor's pages ask: a draft with its blocks, what keeps it from being published, whose classes have what."""

from uuid import UUID

from coursesite.accounts.models import Shelf
from coursesite.classes.models import Classroom
from lessons.blocks import kinds
from lessons.models import AssignedLesson, Block, DroppedBlock, Lesson, LessonVersion


def edited_version(lesson: Lesson) -> LessonVersion | None:
    """The draft; where there is none, the newest version, of which the first change makes a draft."""
    return lesson.versions.order_by("-number").first()


def blocks_of(version: LessonVersion) -> list[Block]:
    """The blocks with what hangs from them by row. One query."""
    return list(version.blocks.select_related("excerpt__edition__source", "prompt__prompt"))


def dropped_of(lesson: Lesson) -> list[DroppedBlock]:
    return list(lesson.dropped.select_related("excerpt__edition__source", "prompt__prompt", "by")[:20])


def problems_of(version: LessonVersion, blocks: list[Block]) -> list[tuple[UUID | None, str]]:
    """(block key or None, what to do) for everything that keeps a version from being published."""
    found: list[tuple[UUID | None, str]] = []
    if not version.central_question.strip():
        found.append((None, "The lesson has no central question. Write it under “Title, question and details”."))
    if not any(block.kind == "part" for block in blocks):
        found.append((None, "The lesson has no part. Add a “New part” block and give it a title."))
    elif not any(block.kind != "part" for block in blocks):
        found.append((None, "The lesson has nothing to read or do. Add a text below a part."))
    said: dict[UUID, str] = {}
    for name, kind in kinds().items():
        mine = [block for block in blocks if block.kind == name]
        if mine:
            said |= kind.problems(mine)
    return found + [(block.key, said[block.key]) for block in blocks if block.key in said]


def versions_of(lesson: Lesson) -> list[LessonVersion]:
    """All versions, the newest first, with who edited them."""
    return list(lesson.versions.select_related("edited_by").order_by("-number"))


def given_to(user, lesson: Lesson) -> list[AssignedLesson]:
    """Where the user's own classes have this lesson, in whichever version. One query."""
    mine = Classroom.objects.taught_by(user)
    rows = AssignedLesson.objects.filter(version__lesson=lesson, assignment__classroom__in=mine)
    return list(rows.select_related("assignment__classroom", "version").order_by("assignment__classroom__name", "pk"))


def editable_shelves_of(user):
    return Shelf.objects.editable_by(user)
