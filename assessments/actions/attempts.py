"""Beginning an attempt, handing it in, and closing those whose time is over."""

import datetime
import random
import uuid
from collections.abc import Mapping, Sequence
from functools import partial

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments.actions.handing_in import close_attempt, lockable, once_more
from assessments.actions.saving import GRACE
from assessments.dealing import deal, shuffled_choices
from assessments.errors import CannotStart
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
from assessments.queries.taking import is_on_paper, place_of
from coursesite import clock
from coursesite.audit.actions import record
from coursesite.classes import due
from coursesite.classes.actions.work import start_work
from coursesite.classes.models import Enrolment, Work
from coursesite.classes.queries import extras_of
from coursesite.retrying import with_retries

HOLD = """
SELECT 1 FROM assessments_assignedassessment g JOIN classes_assignment a ON a.id = g.assignment_id
JOIN accounts_user u ON u.id = %(student)s WHERE g.id = %(given)s FOR SHARE OF g, a, u
"""


def start_attempt(*, given: AssignedAssessment, enrolment: Enrolment, by) -> Attempt:
    """The student's open attempt, begun if there is none: two clicks, or two tabs, begin one. Else CannotStart."""
    try:
        return with_retries(lambda: _start(given, enrolment, by))
    except IntegrityError:  # another request made the cell or the attempt in this moment: now there is one
        return with_retries(lambda: _start(given, enrolment, by))


@transaction.atomic
def _start(given: AssignedAssessment, enrolment: Enrolment, by) -> Attempt:
    """Nine statements the first time (on PostgreSQL ten: the lock), whatever the number of questions: a whole class begins
    in the same ten seconds."""
    _hold(given, by)
    work, made, open_attempt = _locked_work(given, enrolment)
    if open_attempt is not None:
        return open_attempt
    given = AssignedAssessment.objects.select_related("assignment", "assessment").get(pk=given.pk)
    now, extra = clock.now(), extras_of([by.pk]).get(by.pk, due.USUAL)
    when = due.dates(given.assignment, work, extra.extra_days)
    _refuse(given, work, when, made, now)
    until = due.deadline(now, given.minutes, when, extra, work.extra_minutes if work else 0)
    if work is None:
        work = Work.objects.create(
            assignment=given.assignment, enrolment=enrolment, started_at=now, running_until=until
        )
    else:
        start_work(work=work, at=now, until=until)
    attempt = Attempt.objects.create(work=work, student=by, number=made + 1, started_at=now, closes_at=until)
    if given.assessment.locked_at is None:
        _lock_what_is_asked(given.assessment, now)
    slots = list(Slot.objects.filter(assessment=given.assessment_id).select_related("question_version", "draw"))
    _make_items(given, attempt, slots)
    AttemptEvent.objects.create(attempt=attempt, n=1, kind="started", by=by, at=now)
    record(
        by=by,
        verb="attempt_start",
        target=f"assessments.Attempt:{attempt.pk} {given.assignment.title}",
        classroom_id=given.assignment.classroom_id,
        number=attempt.number,
    )
    return attempt


def _hold(given: AssignedAssessment, by) -> None:
    """Until this transaction ends nobody changes the dates, the settings or the student's own time: a change before it is
    read below, a change after it finds the attempt and stamps it. Many begin at once, so that the lock is a shared one.

    Before the very first attempt nobody builds on the assessment either. That lock comes before the others, as for those
    who build; those who change dates lock nothing before these rows. SQLite has one writer at a time anyway.
    """
    if given.assessment.locked_at is None:
        Assessment.objects.select_for_update().filter(pk=given.assessment_id, locked_at=None).first()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(HOLD, {"given": given.pk, "student": by.pk})


def _locked_work(given: AssignedAssessment, enrolment: Enrolment) -> tuple[Work | None, int, Attempt | None]:
    """The student's cell, locked, or None before the first touch; how many attempts it has; the open one."""
    made = Attempt.objects.filter(work=OuterRef("pk")).order_by().values("work").annotate(n=Count("pk")).values("n")
    works = Work.objects.select_for_update(of=("self",)).annotate(made=Coalesce(Subquery(made), 0))
    work = works.filter(assignment=given.assignment_id, enrolment=enrolment).first()
    if work is None:
        return None, 0, None
    count: int = work.made
    return work, count, Attempt.objects.open().filter(work=work).first() if count else None


def _refuse(given: AssignedAssessment, work: Work | None, when: due.Dates, made: int, now: datetime.datetime) -> None:
    if when.opens_at and now < when.opens_at:
        raise CannotStart("This is not open yet.")
    if when.closes_at and now > when.closes_at:
        raise CannotStart("This is closed. Ask your teacher if you need more time.")
    if work and work.excused_at:
        raise CannotStart("You are excused from this. There is nothing to hand in.")
    if work and is_on_paper(work, made):
        raise CannotStart("You handed this in on paper. Ask your teacher if you should do it here as well.")
    if made >= given.tries + (work.extra_tries if work else 0):
        raise CannotStart("You have handed this in as often as it can be.")


def _lock_what_is_asked(assessment: Assessment, now: datetime.datetime) -> None:
    """From the first attempt on, questions, rubrics and the assessment stay as they are. Before any of their words are
    read: who is changing a draft in this moment comes first, or too late."""
    asked = Slot.objects.filter(assessment=assessment).values("question_version")
    drafts = QuestionVersion.objects.select_for_update().filter(pk__in=asked, locked_at=None)
    rubrics = dict(drafts.order_by("pk").values_list("pk", "rubric_version"))
    if rubrics:
        RubricVersion.objects.filter(pk__in=rubrics.values(), locked_at=None).update(locked_at=now)
        QuestionVersion.objects.filter(pk__in=rubrics, locked_at=None).update(locked_at=now)
    Assessment.objects.filter(pk=assessment.pk, locked_at=None).update(locked_at=now)


def _make_items(given: AssignedAssessment, attempt: Attempt, slots: Sequence[Slot]) -> None:
    """The questions of this attempt, numbered 1, 2 …: drawn, in this student's order, each with what stands beside it."""
    dice = random.Random(attempt.public_id.int)  # the same again for the same attempt
    by_id = {slot.pk: slot for slot in slots}
    asked = deal([place_of(slot) for slot in slots], dice, shuffle=given.shuffle_questions)
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            slot=number,
            question_version=by_id[place.id].question_version,
            points=place.worth,
            stimulus_id=place.stimulus,
            order=shuffled_choices(by_id[place.id].question_version.body, dice) if given.shuffle else [],
        )
        for number, place in enumerate(asked, 1)
    )


def flag_questions(*, attempt_id: uuid.UUID, by, flags: Mapping[int, bool]) -> None:
    """Number -> whether the student wants to come back to the question. Nothing happens once it is handed in."""
    items = AttemptItem.objects.filter(attempt__public_id=attempt_id, attempt__student=by, attempt__submitted_at=None)
    for flagged in set(flags.values()):
        slots = [slot for slot, wanted in flags.items() if wanted == flagged]
        items.filter(slot__in=slots).update(flagged=flagged)


def is_over(attempt: Attempt) -> bool:
    """Whether its time is over, with the grace for what is on its way."""
    return attempt.closes_at is not None and clock.now() - GRACE > attempt.closes_at


def overdue_attempts() -> QuerySet[Attempt]:
    """Open attempts whose time and grace are over, the oldest first."""
    return Attempt.objects.open().filter(closes_at__lt=clock.now() - GRACE).order_by("closes_at", "pk")


def finalize_attempt(*, attempt_id: uuid.UUID, wait: bool = True) -> bool:
    """Hand in what was saved of an attempt whose time is over, as of its closing. Says whether that was needed.

    Empty answers never stand in the way. Without `wait`, one that somebody else has locked is left to them.
    """
    return once_more(partial(_finalize, attempt_id, wait))


@transaction.atomic
def _finalize(attempt_id: uuid.UUID, wait: bool) -> bool:
    skip = not wait and connection.features.has_select_for_update_skip_locked
    attempt = lockable(Attempt.objects.all(), skip_locked=skip).filter(public_id=attempt_id).first()
    if attempt is None or attempt.submitted_at is not None or attempt.closes_at is None or not is_over(attempt):
        return False
    close_attempt(attempt=attempt, at=attempt.closes_at, by=None)
    return True
