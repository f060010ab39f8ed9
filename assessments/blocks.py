"""Blocks of a lesson that ask something: the practice question and the closing essay."""

from uuid import UUID

from django.core.cache import caches
from django.db.models import BigIntegerField
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from assessments.kinds import kind_of
from assessments.models import AnswerKey, AssignedAssessment, LessonQuestion, QuestionVersion
from assessments.sheets import Sheet, blank_sheet, show
from coursesite import clock
from coursesite.prepared import Prepared, Slot
from lessons.blocks import BlockKind, Paper, Reader
from lessons.models import Block, Lesson, LessonVersion
from lessons.sources.render import stored_html


class QuestionKind(BlockKind):
    """A practice question. What is right is not in the page until the student has checked an answer."""

    name, label, template = "question", "Practice question", "assessments/blocks/question.html"

    def load(self, blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
        lessons = dict(_lessons_of(blocks))
        found: dict[UUID, dict] = {block.key: {} for block in blocks}
        for lesson, slug in lessons.values():
            asked = _drafts_in(lesson, reader) if reader.preview else _drawn_in(lesson)
            found |= {
                key: {"fields": html, "url": check_url(reader, slug, key)}
                for key, html in asked.items()
                if key in found
            }
        return found

    def on_paper(self, blocks: list[Block], reader: Reader, paper: Paper) -> dict[UUID, SafeString]:
        return {row.key: _on_paper(row) for row in _asked_in(blocks, reader)}

    def on_key(self, blocks: list[Block], reader: Reader) -> dict[UUID, SafeString]:
        rows = _asked_in(blocks, reader)
        keys = AnswerKey.objects.values_by_version(row.question_version_id for row in rows)
        return {row.key: _key(row, keys.get(row.question_version_id, {})) for row in rows}

    def problems(self, blocks: list[Block]) -> dict[UUID, str]:
        lessons = dict(_lessons_of(blocks))
        rows = LessonQuestion.objects.filter(lesson__in=[pk for pk, _ in lessons.values()])
        asked = set(rows.values_list("key", flat=True))
        return {block.key: "Write the question, or delete this block." for block in blocks if block.key not in asked}

    def publish(self, blocks: list[Block]) -> None:
        """What the draft asks is locked, and is what students get from now on."""
        lessons = [pk for pk, _ in dict(_lessons_of(blocks)).values()]
        rows = list(LessonQuestion.objects.filter(lesson__in=lessons, key__in=[block.key for block in blocks])
                    .select_related("question_version"))  # fmt: skip
        drafts = _drafts_of(rows)
        QuestionVersion.objects.filter(pk__in=[v.pk for v in drafts.values()]).update(locked_at=clock.now())
        for row in rows:
            row.question_version = drafts.get(row.question_version.question_id, row.question_version)
        LessonQuestion.objects.bulk_update(rows, ["question_version"])

    def copy(self, blocks: list[Block], old: Lesson, new: Lesson) -> None:
        rows = LessonQuestion.objects.filter(lesson=old, key__in=[block.key for block in blocks])
        LessonQuestion.objects.bulk_create(
            LessonQuestion(lesson=new, key=row.key, question_version_id=row.question_version_id) for row in rows
        )


class ClosingKind(BlockKind):
    """The closing task, with the way to the essay that the class was given."""

    name, label, template = "closing", "Closing task", "assessments/blocks/closing.html"

    def load(self, blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
        lessons = dict(_lessons_of(blocks))
        given = _essays(reader, [pk for pk, _ in lessons.values()])
        found = {}
        for block in blocks:
            data = {"html": stored_html(block.body.get("html", ""))}
            essay = given.get(lessons[block.version_id][0]) if block.version_id in lessons else None
            found[block.key] = data | (_link(essay) if essay else {})
        return found

    def on_paper(self, blocks: list[Block], reader: Reader, paper: Paper) -> dict[UUID, SafeString]:
        lines = range(14)
        return {
            b.key: render_to_string(
                "assessments/paper/closing.html", {"html": stored_html(b.body.get("html", "")), "lines": lines}
            )
            for b in blocks
        }


def as_asked(rows: list[LessonQuestion], reader: Reader) -> list[LessonQuestion]:
    """The rows with the version that this reader is asked: in a preview the draft, where there is one."""
    drafts = _drafts_of(rows) if reader.preview else {}
    for row in rows:
        row.question_version = drafts.get(row.question_version.question_id, row.question_version)
    return rows


IN_LESSON = Prepared(
    lambda: LessonQuestion.objects.filter(lesson_id=Slot("lesson", BigIntegerField())).values_list(
        "key", "question_version", "question_version__locked_at"
    )
)


def _drawn_in(lesson: int) -> dict[UUID, SafeString]:
    """Block key -> the question's fields, the same for all readers. One query: what a locked version asks is kept."""
    rows = IN_LESSON.rows(lesson=lesson)
    names = {key: f"practice-{key}-{version}-{locked:%Y%m%dT%H%M%S.%f}" for key, version, locked in rows if locked}
    kept = caches["drawn"].get_many(names.values())
    found = {key: kept[name] for key, name in names.items() if name in kept}
    if len(found) < len(rows):
        asked = LessonQuestion.objects.filter(lesson=lesson).exclude(key__in=found).select_related("question_version")
        fresh = {row.key: _fields(row) for row in asked}
        caches["drawn"].set_many({names[key]: html for key, html in fresh.items() if key in names})
        found |= fresh
    return found


def _drafts_in(lesson: int, reader: Reader) -> dict[UUID, SafeString]:
    """The same, with what a draft asks in the place of what students get."""
    rows = list(LessonQuestion.objects.filter(lesson=lesson).select_related("question_version"))
    return {row.key: _fields(row) for row in as_asked(rows, reader)}


def _asked_in(blocks: list[Block], reader: Reader) -> list[LessonQuestion]:
    """What these blocks ask this reader. Two queries at most, with their version at hand."""
    lessons = [pk for pk, _ in dict(_lessons_of(blocks)).values()]
    rows = LessonQuestion.objects.filter(lesson__in=lessons, key__in=[block.key for block in blocks])
    return as_asked(list(rows.select_related("question_version")), reader)


def _on_paper(row: LessonQuestion) -> SafeString:
    q = practice_sheet(row)
    context = {"q": q, "in_order": "items" in q.body, "lines": range(2)}
    return render_to_string("assessments/paper/question.html", context)


def _key(row: LessonQuestion, key: dict) -> SafeString:
    version = row.question_version
    shown = show(kind_of(version.kind).feedback(version.body, key, None))
    stem = stored_html(version.body.get("stem", ""))
    return render_to_string("assessments/paper/key.html", {"stem": stem, "shown": shown})


def _fields(row: LessonQuestion) -> SafeString:
    return render_to_string("assessments/_practice_fields.html", {"q": practice_sheet(row), "key": row.key})


def _drafts_of(rows: list[LessonQuestion]) -> dict[int, QuestionVersion]:
    """Question id -> its draft, where it has one. One query."""
    questions = [row.question_version.question_id for row in rows]
    return {v.question_id: v for v in QuestionVersion.objects.filter(question__in=questions, locked_at=None)}


def practice_sheet(row: LessonQuestion) -> Sheet:
    """The question as drawn in a lesson; its ids begin with the block's key, so that a page may hold several."""
    version = row.question_version
    return blank_sheet(kind_of(version.kind), version.body, version.points, anchor=f"p{row.key.hex[:8]}")


def check_url(reader: Reader, slug: str, key: UUID) -> str:
    if reader.classroom is None:
        return reverse("assessments:practice_try", args=[slug, key])
    return reverse("assessments:practice_check", args=[reader.classroom.public_id, slug, key])


def _lessons_of(blocks: list[Block]):
    """(version id, (lesson id, slug)) of the blocks. One query, none where the blocks have their version at hand."""
    if all(Block.version.is_cached(block) for block in blocks):
        return {(block.version_id, (block.version.lesson_id, block.version.lesson.slug)) for block in blocks}
    versions = LessonVersion.objects.filter(pk__in={block.version_id for block in blocks})
    return ((pk, (lesson, slug)) for pk, lesson, slug in versions.values_list("pk", "lesson", "lesson__slug"))


def _essays(reader: Reader, lesson_ids: list[int]) -> dict[int, AssignedAssessment]:
    if reader.classroom is None:
        return {}
    given = AssignedAssessment.objects.filter(
        assignment__classroom=reader.classroom, assessment__lesson__in=lesson_ids, assessment__kind="essay"
    )
    return {one.assessment.lesson_id or 0: one for one in given.select_related("assessment", "assignment__classroom")}


def _link(given: AssignedAssessment) -> dict:
    assignment = given.assignment
    return {
        "url": reverse("assessments:task", args=[assignment.classroom.public_id, assignment.public_id]),
        "words": "Go to the closing essay",
        "title": assignment.title,
        "due_at": assignment.due_at,
        "zone": assignment.classroom.zone,
    }


KINDS: list[BlockKind] = [QuestionKind(), ClosingKind()]
