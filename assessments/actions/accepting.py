"""Making a kept answer the answer: one that came late, or lost against another tab."""

import uuid

from django.db import transaction
from django.db.models import Max

from assessments.actions.handing_in import cite
from assessments.actions.marking import add_row, compute_grade
from assessments.actions.saving import SAVED
from assessments.actions.timing import set_aside_marks
from assessments.errors import CannotAccept
from assessments.kinds import kind_of
from assessments.models import Answer, Attempt, AttemptEvent, AttemptItem, ItemCitation, Score
from assessments.queries.bank import key_of
from coursesite import clock
from coursesite.audit.actions import record


@transaction.atomic
def accept_answer(*, answer: Answer, by, reason: str) -> Answer:
    """Add the words of a kept answer as the newest saved ones of a handed-in attempt, and mark the question anew.

    Nothing is taken out of the log, and what students see changes with the next release. CannotAccept while the attempt
    is open, and where these words are the answer already. MarkedMeanwhile where somebody marks it in this moment.
    """
    attempt = Attempt.objects.select_for_update(of=("self",)).get(items=answer.item_id)
    item = AttemptItem.objects.select_related("question_version").get(pk=answer.item_id)
    if attempt.submitted_at is None:
        raise CannotAccept("This is still open: the student chooses. You can accept it after it was handed in.")
    if answer.kind == SAVED or answer.value == item.value:
        raise CannotAccept("This is the answer already.")
    now = clock.now()
    last = item.answers.filter(kind=SAVED).aggregate(rev=Max("rev"))["rev"] or 0
    new = Answer.objects.create(
        item=item, rev=last + 1, kind=SAVED, op_id=uuid.uuid4(), value=answer.value, received_at=now
    )
    item.value, item.final_rev = new.value, new.rev
    item.save(update_fields=["value", "final_rev"])
    ItemCitation.objects.filter(item=item).delete()
    cite([item])
    n = (attempt.events.aggregate(last=Max("n"))["last"] or 0) + 1
    detail = {"slot": item.slot, "rev": new.rev, "was": answer.kind, "reason": reason}
    AttemptEvent.objects.create(attempt=attempt, n=n, kind="answer_accepted", by=by, at=now, detail=detail)
    room = attempt.work.assignment.classroom_id
    record(by=by, verb="answer_accept", target=f"assessments.AttemptItem:{item.pk}", classroom_id=room, rev=new.rev)
    _mark_anew(attempt, item, by)
    return new


def _mark_anew(attempt: Attempt, item: AttemptItem, by) -> None:
    """What the site marks is the site's mark, which a corrected key reaches: `by` stands in the attempt's events."""
    version = item.question_version
    kind = kind_of(version.kind)
    if not kind.automatic:
        set_aside_marks(attempt=attempt, items=[item], by=by)
        return
    points = kind.mark(version.body, key_of(version), item.value, item.points)
    last = item.scores.filter(part="").aggregate(n=Max("n"))["n"] or 0
    add_row(Score, item=item, part="", n=last + 1, points=points)
    compute_grade(work=attempt.work, by=None)
