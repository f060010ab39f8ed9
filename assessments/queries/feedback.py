"""What a student sees of marked work: only what is released, through one rule; the key only when nobody can use it."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.safestring import SafeString

from assessments.draw import answer
from assessments.evidence import Quoted, check_quotes
from assessments.kinds import kind_of
from assessments.models import (
    AnswerKey,
    AssignedAssessment,
    Attempt,
    Comment,
    Criterion,
    Grade,
    ItemCitation,
    Level,
    Score,
)
from assessments.queries.documents import documents_of
from assessments.sheets import Shown, show
from coursesite.classes import due
from coursesite.classes.models import Enrolment, Work
from lessons.sources.queries import SourceHead, source_heads
from lessons.sources.render import stored_html


@dataclass
class Row:
    """One criterion: the level that was chosen, in the newest wording, and its points as scored."""

    title: str
    level: Level | None
    score: Score | None
    levels: list[Level]


@dataclass
class Evidence:
    """A chip as it was handed in, with the words of its passage and where they come from."""

    letter: str
    number: str
    exact: str
    head: SourceHead
    anchor: str


@dataclass
class SeenItem:
    """One question with the student's answer and what has been released about it."""

    number: int
    label: str
    stem: SafeString
    points: object
    said: SafeString | str
    score: Score | None = None
    rows: list[Row] = field(default_factory=list)
    comment: Comment | None = None
    evidence: list[Evidence] = field(default_factory=list)
    quotes: list[Quoted] = field(default_factory=list)
    shown: Shown | None = None


def answers_may_be_shown(given: AssignedAssessment, now: datetime.datetime) -> bool:
    """Whether nobody of the class can answer any more: closed for each student, or excused, or out of tries."""
    works = {
        work.enrolment_id: work
        for work in Work.objects.filter(assignment=given.assignment_id).annotate(
            made=Count("attempts"), still_open=Count("attempts", filter=Q(attempts__submitted_at=None))
        )
    }
    students = Enrolment.objects.current().students().filter(classroom=given.assignment.classroom_id)
    return all(_is_through(given, works.get(pk), now) for pk in students.values_list("pk", flat=True))


def _is_through(given: AssignedAssessment, work, now: datetime.datetime) -> bool:
    when = due.dates(given.assignment, work)
    if work is None:
        return when.closes_at is not None and now > when.closes_at
    if work.still_open:
        return False
    closed = when.closes_at is not None and now > when.closes_at
    return bool(closed or work.excused_at or work.made >= given.tries + work.extra_tries)


def released_grade(work_id: int, user, now: datetime.datetime) -> Grade | None:
    """The newest grade that the user may see."""
    return Grade.objects.visible_to(user, now).released(now).filter(work=work_id).order_by("-n").first()


def seen_items(attempt: Attempt, user, now: datetime.datetime, *, with_key: bool) -> list[SeenItem]:
    """The questions of a handed-in attempt, with what the user may see. The same queries for any number of them."""
    items = list(attempt.items.select_related("question_version"))
    ids = [item.question_version_id for item in items]
    visible = {"item__attempt": attempt}
    scores = {
        (score.item_id, score.part): score
        for score in Score.objects.visible_to(user, now).released(now).filter(**visible).select_related("level")
    }
    comments = {
        comment.item_id: comment
        for comment in Comment.objects.visible_to(user, now).released(now).filter(**visible, for_graders=False)
    }
    keys = (
        {key.question_version_id: key.value for key in AnswerKey.objects.filter(question_version__in=ids)}
        if with_key
        else {}
    )
    criteria = _criteria(items)
    documents, evidence = documents_of(ids), _evidence(attempt)
    found = []
    for item in items:
        version = item.question_version
        kind = kind_of(version.kind)
        text = kind.describe(item.value, version.body)
        shown = documents.get(version.pk, [])
        seen = SeenItem(item.slot, kind.label, stored_html(version.body.get("stem", "")), item.points, text)
        seen.score, seen.comment = scores.get((item.pk, "")), comments.get(item.pk)
        seen.evidence = evidence.get(item.pk, [])
        if not kind.automatic:
            numbers = {one.letter: {p.number: p for p in one.passages} for one in shown}
            texts = {(one.letter, p.number): p.text for one in shown if not one.source.is_card for p in one.passages}
            seen.said, seen.quotes = answer(text, numbers, f"q{item.slot}-"), check_quotes(text, texts)
        if scores:
            seen.rows = _rows(criteria.get(version.rubric_version_id or 0, []), item.pk, scores)
        if version.pk in keys and kind.automatic:
            seen.shown = show(kind.feedback(version.body, keys[version.pk], item.value))
        found.append(seen)
    return found


def _criteria(items: list) -> dict[int, list[Criterion]]:
    rubrics = {item.question_version.rubric_version_id for item in items} - {None}
    found: dict[int, list[Criterion]] = {}
    if rubrics:
        for one in Criterion.objects.filter(version__in=rubrics).prefetch_related("levels"):
            found.setdefault(one.version_id, []).append(one)
    return found


def _rows(criteria: list[Criterion], item_id: int, scores: dict) -> list[Row]:
    rows = []
    for one in criteria:
        score = scores.get((item_id, str(one.key)))
        levels = list(one.levels.all())
        level = next((a for a in levels if score and score.level and a.key == score.level.key), None)
        rows.append(Row(one.title, level or (score.level if score else None), score, levels))
    return rows


def _evidence(attempt: Attempt) -> dict[int, list[Evidence]]:
    cited = list(
        ItemCitation.objects.filter(item__attempt=attempt).select_related("citation__passage__edition", "item")
    )
    if not cited:
        return {}
    heads = source_heads({one.citation.passage.edition.source_id for one in cited})
    found: dict[int, list[Evidence]] = {}
    for one in cited:
        passage = one.citation.passage
        anchor = f"q{one.item.slot}-{one.letter}-p{passage.number}"
        evidence = Evidence(one.letter, passage.number, one.citation.exact, heads[passage.edition.source_id], anchor)
        found.setdefault(one.item_id, []).append(evidence)
    return found
