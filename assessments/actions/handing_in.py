"""What handing in does, with the attempt locked by the caller: copies, cites, marks, stamps."""

import datetime
from decimal import Decimal

from django.db.models import Max

from assessments import evidence
from assessments.actions.saving import SAVED
from assessments.kinds import kind_of
from assessments.kinds.base import is_blank
from assessments.models import (
    Answer,
    AnswerKey,
    AssignedAssessment,
    Attempt,
    AttemptEvent,
    AttemptItem,
    Grade,
    ItemCitation,
    Score,
)
from assessments.queries.documents import passages_of
from assessments.receipts import receipt_code
from coursesite import clock
from coursesite.audit.actions import record
from coursesite.classes.actions.work import finish_work, give_feedback
from coursesite.classes.models import Work
from lessons.models import Citation


def close_attempt(*, attempt: Attempt, at: datetime.datetime, by) -> None:
    """Hand in at this moment. The attempt is locked and open; afterwards nothing can be saved to it."""
    at = max(at, attempt.started_at)
    if not Attempt.objects.filter(pk=attempt.pk, submitted_at=None).update(submitted_at=at):
        return
    attempt.submitted_at = at
    items = _copy_newest(attempt)
    _cite(items)
    given = AssignedAssessment.objects.select_related("assignment").get(assignment__works=attempt.work_id)
    finish_work(work=attempt.work, at=at)
    _mark(attempt, items, given)
    answered = sum(not is_blank(item.value) for item in items)
    code = receipt_code(attempt.public_id, [(item.slot, item.final_rev) for item in items])
    n = (attempt.events.aggregate(last=Max("n"))["last"] or 0) + 1
    kind = "handed_in" if by else "closed"
    AttemptEvent.objects.create(attempt=attempt, n=n, kind=kind, by=by, at=clock.now(), detail={"code": code})
    record(
        by=by,
        verb="attempt_hand_in",
        target=f"assessments.Attempt:{attempt.pk}",
        classroom_id=given.assignment.classroom_id,
        code=code,
        answered=answered,
    )


def _copy_newest(attempt: Attempt) -> list[AttemptItem]:
    """The newest saved value of each answer becomes the item's own."""
    newest = {}
    for answer in Answer.objects.filter(item__attempt=attempt, kind=SAVED).order_by("rev"):
        newest[answer.item_id] = answer
    items = list(attempt.items.select_related("question_version"))
    for item in items:
        if item.pk in newest:
            item.value, item.final_rev = newest[item.pk].value, newest[item.pk].rev
    AttemptItem.objects.bulk_update([item for item in items if item.final_rev], ["value", "final_rev"])
    return items


def _cite(items: list[AttemptItem]) -> None:
    """A Citation for each chip that leads to a passage of the question's documents, each passage once."""
    for item in items:
        if kind_of(item.question_version.kind).automatic or not isinstance(item.value, str):
            continue
        passages = passages_of(item.question_version_id)
        found = dict.fromkeys(
            (token.letter, number)
            for token in evidence.parse(item.value)
            if (number := evidence.find_number(passages.get(token.letter, {}), token.number))
        )
        for position, (letter, number) in enumerate(found, 1):
            citation = Citation.of(passages[letter][number])
            citation.save()
            ItemCitation.objects.create(item=item, citation=citation, position=position, letter=letter)


def _mark(attempt: Attempt, items: list[AttemptItem], given: AssignedAssessment) -> None:
    """Score what marks itself; the grade too, where all of it does."""
    released_at = clock.now() if given.feedback == "handed_in" else None
    keys = {key.question_version_id: key.value for key in _keys(items)}
    scores, total = [], Decimal(0)
    for item in items:
        version = item.question_version
        points = kind_of(version.kind).mark(version.body, keys.get(version.pk, {}), item.value, item.points)
        if points is not None:
            total += points
            scores.append(Score(item=item, part="", n=1, points=points, at=clock.now(), released_at=released_at))
    Score.objects.bulk_create(scores)
    if len(scores) < len(items):
        return
    last = attempt.work.grades.aggregate(last=Max("n"))["last"] or 0
    Grade.objects.create(
        work=attempt.work,
        n=last + 1,
        kind="computed",
        points=total,
        out_of=sum((item.points for item in items), Decimal(0)),
        released_at=released_at,
    )
    if released_at:
        give_feedback(works=Work.objects.filter(pk=attempt.work_id), at=released_at)


def _keys(items: list[AttemptItem]):
    """The keys of the questions, oldest first, so that the newest wins."""
    return AnswerKey.objects.filter(question_version__in=[item.question_version_id for item in items]).order_by("n")
