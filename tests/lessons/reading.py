"""What several tests of the lesson pages share: the shipped module, loaded and given."""

from dataclasses import dataclass

from django.urls import reverse

from lessons.actions import give_lesson, load_module
from lessons.models import GatePass, Lesson, LessonVersion, PromptVersion
from lessons.queries import drawn
from tests import make


def load(cast) -> list[Lesson]:
    """The shipped module on a shelf of the school's that Ana edits; its lessons in order."""
    module = load_module(shelf=make.shelf(cast.ana, kind="school", name="The school's shelf"), by=cast.ana)
    return [row.lesson for row in module.modulelesson_set.select_related("lesson__live_version")]


def give_all(cast, lessons) -> None:
    for lesson in lessons:
        give_lesson(version=lesson.live_version, classroom=cast.hist, by=cast.ana)


def open_gates(person, lessons) -> None:
    """The person has opened every text that asks something first."""
    for place in person.enrolments.all():
        for lesson in lessons:
            for block in lesson.live_version.blocks.filter(kind="excerpt", prompt__isnull=False):
                GatePass.objects.get_or_create(enrolment=place, lesson=lesson, key=block.key)


def part_address(room, lesson, number: int) -> str:
    return reverse("lessons:lesson_part", args=[room.public_id, lesson.slug, number])


def part_addresses(room, lesson) -> list[str]:
    parts = drawn.outline(lesson.live_version).parts
    return [part_address(room, lesson, number) for number in range(1, len(parts) + 1)]


def small(cast, rooms=None, **dates):
    """A lesson of three parts with a source, a first guess, a close reading and a discussion, given to Hist 11B."""
    edition = make.source(cast.shelf, slug="notes", passages=["The first words.", "The second words."])
    guess = make.prompt(cast.shelf, "Your first guess", audience="teacher", kind="guess")
    close = make.prompt(cast.shelf, "Who speaks?", audience="teacher", kind="close")
    talk = make.prompt(cast.shelf, "Was it right?", audience="class", kind="discuss")
    blocks = [
        {"kind": "part", "body": {"v": 1, "title": "Before you read"}},
        {"kind": "prose", "body": {"v": 1, "html": "<p>Some words.</p>"}},
        {"kind": "prompt", "prompt": guess},
        {"kind": "part", "body": {"v": 1, "title": "The source"}},
        {"kind": "excerpt", "body": {"v": 1, "letter": "A"}, "excerpt": make.excerpt(edition, "A headnote.")},
        {"kind": "prompt", "prompt": close},
        {"kind": "part", "body": {"v": 1, "title": "The quarrel"}},
        {"kind": "prompt", "prompt": talk},
    ]
    version = make.lesson(cast.shelf, title="A small lesson", blocks=blocks)
    for room in rooms or [cast.hist]:
        make.give_lesson(room, version, **dates)
    return Small(version, guess, close, talk)


@dataclass(frozen=True)
class Small:
    version: LessonVersion
    guess: PromptVersion
    close: PromptVersion
    talk: PromptVersion

    @property
    def lesson(self) -> Lesson:
        return self.version.lesson

    def answer(self, room, version: PromptVersion) -> str:
        return reverse("lessons:answer_save", args=[room.public_id, version.prompt.public_id])

    def discussion(self, room, version: PromptVersion | None = None) -> str:
        return reverse("lessons:discussion", args=[room.public_id, (version or self.talk).prompt.public_id])
