"""Loading the questions that the site ships: practice questions, quizzes, closing essays with rubric and documents.

Loading again changes nothing where the files are unchanged. What has been attempted stays as it is: a changed question
gets a new version, a changed assessment a copy.
"""

from dataclasses import replace
from decimal import Decimal
from html import escape
from pathlib import Path

from django.db import transaction

from assessments.actions.bank import LONGEST_TAG, refresh_search, set_tags
from assessments.bankwords import passages_named
from assessments.models import (
    AnswerKey,
    Assessment,
    Criterion,
    LessonQuestion,
    Level,
    Question,
    QuestionDocument,
    QuestionPassage,
    QuestionVersion,
    Rubric,
    RubricVersion,
    Slot,
)
from assessments.queries.voices import speaker_question
from assessments.questionplan import QuestionPlan, plan_closing, plan_question
from coursesite import clock
from coursesite.accounts.models import Shelf
from coursesite.audit.actions import record
from lessons.lessonfile import LessonFile, block_key
from lessons.library import CONTENT, read_library
from lessons.models import Block, Lesson
from lessons.questionfile import QuestionFile
from lessons.sources.cuts import shown_words
from lessons.sources.models import Excerpt, Passage
from lessons.sources.queries.passages import chosen_passages


@transaction.atomic
def load_questions(*, shelf: Shelf, by, folder: Path = CONTENT) -> list[Assessment]:
    """The questions of every lesson that is loaded; the assessments, quizzes before essays, in the lessons' order."""
    files = sorted(read_library(folder).lessons.values(), key=lambda file: file.position)
    lessons = {lesson.slug: lesson for lesson in Lesson.objects.filter(slug__in=[file.slug for file in files])}
    made: list[Assessment] = []
    for file in files:
        if file.slug in lessons:
            made += _load_lesson(file, lessons[file.slug], shelf, by)
    return made


def _load_lesson(file: LessonFile, lesson: Lesson, shelf: Shelf, by) -> list[Assessment]:
    excerpts = _excerpts(lesson)
    for block in file.blocks("question"):
        version = _load_question(f"{file.slug}: {block.key}", plan_question(file, block.question), shelf, excerpts)
        _describe(version, file, "practice", block.question, excerpts)
        key = block_key(file.slug, block.key)
        row, _ = LessonQuestion.objects.get_or_create(lesson=lesson, key=key, defaults={"question_version": version})
        if row.question_version_id != version.pk:
            row.question_version = version
            row.save(update_fields=["question_version"])
    made = []
    short = file.title.split("?:")[0] + ("?" if "?:" in file.title else "")
    quiz = [_load_question(f"{file.slug}: {q.key}", plan_question(file, q), shelf, excerpts) for q in file.quiz]
    for version, question in zip(quiz, file.quiz, strict=True):
        _describe(version, file, "quiz", question, excerpts)
    if quiz:
        made.append(_load_assessment("quiz", f"Quiz: {short}", lesson, quiz, shelf, by))
    closing = plan_closing(file)
    if closing:
        essay = _load_question(f"{file.slug}: closing", closing, shelf, excerpts)
        _describe(essay, file, "closing essay", None, excerpts)
        made.append(_load_assessment("essay", f"Closing essay: {short}", lesson, [essay], shelf, by))
    return made


def _excerpts(lesson: Lesson) -> dict[str, Excerpt]:
    """Letter -> excerpt, of the lesson's live version."""
    blocks = Block.objects.filter(version=lesson.live_version_id, kind="excerpt").select_related("excerpt")
    return {block.body.get("letter", ""): block.excerpt for block in blocks if block.excerpt}


def _load_question(title: str, plan: QuestionPlan, shelf: Shelf, excerpts: dict[str, Excerpt]) -> QuestionVersion:
    """The locked version with these words; its newest key has this key."""
    plan = _with_source(plan, excerpts) if plan.about else plan
    question, _ = Question.objects.get_or_create(shelf=shelf, title=title)
    rubric = _load_rubric(title, plan.rubric, shelf) if plan.rubric else None
    documents = [(letter, excerpts[letter].pk) for letter in plan.documents if letter in excerpts]
    version = question.versions.order_by("-number").first()
    if version is None or not _is_same(version, plan, rubric, documents):
        version = _make_version(question, version, plan, rubric, documents)
    newest = version.keys.order_by("-n").first()
    if newest is None or newest.value != plan.key:
        AnswerKey.objects.create(question_version=version, n=newest.n + 1 if newest else 1, value=plan.key)
    return version


def _with_source(plan: QuestionPlan, excerpts: dict[str, Excerpt]) -> QuestionPlan:
    """The plan with what the lesson shows of its source: all passages, or one with the voices around its words."""
    letter = plan.about[0]
    excerpt = excerpts[letter]
    passages = {one.number: one for one in chosen_passages([excerpt.pk])[excerpt.pk]}
    if plan.kind == "speaker":
        _, number, words, others = plan.about
        body, key = speaker_question(passages[number], letter, words, others)
        return replace(plan, body=plan.body | body, key=plan.key | key)
    choices = [[p.number, escape(shown_words(p.text, p.stretches), quote=False)] for p in passages.values()]
    body = {"source": letter, "label": f"Source {letter}: {excerpt.edition.source.title}", "choices": choices}
    return replace(plan, body=plan.body | body)


def _is_same(version: QuestionVersion, plan: QuestionPlan, rubric: RubricVersion | None, documents: list) -> bool:
    return (
        version.locked_at is not None
        and (version.kind, version.body, version.points) == (plan.kind, plan.body, Decimal(plan.points))
        and version.rubric_version_id == (rubric.pk if rubric else None)
        and list(version.documents.values_list("letter", "excerpt")) == documents
    )


def _make_version(question, before, plan: QuestionPlan, rubric, documents: list) -> QuestionVersion:
    version = QuestionVersion.objects.create(
        question=question,
        number=before.number + 1 if before else 1,
        kind=plan.kind,
        body=plan.body,
        points=Decimal(plan.points),
        rubric_version=rubric,
    )
    QuestionDocument.objects.bulk_create(
        QuestionDocument(question_version=version, letter=letter, excerpt_id=pk) for letter, pk in documents
    )
    version.locked_at = clock.now()
    version.save(update_fields=["locked_at"])
    return version


def _load_rubric(title: str, wanted: tuple, shelf: Shelf) -> RubricVersion:
    """The locked version with these criteria and levels."""
    rubric, _ = Rubric.objects.get_or_create(shelf=shelf, title=title)
    version = rubric.versions.order_by("-number").first()
    if version is not None and version.locked_at and _rubric_plan(version) == wanted:
        return version
    old = {one.title: one for one in version.criteria.prefetch_related("levels")} if version else {}
    version = RubricVersion.objects.create(rubric=rubric, number=version.number + 1 if version else 1)
    for position, (name, levels) in enumerate(wanted, 1):
        criterion = Criterion(version=version, position=position, title=name)
        kept = {level.points: level.key for level in old[name].levels.all()} if name in old else {}
        if name in old:
            criterion.key = old[name].key
        criterion.save()
        for place, (points, descriptor, example) in enumerate(levels, 1):
            level = Level(criterion=criterion, position=place, points=points, descriptor=descriptor, example=example)
            level.key = kept.get(Decimal(points), level.key)
            level.save()
    version.locked_at = clock.now()
    version.save(update_fields=["locked_at"])
    return version


def _rubric_plan(version: RubricVersion) -> tuple:
    return tuple(
        (one.title, tuple((int(level.points), level.descriptor, level.example) for level in one.levels.all()))
        for one in version.criteria.prefetch_related("levels")
    )


def _describe(version: QuestionVersion, file: LessonFile, tag: str, asked: QuestionFile | None, excerpts: dict) -> None:
    """What helps to find the question: skill, tags, passages that it names. What a teacher wrote there stays."""
    question = version.question
    if not question.skill and file.skill:
        question.skill = file.skill
        question.save(update_fields=["skill"])
    if not question.tags.exists():
        set_tags(question, [tag, *([file.kicker[:LONGEST_TAG]] if file.kicker else [])])
    if asked and not question.passages.exists():
        QuestionPassage.objects.bulk_create(
            QuestionPassage(question=question, passage=passage) for passage in _passages(asked, excerpts)
        )
    refresh_search(question)


def _passages(asked: QuestionFile, excerpts: dict[str, Excerpt]) -> list[Passage]:
    """The passages of the lesson's sources that the words of a question name, or that it asks about."""
    words = [asked.stem, asked.explain, *(f"{one.text} {one.feedback}" for one in asked.choices)]
    words.append(f"Source {asked.settings.get('passage', '')}")
    words += [f"Source {asked.settings.get('source', '')}, {one.text}" for one in asked.choices if one.is_right]
    found = {}
    for letter, number in passages_named("\n".join(words)):
        passage = excerpts[letter].edition.passages.filter(number=number).first() if letter in excerpts else None
        if passage:
            found[passage.pk] = passage
    return list(found.values())


def _load_assessment(kind: str, title: str, lesson: Lesson, versions: list, shelf: Shelf, by) -> Assessment:
    """The assessment with these questions. One that a teacher has changed, or a student has begun, stays beside it."""
    wanted = [version.pk for version in versions]
    mine = Assessment.objects.filter(shelf=shelf, lesson=lesson, kind=kind, title=title, draws=None).order_by("-pk")
    stands = {one.pk: list(one.slots.values_list("question_version", "question_version__question")) for one in mine}
    same = next((one for one in mine if [pk for pk, _ in stands[one.pk]] == wanted), None)
    if same:
        return same
    questions = [version.question_id for version in versions]
    old = next((one for one in mine if not one.locked_at and [pk for _, pk in stands[one.pk]] == questions), None)
    last = old or Assessment.objects.create(shelf=shelf, lesson=lesson, kind=kind, title=title)
    last.slots.all().delete()
    Slot.objects.bulk_create(
        Slot(assessment=last, position=n, question_version=version, points=version.points)
        for n, version in enumerate(versions, 1)
    )
    record(by=by, verb="assessment_load", target=last, questions=len(versions))
    return last
