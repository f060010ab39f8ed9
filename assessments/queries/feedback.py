"""What a student sees of marked work: only what is released, through one rule; the key only when nobody can use it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import caches
from django.db.models import OuterRef, Subquery
from django.utils.safestring import SafeString

from assessments.counting import AVERAGE, BEST, BY_SITE, FIRST, NEWEST, Try
from assessments.draw import answer, task
from assessments.evidence import Quoted, check_quotes
from assessments.kinds import kind_of
from assessments.models import (
    AnswerKey,
    Attempt,
    Comment,
    Criterion,
    Grade,
    ItemCitation,
    Level,
    Score,
)
from assessments.queries.documents import DrawnDocument, shown_documents
from assessments.queries.files import ShownFile, files_of
from assessments.queries.regrading import Told, told_of
from assessments.queries.tries import tries_of
from assessments.sheets import Shown, show
from lessons.sources.models import Edition
from lessons.sources.queries.heads import SourceHead


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
    compare: str = ""  # the query of the source's page that shows what a later version of the text changed


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
    changes: list[Told] = field(default_factory=list)
    files: list[ShownFile] = field(default_factory=list)


def released_grade(work_id: int, user, now: datetime.datetime) -> Grade | None:
    """The newest grade that the user may see, with the try that it is of."""
    grades = Grade.objects.visible_to(user, now).released(now).filter(work=work_id)
    return grades.select_related("attempt__work__assignment__classroom").order_by("-n").first()


def has_points(attempt: Attempt, user, now: datetime.datetime) -> bool:
    """Whether a part of it is marked and out, such as what the site can mark of a quiz."""
    return Score.objects.visible_to(user, now).released(now).filter(item__attempt=attempt).exists()


def seen_tries(work_id: int, user, now: datetime.datetime) -> list[Try]:
    """The handed-in tries, each with its points where all of them are out."""
    return tries_of([work_id], Score.objects.visible_to(user, now).released(now)).get(work_id, [])


WHY = {NEWEST: "it is the newest", BEST: "it is the best", FIRST: "it is the first"}


def which_counts_words(rule: str, tries: Sequence[Try], grade: Grade | None) -> str:
    """Which of several tries counts, and why; "" where there is no mark yet."""
    if grade is None:
        return ""
    if grade.kind not in BY_SITE:
        return "Your teacher set this mark by hand."
    if grade.attempt_id is None:
        return "The average of your tries counts." if rule == AVERAGE else ""
    number = next((one.number for one in tries if one.attempt == grade.attempt_id), None)
    last = tries[-1].number
    if number is None or (rule == NEWEST and number < last):
        return f"Try {number} counts until there is feedback on try {last}." if number else ""
    if rule == AVERAGE:
        return f"Try {number} counts until there is feedback on the others; then their average does."
    return f"Try {number} counts: {WHY[rule]}."


def seen_items(attempt: Attempt, user, now: datetime.datetime, *, with_key: bool) -> list[SeenItem]:
    """The questions of a handed-in attempt, with what the user may see. The same queries for any number of them."""
    items = list(attempt.items.select_related("question_version"))
    scores, comments = _released(attempt, user, now)
    keys = _keys(items) if with_key else {}
    criteria = _criteria(items)
    changes = told_of(attempt.pk)
    documents = shown_documents(items)
    evidence = _evidence(attempt, documents) if any(documents.values()) else {}
    files = files_of(attempt, {item.slot: item.value for item in items if item.question_version.kind == "upload"})
    found = []
    for item in items:
        version = item.question_version
        kind = kind_of(version.kind)
        text = kind.describe(item.value, version.body)
        shown = documents[item.slot]
        seen = SeenItem(item.slot, kind.label, task(version.body), item.points, text)
        seen.score, seen.comment = scores.get((item.pk, "")), comments.get(item.pk)
        seen.evidence, seen.files = evidence.get(item.pk, []), files.get(item.slot, [])
        seen.changes = changes.get(item.pk, []) if seen.score else []
        if not kind.automatic:
            numbers = {one.letter: {p.number: p for p in one.passages} for one in shown}
            cards = {one.letter for one in shown if one.head.source.is_card}
            texts = {(one.letter, p.number): p.text for one in shown if one.letter not in cards for p in one.passages}
            seen.said, seen.quotes = answer(text, numbers, f"q{item.slot}-"), check_quotes(text, texts)
        if scores:
            seen.rows = _rows(criteria.get(version.rubric_version_id or 0, []), item.pk, scores)
        if version.pk in keys:
            seen.shown = show(kind.feedback(version.body, keys[version.pk], item.value))
        found.append(seen)
    return found


def _released(attempt: Attempt, user, now: datetime.datetime) -> tuple[dict, dict[int, Comment]]:
    """The newest scores by (item, part) and comments by item that the user may see. Two queries."""
    scores = Score.objects.visible_to(user, now).released(now).filter(item__attempt=attempt).select_related("level")
    comments = Comment.objects.visible_to(user, now).released(now).filter(item__attempt=attempt, for_graders=False)
    return {(one.item_id, one.part): one for one in scores}, {one.item_id: one for one in comments}


def _keys(items: list) -> dict[int, Any]:
    """Question version id -> its newest key, where it is marked by one. One query, none for essays."""
    versions = (item.question_version for item in items if kind_of(item.question_version.kind).automatic)
    return AnswerKey.objects.values_by_version(version.pk for version in versions)


def _criteria(items: list) -> dict[int, list[Criterion]]:
    """Rubric version id -> its criteria with their levels. Two queries, kept: a rubric is locked with its question."""
    locked = {
        v.rubric_version_id: v.locked_at for v in (item.question_version for item in items) if v.rubric_version_id
    }
    names = {pk: f"rubric-{pk}-{at.timestamp() if at else 'open'}" for pk, at in locked.items()}
    found = caches["drawn"].get_many(names.values())
    missing = [pk for pk, name in names.items() if name not in found]
    if missing:
        found |= {names[pk]: [] for pk in missing}
        for one in Criterion.objects.filter(version__in=missing).prefetch_related("levels"):
            found[names[one.version_id]].append(one)
        caches["drawn"].set_many({names[pk]: found[names[pk]] for pk in missing if locked[pk]})
    return {pk: found[name] for pk, name in names.items()}


def _rows(criteria: list[Criterion], item_id: int, scores: dict) -> list[Row]:
    rows = []
    for one in criteria:
        score = scores.get((item_id, str(one.key)))
        levels = list(one.levels.all())
        level = next((a for a in levels if score and score.level and a.key == score.level.key), None)
        rows.append(Row(one.title, level or (score.level if score else None), score, levels))
    return rows


def _evidence(attempt: Attempt, documents: dict[int, list[DrawnDocument]]) -> dict[int, list[Evidence]]:
    """Item id -> its chips. What was cited is among the documents of the question, so their heads are at hand."""
    heads = {(slot, one.letter): one.head for slot, shown in documents.items() for one in shown}
    edition = "citation__passage__edition__"
    later = Edition.objects.filter(source=OuterRef(f"{edition}source"), label=OuterRef(f"{edition}label"))
    newest = later.exclude(locked_at=None).order_by("-number").values("number")[:1]
    rows = (
        ItemCitation.objects.filter(item__attempt=attempt)
        .annotate(newest=Subquery(newest))
        .values_list("item", "item__slot", "letter", "citation__passage__number", "citation__exact",
                     f"{edition}label", f"{edition}number", "newest")
    )  # fmt: skip
    found: dict[int, list[Evidence]] = {}
    for item, slot, letter, number, exact, label, version, last in rows:
        compare = f"?view=compare&a={label}.{version}&b={label}.{last}" if last > version else ""
        evidence = Evidence(letter, number, exact, heads[slot, letter], f"q{slot}-{letter}-p{number}", compare)
        found.setdefault(item, []).append(evidence)
    return found
