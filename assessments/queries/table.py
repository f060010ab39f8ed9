"""The class table: everybody against everything that stands in the plan, in a constant number of queries."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from assessments.models import Grade
from assessments.queries.marking import is_outdone
from coursesite.classes import due
from coursesite.classes.models import Assignment, Enrolment, Work
from coursesite.classes.policy import STUDENT

WORK_FIELDS = (
    "pk", "enrolment_id", "assignment_id", "due_at", "closes_at", "started_at", "running_until", "done_at",
    "feedback_at", "excused_at",
)  # fmt: skip
GRADE_FIELDS = (
    "work__enrolment", "work__assignment", "points", "out_of", "kind", "at", "work__done_at", "released", "excused",
)  # fmt: skip


@dataclass
class Cell:
    """One cell of the class table. Where there is a mark, the mark is shown and no status; `to_mark` beside it: of an earlier try."""

    status: due.Status | None
    points: Decimal | None = None
    out_of: Decimal | None = None
    released: bool = False
    by_hand: bool = False
    to_mark: bool = False
    excused: bool = False


@dataclass
class ClassTable:
    """Everything of the class table: columns, and a row of cells for each student."""

    assignments: list[Assignment]
    rows: list[tuple[Enrolment, list[Cell]]] = field(default_factory=list)


def class_table(classroom_id: int, now: datetime) -> ClassTable:
    """All students against all that stands in the plan. Four queries at any size."""
    assignments = list(
        Assignment.objects.filter(classroom=classroom_id).select_related(
            "classroom", "assignedassessment", "assignedlesson", "assignedprompt"
        )
    )
    students = list(
        Enrolment.objects.filter(classroom=classroom_id, role=STUDENT, left_at=None)
        .with_extra_days()
        .select_related("user")
        .order_by("user__sort_name", "pk")
    )
    # Plain rows: making a model of each of thousands of cells takes longer than fetching them.
    marked = marked_cells(classroom_id, now)
    waiting = Work.objects.filter(
        Q(grades=None) | Q(grades__points=None), assignment__classroom=classroom_id
    ).order_by()
    works = {(work.enrolment_id, work.assignment_id): work for work in waiting.values_list(*WORK_FIELDS, named=True)}
    table = ClassTable(assignments)
    for enrolment in students:
        places = [(assignment, (enrolment.pk, assignment.pk)) for assignment in assignments]
        days = enrolment.extra_days
        cells = [_cell(a, marked.get(place), works.get(place), now, days) for a, place in places]
        table.rows.append((enrolment, cells))
    return table


def marked_cells(classroom_id: int, now: datetime) -> dict[tuple[int, int], Cell]:
    """(enrolment, assignment) -> the cell of the newest mark, released or not. One query, and no date is read."""
    marks = Grade.objects.filter(work__assignment__classroom=classroom_id).order_by("n")
    out = Q(released_at__isnull=False, released_at__lte=now)
    marks = marks.annotate(released=out, excused=Q(work__excused_at__isnull=False))
    return {
        (enrolment, assignment): Cell(
            None, points, out_of, released, kind == "override", not excused and is_outdone(kind, at, done), excused
        )
        for enrolment, assignment, points, out_of, kind, at, done, released, excused in marks.values_list(*GRADE_FIELDS)
    }


def _cell(assignment: Assignment, marked: Cell | None, work, now: datetime, extra_days: int) -> Cell:
    """What is marked, else what is known of the work: a row of WORK_FIELDS or None."""
    if marked and marked.points is not None:
        return marked
    status = due.status(now, due.dates(assignment, work, extra_days), work)
    handed_in = status.key in (due.HANDED_IN, due.FEEDBACK_READY)
    to_mark = (marked is None or marked.to_mark) and handed_in and hasattr(assignment, "assignedassessment")
    return Cell(status, to_mark=to_mark, excused=status.key == due.EXCUSED)
