"""What several tests of the lesson pages share: the shipped module, loaded and given."""

from django.urls import reverse

from lessons.actions import give_lesson, load_module
from lessons.models import Lesson
from lessons.queries import drawn
from tests import make


def load(cast) -> list[Lesson]:
    """The shipped module on a shelf of the school's that Ana edits; its lessons in order."""
    module = load_module(shelf=make.shelf(cast.ana, kind="school", name="The school's shelf"), by=cast.ana)
    return [row.lesson for row in module.modulelesson_set.select_related("lesson__live_version")]


def give_all(cast, lessons) -> None:
    for lesson in lessons:
        give_lesson(version=lesson.live_version, classroom=cast.hist, by=cast.ana)


def part_address(room, lesson, number: int) -> str:
    return reverse("lessons:lesson_part", args=[room.public_id, lesson.slug, number])


def part_addresses(room, lesson) -> list[str]:
    parts = drawn.outline(lesson.live_version).parts
    return [part_address(room, lesson, number) for number in range(1, len(parts) + 1)]
