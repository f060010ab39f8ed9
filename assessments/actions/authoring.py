"""Writing the practice question of a block. What students have is locked; the draft gets a version of its own."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max

from assessments.actions.bank import refresh_search, set_key
from assessments.models import LessonQuestion, Question, QuestionVersion
from assessments.queries.bank import key_of
from coursesite import clock
from lessons.models import Lesson


def newest_version(lesson: Lesson, key: UUID) -> QuestionVersion | None:
    """The version that an editor of the lesson sees: the draft, else the one that students have."""
    row = LessonQuestion.objects.filter(lesson=lesson, key=key).select_related("question_version__question").first()
    if row is None:
        return None
    return row.question_version.question.versions.filter(locked_at=None).first() or row.question_version


@transaction.atomic
def write_question(
    *, lesson: Lesson, key: UUID, kind: str, body: dict, answer: dict, title: str, by
) -> QuestionVersion:
    """The question at (lesson, key) says this, in a draft. Publishing the lesson locks it and gives it to students."""
    row = LessonQuestion.objects.filter(lesson=lesson, key=key).select_related("question_version__question").first()
    if row and row.question_version.question.shelf_id != lesson.shelf_id:
        _adopt(row, lesson, by)
    question = row.question_version.question if row else _new_question(lesson, title)
    draft = question.versions.filter(locked_at=None).first()
    if draft is None:
        last = question.versions.aggregate(last=Max("number"))["last"] or 0
        draft = QuestionVersion(question=question, number=last + 1)
    draft.kind, draft.body = kind, body
    draft.save()
    set_key(draft, answer, by)
    refresh_search(question)
    if row is None:
        LessonQuestion.objects.create(lesson=lesson, key=key, question_version=draft)
    return draft


def _new_question(lesson: Lesson, title: str) -> Question:
    """It practises what the lesson does, until somebody says otherwise."""
    skill = lesson.versions.order_by("-number").values_list("skill", flat=True).first()
    return Question.objects.create(shelf=lesson.shelf, title=title[:200], skill=skill or "")


def _adopt(row: LessonQuestion, lesson: Lesson, by) -> None:
    """A question that a copied lesson shares with another shelf becomes one of its own, unchanged for students."""
    theirs = row.question_version
    mine = Question.objects.create(shelf=lesson.shelf, title=theirs.question.title, skill=theirs.question.skill)
    same = QuestionVersion.objects.create(
        question=mine, number=1, kind=theirs.kind, body=theirs.body, points=theirs.points
    )
    set_key(same, key_of(theirs), by)
    same.locked_at = clock.now()
    same.save(update_fields=["locked_at"])
    row.question_version = same
    row.save(update_fields=["question_version"])
