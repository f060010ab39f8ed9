"""Correcting a key, and what follows from it: a number in the key's log, then every marked answer in small steps."""

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from assessments.actions.handing_in import once_more
from assessments.actions.marking import compute_grade
from assessments.actions.telling import tell_change
from assessments.errors import KeyChanged, MarkedMeanwhile
from assessments.models import AnswerKey, AttemptItem, Grade, QuestionVersion, Regrade, RegradeChange, Score
from assessments.queries.regrading import marked_answers, newest_key
from assessments.regrading import Marked, Move, moves
from coursesite import clock
from coursesite.audit.actions import record
from coursesite.classes.actions.work import give_feedback
from coursesite.classes.models import Work
from coursesite.jobs.actions import start_job
from coursesite.jobs.models import Job
from coursesite.retrying import TRIES

STEP = 20
TASK = "assessments.tasks.regrade_answers"


@transaction.atomic
def correct_key(
    *, version: QuestionVersion, seen: int, value: dict[str, Any], reason: str, lowers: bool, by, back: str = ""
) -> Job:
    """Give a question a new key, and start the job that marks its handed-in answers with it.

    `seen` is the number of the key that `by` looked at: KeyChanged where there is a newer one. Marks that the new key
    would lower stay, unless `lowers`. What a person marked, and grades that were set by hand, stay always.
    """
    key = _add_key(version, seen, value, reason, by)
    regrade = Regrade.objects.create(key=key, lowers=lowers, by=by)
    record(by=by, verb="key_correct", target=version, n=key.n, lowers=lowers)
    return _start(regrade, "Marking the answers with the corrected key", back)


@transaction.atomic
def undo_correction(*, regrade: Regrade, by, back: str = "") -> Job:
    """Bring back the key from before, as the next number of its log, and the marks that the correction changed.

    No other mark sinks. KeyChanged if it is not the newest.
    """
    version = regrade.key.question_version
    before = AnswerKey.objects.get(question_version=version, n=regrade.key.n - 1)
    key = _add_key(version, regrade.key.n, before.value, f"Taken back: {regrade.key.reason}"[:300], by)
    undo = Regrade.objects.create(key=key, lowers=False, by=by)
    Regrade.objects.filter(pk=regrade.pk).update(undone_by=key, undone_at=clock.now())
    record(by=by, verb="key_restore", target=version, n=key.n)
    return _start(undo, "Bringing back the marks from before", back)


def _add_key(version: QuestionVersion, seen: int, value: dict[str, Any], reason: str, by) -> AnswerKey:
    if newest_key(version.pk).n != seen:
        raise KeyChanged("Somebody else changed the key a moment ago. It is shown as it is now; look at it again.")
    try:
        with transaction.atomic():
            return AnswerKey.objects.create(question_version=version, n=seen + 1, value=value, reason=reason, by=by)
    except IntegrityError as error:
        raise KeyChanged("Somebody else changed the key a moment ago. Look at it again.") from error


def _start(regrade: Regrade, title: str, back: str) -> Job:
    items = AttemptItem.objects.filter(question_version=regrade.key.question_version_id)
    total = items.exclude(attempt__submitted_at=None).count()
    return start_job(task=TASK, title=title, by=regrade.by, total=total, back=back, regrade_id=regrade.pk)


def regrade_next(*, regrade: Regrade, after: int) -> int | None:
    """Mark the next twenty answers anew, in a transaction of their own. The last one's id, or None when there are no more.

    Each answer is changed once at most, so that run twice it changes nothing; begun anew where the database is busy. A
    correction that was taken back meanwhile does nothing any more.
    """
    return once_more(lambda: _regrade_next(regrade, after))


@transaction.atomic
def _regrade_next(regrade: Regrade, after: int) -> int | None:
    if Regrade.objects.select_for_update().filter(pk=regrade.pk, undone_at=None).first() is None:
        return None
    version = regrade.key.question_version.pk
    answers = marked_answers(version, after=after, most=STEP)
    if not answers:
        return _last_unmarked(version, after)
    _mark_anew(regrade, answers)
    return answers[-1].item


def _mark_anew(regrade: Regrade, answers: list[Marked], looks: int = TRIES) -> None:
    """An answer that somebody marks in this moment is looked at again: what a person gave stays."""
    seen, again = {one.item: one.n for one in answers}, []
    for move in _moves(regrade, answers):
        try:
            with transaction.atomic():
                _apply(regrade, move, seen[move.item])
        except (IntegrityError, MarkedMeanwhile):
            if looks == 1:
                raise
            again.append(move.item)
    if again:
        version = regrade.key.question_version_id
        fresh = [one for item in again for one in marked_answers(version, after=item - 1, most=1)]
        _mark_anew(regrade, fresh, looks - 1)


def _moves(regrade: Regrade, answers: list[Marked]) -> list[Move]:
    """What the correction changes: nothing twice, and nothing that a later one has changed."""
    version = regrade.key.question_version
    done = set(regrade.changes.filter(item__in=[one.item for one in answers]).values_list("item", flat=True))
    left = [one for one in answers if one.item not in done and (one.regrade or 0) <= regrade.pk]
    back = _moves_back(regrade, left)
    rest = [one for one in left if one.item not in {move.item for move in back}]
    found = moves(version.kind, version.body, regrade.key.value, rest, lowers=regrade.lowers)
    return [*back, *found.moved]


def _moves_back(undo: Regrade, answers: list[Marked]) -> list[Move]:
    """Where `undo` takes a correction back: what that one changed, and nobody has marked since, is as before."""
    changes = RegradeChange.objects.filter(regrade__undone_by=undo.key_id, item__in=[one.item for one in answers])
    rows = changes.values_list("item", "regrade", "before")
    before: dict[tuple[int, int | None], Decimal] = {(item, regrade): points for item, regrade, points in rows}
    return [
        Move(one.item, one.points, before[one.item, one.regrade])
        for one in answers
        if (one.item, one.regrade) in before
    ]


def _last_unmarked(version_id: int, after: int) -> int | None:
    """A stretch of answers that nobody has marked is stepped over."""
    items = AttemptItem.objects.filter(question_version=version_id, pk__gt=after).exclude(attempt__submitted_at=None)
    ids = list(items.order_by("pk").values_list("pk", flat=True)[:STEP])
    return ids[-1] if ids else None


def _apply(regrade: Regrade, move: Move, seen: int) -> None:
    item = AttemptItem.objects.select_related("attempt__work").get(pk=move.item)
    last = item.scores.get(part="", n=seen)
    Score.objects.create(
        item=item, part="", n=seen + 1, points=move.after, by=regrade.by, at=clock.now(), regrade=regrade,
        released_at=_stamp(last.released_at),
    )  # fmt: skip
    RegradeChange.objects.create(regrade=regrade, item=item, before=move.before, after=move.after)
    work = item.attempt.work
    before = work.grades.order_by("-n").first()
    grade = compute_grade(work=work, by=regrade.by)
    if grade is not None and before is not None and before.released_at is not None:
        Grade.objects.filter(pk=grade.pk).update(released_at=_stamp(before.released_at))
        if before.released_at <= clock.now() and grade.points != before.points:
            tell_change(grade=grade)
    if last.released_at is not None:
        give_feedback(works=Work.objects.filter(pk=work.pk), at=_stamp(last.released_at))


def _stamp(before):
    """What was seen stays seen from now on; what lies ahead stays ahead."""
    return before and max(before, clock.now())


@transaction.atomic
def finish_regrade(*, regrade: Regrade) -> int:
    """It has been applied to all. Says how many answers it changed."""
    Regrade.objects.filter(pk=regrade.pk, finished_at=None).update(finished_at=clock.now())
    return regrade.changes.count()
