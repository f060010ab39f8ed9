"""Marks of work on paper: keyed in as a list, all or nothing, and taken back for an hour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction

from assessments.errors import CannotUndo, MarkedMeanwhile
from assessments.models import Attempt, Grade
from assessments.papermarks import REASON
from assessments.queries.paper import KEYED, UNDONE, last_keyed, paper_target
from coursesite import clock
from coursesite.audit.actions import record
from coursesite.audit.models import Event
from coursesite.classes import due
from coursesite.classes.actions.work import finish_work
from coursesite.classes.models import Assignment, Enrolment, Work


@dataclass(frozen=True)
class Keyed:
    """One student's points. `seen` is the number of the newest mark that was shown; `anyway`: despite an attempt."""

    seen: int
    points: Decimal
    anyway: bool = False


@transaction.atomic
def key_paper_marks(*, assignment: Assignment, marks: Mapping[int, Keyed], by) -> Event:
    """Store the points of a list (enrolment id -> Keyed) as marks that nobody but graders sees until they are released.

    MarkedMeanwhile where somebody else gave one of these students a mark since, or where one began on the site; then
    nothing is stored.
    """
    places = list(Enrolment.objects.filter(classroom=assignment.classroom_id, pk__in=marks).with_extra_days())
    Work.objects.bulk_create([Work(assignment=assignment, enrolment=one) for one in places], ignore_conflicts=True)
    works = list(Work.objects.select_for_update().filter(assignment=assignment, enrolment__in=places).order_by("pk"))
    newest = _newest(works)
    tried = set(Attempt.objects.filter(work__in=works).values_list("work", flat=True))
    for work in works:
        keyed = marks[work.enrolment_id]
        if keyed.seen != (newest[work.pk].n if work.pk in newest else 0):
            raise MarkedMeanwhile("Somebody else marked this a moment ago. Nothing was stored; look at the rows below.")
        if work.pk in tried and not keyed.anyway:
            raise MarkedMeanwhile("Somebody began this on the site a moment ago. Nothing was stored; look again.")
    _add([_paper_grade(assignment, work, marks[work.enrolment_id], by) for work in works])
    days = {place.pk: place.extra_days for place in places}
    told = [[one.pk, marks[one.enrolment_id].seen + 1, _hand_in(one, assignment, days, tried)] for one in works]
    return _record(KEYED, assignment, by, works=told)


def _newest(works: Sequence[Work]) -> dict[int, Grade]:
    return {grade.work_id: grade for grade in Grade.objects.filter(work__in=works).order_by("n")}


def _paper_grade(assignment: Assignment, work: Work, keyed: Keyed, by) -> Grade:
    return Grade(
        work=work, n=keyed.seen + 1, kind="override", points=keyed.points, out_of=assignment.points, reason=REASON,
        by=by, at=clock.now(),
    )  # fmt: skip


def _add(grades: list[Grade]) -> None:
    try:
        with transaction.atomic():
            Grade.objects.bulk_create(grades)
    except IntegrityError as error:
        raise MarkedMeanwhile("Somebody else marked this a moment ago. Nothing was stored; look again.") from error


def _hand_in(work: Work, assignment: Assignment, days: Mapping[int, int], tried: set[int]) -> bool:
    """Paper counts as handed in, and on time: when it was keyed in says nothing of when it was written."""
    if work.done_at is not None or work.pk in tried:
        return False
    due_at = due.dates(assignment, work, days[work.enrolment_id]).due_at
    finish_work(work=work, at=min(clock.now(), due_at) if due_at else clock.now())
    return True


def _record(verb: str, assignment: Assignment, by, **detail) -> Event:
    return record(
        by=by, verb=verb, target=paper_target(assignment), classroom_id=assignment.classroom_id, **detail
    )  # fmt: skip


@transaction.atomic
def undo_paper_marks(*, assignment: Assignment, event: int, by) -> tuple[int, int]:
    """Take back the list of this event: for how many students, and how many were left because their mark is out or newer.

    CannotUndo where it is not the last list, or older than an hour.
    """
    Assignment.objects.select_for_update().get(pk=assignment.pk)  # two undos at once are one after the other
    last = last_keyed(assignment, clock.now())
    if last is None or last.pk != event:
        raise CannotUndo("This list cannot be taken back any more. Look at how it stands now.")
    told = {work: (n, finished) for work, n, finished in last.detail["works"]}
    works = list(Work.objects.select_for_update().filter(assignment=assignment, pk__in=told).order_by("pk"))
    newest, undone = _newest(works), []
    for work in works:
        n, finished = told[work.pk]
        if newest[work.pk].n == n and newest[work.pk].released_at is None:
            _take_back(work, n, finished, by)
            undone.append(work.pk)
    _record(UNDONE, assignment, by, undid=last.pk, works=undone)
    return len(undone), len(told) - len(undone)


def _take_back(work: Work, n: int, finished: bool, by) -> None:
    """The mark from before as the next number; where there was none, that it was set aside."""
    before = work.grades.filter(n=n - 1).first()
    fields = ("kind", "points", "out_of", "before_late", "attempt_id", "reason")
    if before is not None:
        stands = {name: getattr(before, name) for name in fields}
        stamp = before.released_at and max(before.released_at, clock.now())
    else:
        stands, stamp = {"kind": "cleared", "points": None, "out_of": work.assignment.points}, None
    Grade.objects.create(work=work, n=n + 1, by=by, at=clock.now(), released_at=stamp, **stands)
    if finished and not work.attempts.exists():
        work.started_at = work.done_at = None
        work.save(update_fields=["started_at", "done_at"])
