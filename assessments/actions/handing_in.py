"""What handing in does, with the attempt locked by the caller: copies, cites, marks, stamps."""

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from django.db import IntegrityError
from django.db.models import Case, F, JSONField, OuterRef, QuerySet, Subquery, When

from assessments import evidence
from assessments.actions.marking import next_grade
from assessments.actions.saving import SAVED
from assessments.counting import Try, needed
from assessments.errors import MarkedMeanwhile
from assessments.kinds import kind_of
from assessments.models import (
    Answer,
    AnswerKey,
    Attempt,
    AttemptEvent,
    AttemptItem,
    Grade,
    ItemCitation,
    Score,
)
from assessments.pacing import seconds_on
from assessments.queries.documents import documents_of
from assessments.queries.releasing import release_moment
from assessments.queries.tries import tries_of
from assessments.receipts import receipt_code
from coursesite import clock
from coursesite.audit.actions import record
from coursesite.classes.actions.work import finish_work
from coursesite.retrying import with_retries
from lessons.models import Citation

Done = TypeVar("Done")


def lockable(attempts: QuerySet[Attempt], *, skip_locked: bool = False) -> QuerySet[Attempt]:
    """Attempts as close_attempt wants one: locked when fetched, with what handing in reads of them, in one statement."""
    events = AttemptEvent.objects.filter(attempt=OuterRef("pk")).order_by("-n").values("n")
    grades = Grade.objects.filter(work=OuterRef("work")).order_by("-n").values("n")
    return (
        attempts.select_for_update(of=("self",), skip_locked=skip_locked)
        .select_related("work__assignment__assignedassessment", "work__assignment__classroom")
        .annotate(events_made=Subquery(events[:1]), grades_made=Subquery(grades[:1]))
    )


def once_more(do: Callable[[], Done]) -> Done:
    """Do it; again where a mark was given by hand in this very moment, which then stands. Must do no harm when repeated."""
    try:
        return with_retries(do)
    except (IntegrityError, MarkedMeanwhile):
        return with_retries(do)


def close_attempt(*, attempt: Attempt, at: datetime.datetime, by, items: list[AttemptItem] | None = None) -> None:
    """Hand in at this moment. The attempt is of lockable(), and open; afterwards nothing can be saved to it.

    `items` are what answered_items() gave, where the caller has asked it under the same lock.
    """
    at = max(at, attempt.started_at)
    items = answered_items(attempt) if items is None else items
    if not Attempt.objects.filter(pk=attempt.pk, submitted_at=None).update(submitted_at=at):
        return
    attempt.submitted_at = at
    work, given = attempt.work, attempt.work.assignment.assignedassessment
    _keep(items)
    cite(items)
    released_at = release_moment(given, work.assignment, clock.now())
    total = _mark(items, released_at)
    finish_work(work=work, at=at, feedback_at=released_at if total is not None else None)
    _grade(attempt, items, total, released_at)
    _log(attempt, items, by)


def answered_items(attempt: Attempt) -> list[AttemptItem]:
    """The questions, each with its newest saved answer and the time spent on it. Two queries; nothing is written."""
    newest = Answer.objects.filter(item=OuterRef("item"), kind=SAVED).order_by("-rev").values("rev")[:1]
    log = Answer.objects.filter(item__attempt=attempt, kind=SAVED).annotate(
        words=Case(When(rev=Subquery(newest), then=F("value")), output_field=JSONField())
    )
    heads: dict[int, tuple[int, Any]] = {}
    saves = []
    for item, rev, moment, value in log.values_list("item", "rev", "received_at", "words"):
        saves.append((moment, item))
        if rev > heads.get(item, (0, None))[0]:
            heads[item] = rev, value
    spent = seconds_on(attempt.started_at, saves)
    earlier = Score.objects.filter(item=OuterRef("pk"), part="").order_by("-n").values("n")[:1]
    items = list(attempt.items.select_related("question_version").annotate(scored=Subquery(earlier)))
    for one in items:
        if one.pk in heads:
            (one.final_rev, one.value), one.seconds = heads[one.pk], spent[one.pk]
    return list(items)


def blank_slots(items: list[AttemptItem]) -> list[int]:
    """Numbers of the questions that are not answered."""
    return [one.slot for one in items if kind_of(one.question_version.kind).is_blank(one.value)]


def _keep(items: list[AttemptItem]) -> None:
    """The newest saved value of each answer becomes the item's own, in one statement."""
    AttemptItem.objects.bulk_create(
        [item for item in items if item.final_rev],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["value", "final_rev", "seconds"],
    )


def cite(items: list[AttemptItem]) -> None:
    """A Citation for each chip that leads to a passage of the question's documents, each passage once."""
    written = {
        item: tokens
        for item in items
        if not kind_of(item.question_version.kind).automatic
        and isinstance(item.value, str)
        and (tokens := evidence.parse(item.value))
    }
    documents = documents_of(item.question_version_id for item in written) if written else {}
    chips = []
    for item, tokens in written.items():
        shown = documents.get(item.question_version_id, [])
        passages = {one.letter: {passage.number: passage for passage in one.passages} for one in shown}
        found = dict.fromkeys(
            (token.letter, number)
            for token in tokens
            if (number := evidence.find_number(passages.get(token.letter, {}), token.number))
        )
        for position, (letter, number) in enumerate(found, 1):
            citation = Citation.of(passages[letter][number])
            chips.append(ItemCitation(item=item, citation=citation, position=position, letter=letter))
    Citation.objects.bulk_create([chip.citation for chip in chips])
    ItemCitation.objects.bulk_create(chips)


def _mark(items: list[AttemptItem], released_at: datetime.datetime | None) -> Decimal | None:
    """Score what marks itself. The sum, where that is all of it."""
    keys = AnswerKey.objects.values_by_version(item.question_version_id for item in items)
    scores, total = [], Decimal(0)
    for item in items:
        version = item.question_version
        points = kind_of(version.kind).mark(version.body, keys.get(version.pk, {}), item.value, item.points)
        if points is not None:
            total += points
            n = (getattr(item, "scored", None) or 0) + 1  # an attempt that was opened again has been marked before
            scores.append(Score(item=item, part="", n=n, points=points, at=clock.now(), released_at=released_at))
    Score.objects.bulk_create(scores)
    return total if len(scores) == len(items) else None


def _grade(
    attempt: Attempt, items: list[AttemptItem], total: Decimal | None, released_at: datetime.datetime | None
) -> None:
    """The mark of the work, where every try that it needs is marked. Straight in: IntegrityError where one is set now.

    One that rests on points which a person gave and has not released is that person's, and waits with them.
    """
    work = attempt.work
    if attempt.number > 1:
        tries = tries_of([work.pk])[work.pk]
    else:
        out_of = sum((item.points for item in items), Decimal(0))
        tries = [Try(attempt.pk, attempt.number, total, out_of, attempt.submitted_at or attempt.started_at)]
    last = work.grades.order_by("-n").first() if vars(attempt).get("grades_made", 1) else None
    grade = next_grade(work, tries, last)
    if grade is not None:
        rule = work.assignment.assignedassessment.which_counts
        grader = _grader_of_unreleased(needed(tries, rule)) if attempt.number > 1 else None
        Grade.objects.create(**grade, by_id=grader, released_at=None if grader else released_at)


def _grader_of_unreleased(tries: Sequence[Try]) -> int | None:
    """Who gave points of these tries that count and are not released; None where nothing waits. One query."""
    scores = Score.objects.filter(item__attempt__in=[one.attempt for one in tries]).order_by("n")
    rows = scores.values_list("item", "part", "by", "released_at")
    newest = {(item, part): by if released_at is None else None for item, part, by, released_at in rows}
    return next((by for by in newest.values() if by), None)


def _log(attempt: Attempt, items: list[AttemptItem], by) -> None:
    code = receipt_code(attempt.public_id, [(item.slot, item.final_rev) for item in items])
    n = (vars(attempt)["events_made"] or 0) + 1
    kind = "handed_in" if by else "closed"
    AttemptEvent.objects.create(attempt=attempt, n=n, kind=kind, by=by, at=clock.now(), detail={"code": code})
    record(
        by=by,
        verb="attempt_hand_in",
        target=f"assessments.Attempt:{attempt.pk} {attempt.work.assignment.title}",
        classroom_id=attempt.work.assignment.classroom_id,
        code=code,
        answered=len(items) - len(blank_slots(items)),
    )
