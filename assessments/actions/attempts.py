"""Beginning an attempt, handing it in, and closing those whose time is over."""

import datetime
import random
import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from assessments.actions.handing_in import close_attempt
from assessments.actions.retrying import with_retries
from assessments.actions.saving import CONFLICT, GRACE, Op, Result, save_rarely
from assessments.errors import CannotStart, NotHandedIn
from assessments.models import (
    Assessment,
    AssignedAssessment,
    Attempt,
    AttemptEvent,
    AttemptItem,
    QuestionVersion,
    RubricVersion,
    Slot,
)
from coursesite import clock
from coursesite.audit.actions import record
from coursesite.classes import due
from coursesite.classes.actions.work import start_work, touch_work
from coursesite.classes.models import Enrolment, Work
from coursesite.classes.queries import extra_of


def start_attempt(*, given: AssignedAssessment, enrolment: Enrolment, by) -> Attempt:
    """The student's open attempt, begun if there is none: two clicks, or two tabs, begin one. Else CannotStart."""
    try:
        return with_retries(lambda: _start(given, enrolment, by))
    except IntegrityError:  # another request began it in this moment
        return Attempt.objects.get(work__assignment=given.assignment_id, student=by, submitted_at=None)


@transaction.atomic
def _start(given: AssignedAssessment, enrolment: Enrolment, by) -> Attempt:
    work = touch_work(assignment=given.assignment, enrolment=enrolment)
    work = Work.objects.select_for_update().get(pk=work.pk)
    attempts = list(Attempt.objects.filter(work=work).order_by("number"))
    if attempts and attempts[-1].submitted_at is None:
        return attempts[-1]
    now = clock.now()
    extra = extra_of(by)
    when = due.dates(given.assignment, work, extra.extra_days)
    _refuse(given, work, when, len(attempts), now)
    _lock_what_is_asked(given.assessment_id, now)
    attempt = Attempt.objects.create(
        work=work,
        student=by,
        number=len(attempts) + 1,
        started_at=now,
        closes_at=due.deadline(now, given.minutes, when, extra, work.extra_minutes),
    )
    _make_items(given, attempt)
    start_work(work=work, at=now, until=attempt.closes_at)
    AttemptEvent.objects.create(attempt=attempt, n=1, kind="started", by=by, at=now)
    record(
        by=by,
        verb="attempt_start",
        target=f"assessments.Attempt:{attempt.pk}",
        classroom_id=given.assignment.classroom_id,
        number=attempt.number,
    )
    return attempt


def _refuse(given: AssignedAssessment, work: Work, when: due.Dates, made: int, now: datetime.datetime) -> None:
    if when.opens_at and now < when.opens_at:
        raise CannotStart("This is not open yet.")
    if when.closes_at and now > when.closes_at:
        raise CannotStart("This is closed. Ask your teacher if you need more time.")
    if work.excused_at:
        raise CannotStart("You are excused from this. There is nothing to hand in.")
    if made >= given.tries + work.extra_tries:
        raise CannotStart("You have handed this in as often as it can be.")


def _lock_what_is_asked(assessment_id: int, now: datetime.datetime) -> None:
    """From the first attempt on, questions, rubrics and the assessment stay as they are."""
    if Assessment.objects.filter(pk=assessment_id, locked_at__isnull=False).exists():
        return
    versions = QuestionVersion.objects.filter(slot__assessment=assessment_id)
    rubrics = RubricVersion.objects.filter(questionversion__in=versions.values("pk"), locked_at=None)
    rubrics.update(locked_at=now)
    QuestionVersion.objects.filter(pk__in=list(versions.values_list("pk", flat=True)), locked_at=None).update(
        locked_at=now
    )
    Assessment.objects.filter(pk=assessment_id, locked_at=None).update(locked_at=now)


def _make_items(given: AssignedAssessment, attempt: Attempt) -> None:
    slots = Slot.objects.filter(assessment=given.assessment_id).select_related("question_version")
    dice = random.Random(attempt.public_id.int)  # shown in the same order again after a reload
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            slot=slot.position,
            question_version=slot.question_version,
            points=slot.points,
            order=_shuffled(slot.question_version, dice) if given.shuffle else [],
        )
        for slot in slots
    )


def _shuffled(version: QuestionVersion, dice: random.Random) -> list[str]:
    ids = [pair[0] for pair in version.body.get("choices", version.body.get("items", []))]
    dice.shuffle(ids)
    return ids


def hand_in_attempt(*, attempt_id: uuid.UUID, by, ops: Sequence[Op] = ()) -> Attempt:
    """Hand in, with what the page had not yet sent. The second time it answers the same receipt.

    NotHandedIn where an unsent change stands against another tab's: the student chooses first.
    """
    attempt, conflicts = with_retries(lambda: _hand_in(attempt_id, by, ops))
    if conflicts:
        raise NotHandedIn(conflicts)
    return attempt


@transaction.atomic
def _hand_in(attempt_id: uuid.UUID, by, ops: Sequence[Op]) -> tuple[Attempt, list[Result]]:
    attempt = Attempt.objects.select_for_update(of=("self",)).get(public_id=attempt_id, student=by)
    results = [save_rarely(attempt, op) for op in ops]
    if attempt.submitted_at is not None:
        return attempt, []
    conflicts = [one for one in results if CONFLICT in (one.result, one.kept_as) and one.rev]
    if conflicts and not is_over(attempt):
        return attempt, conflicts
    now = clock.now()
    close_attempt(attempt=attempt, at=min(now, attempt.closes_at or now), by=by)
    return attempt, []


def is_over(attempt: Attempt) -> bool:
    """Whether its time is over, with the grace for what is on its way."""
    return attempt.closes_at is not None and clock.now() - GRACE > attempt.closes_at


def finalize_attempt(*, attempt_id: uuid.UUID) -> bool:
    """Hand in what was saved of an attempt whose time is over, as of its closing. Says whether that was needed."""
    return with_retries(lambda: _finalize(attempt_id))


@transaction.atomic
def _finalize(attempt_id: uuid.UUID) -> bool:
    attempt = Attempt.objects.select_for_update(of=("self",)).get(public_id=attempt_id)
    if attempt.submitted_at is not None or attempt.closes_at is None or not is_over(attempt):
        return False
    close_attempt(attempt=attempt, at=attempt.closes_at, by=None)
    return True
