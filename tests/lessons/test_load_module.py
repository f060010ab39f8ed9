"""Loading the shipped module: once, again, after a change, and refused."""

import shutil

import pytest

from coursesite.audit.models import Event as AuditEvent
from lessons.actions import give_lesson, load_module
from lessons.errors import ContractBroken
from lessons.library import CONTENT
from lessons.models import AssignedLesson, Block, Lesson, LessonVersion, Module, Prompt, PromptVersion, TeacherPage
from lessons.sources.models import Excerpt, Source

TABLES = (Lesson, LessonVersion, Block, Prompt, PromptVersion, TeacherPage, Excerpt, Source, Module, AuditEvent)


def counts():
    return {table.__name__: table.objects.count() for table in TABLES}


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped content, to be changed."""
    return shutil.copytree(CONTENT, tmp_path / "content")


def test_loading_twice_changes_nothing(cast):
    load_module(shelf=cast.shelf, by=cast.ana)
    before = counts()
    assert before["Lesson"] == len(list((CONTENT / "lessons").glob("*.md")))
    load_module(shelf=cast.shelf, by=cast.ana)
    assert counts() == before


def test_every_loaded_version_is_locked_and_live(cast):
    load_module(shelf=cast.shelf, by=cast.ana)
    versions = list(LessonVersion.objects.values_list("number", "locked_at", "live_for"))
    assert all(number == 1 and locked and live for number, locked, live in versions)


def test_a_changed_lesson_gets_a_new_version_and_a_class_keeps_its_own(cast, folder):
    load_module(shelf=cast.shelf, by=cast.ana, folder=folder)
    lesson = Lesson.objects.get(slug="how-much-destalinization")
    give_lesson(version=lesson.live_version, classroom=cast.hist, by=cast.ana)
    keys, prompts = _keys(lesson.live_version)
    file = folder / "lessons" / "how-much-destalinization.md"
    file.write_text(file.read_text().replace("minutes = 90", "minutes = 80"))
    load_module(shelf=cast.shelf, by=cast.ana, folder=folder)
    lesson.refresh_from_db()
    assert (lesson.live_version.number, lesson.live_version.minutes) == (2, 80)
    assert AssignedLesson.objects.get().version.number == 1
    assert _keys(lesson.live_version) == (keys, prompts)
    assert LessonVersion.objects.count() == Lesson.objects.count() + 1


def _keys(version):
    blocks = list(version.blocks.all())
    return [block.key for block in blocks], [block.prompt_id for block in blocks]


def test_changed_words_of_a_source_make_a_new_version_of_the_lessons_that_show_it(cast, folder):
    load_module(shelf=cast.shelf, by=cast.ana, folder=folder)
    file = folder / "sources" / "card-002.md"
    file.write_text(file.read_text().replace("> The page says", "> This page says", 1))
    load_module(shelf=cast.shelf, by=cast.ana, folder=folder)
    shown = Block.objects.filter(excerpt__edition__source__slug="card-002").values("version__lesson")
    assert set(LessonVersion.objects.filter(number=2).values_list("lesson", flat=True)) == {
        row["version__lesson"] for row in shown
    }


def test_a_missing_part_is_refused_by_file_and_part_and_nothing_is_written(cast, folder):
    file = folder / "lessons" / "how-much-destalinization.md"
    text = file.read_text()
    start = text.index(":::closing")
    end = text.index("\n:::", start) + len("\n:::")
    file.write_text(text[:start] + text[end:])
    with pytest.raises(ContractBroken) as refused:
        load_module(shelf=cast.shelf, by=cast.ana, folder=folder)
    named = [problem for problem in refused.value.problems if "part 10 of the contract" in problem]
    assert [problem.split(",")[0] for problem in named] == ["lessons/how-much-destalinization.md"]
    assert (Lesson.objects.count(), Source.objects.count()) == (0, 0)
