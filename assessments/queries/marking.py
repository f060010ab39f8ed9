"""What graders look at: hand-ins, newest scores, counts for class pages. Each in a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from assessments.models import Attempt, AttemptItem, Comment, Criterion, Grade, Score
from coursesite.classes import due
from coursesite.classes.models import Assignment, Classroom, Enrolment, Work
from coursesite.classes.policy import STUDENT

Part = tuple[int, str]
WORK_FIELDS = (
    "pk", "enrolment_id", "assignment_id", "due_at", "closes_at", "started_at", "running_until", "done_at",
    "feedback_at", "excused_at",
)  # fmt: skip
GRADE_FIELDS = ("work__enrolment", "work__assignment", "points", "out_of", "kind", "released", "excused")

LISTS = {
    "all": "Everybody",
    "to_mark": "To mark",
    "handed_in": "Handed in",
    "in_progress": "In progress",
    "not_started": "Not started",
    "not_handed_in": "Not handed in",
    "excused": "Excused",
    "marked": "Marked",
    "released": "Released",
    "left": "Left the class",
}


def finished_attempts(assignment: Assignment) -> list[Attempt]:
    """The newest handed-in attempt of each student, in the order of the register."""
    attempts = (
        Attempt.objects.filter(work__assignment=assignment, submitted_at__isnull=False)
        .select_related("work__enrolment__user", "student")
        .order_by("student__sort_name", "student_id", "number")
    )
    return list({attempt.work_id: attempt for attempt in attempts}.values())


def parts_of(attempt_id: int) -> list[Part]:
    """What must be scored before an attempt is fully marked: (item id, criterion key), or (item id, "")."""
    items = AttemptItem.objects.filter(attempt=attempt_id).values_list("pk", "question_version__rubric_version")
    rubrics = {rubric for _, rubric in items if rubric}
    criteria = Criterion.objects.filter(version__in=rubrics).order_by("position").values_list("version", "key")
    keys: dict[int, list[str]] = {}
    for version, key in criteria:
        keys.setdefault(version, []).append(str(key))
    return [(item, key) for item, rubric in items for key in (keys.get(rubric, [""]) if rubric else [""])]


def _scores(attempt_ids: Iterable[int]):
    return Score.objects.filter(item__attempt__in=list(attempt_ids)).select_related("level", "by").order_by("n")


def newest_scores(attempt_ids: Iterable[int]) -> dict[Part, Score]:
    """The newest score of each part of these attempts."""
    return {(score.item_id, score.part): score for score in _scores(attempt_ids)}


def all_scores(attempt_id: int) -> dict[Part, dict[int, Score]]:
    """Every score of each part of an attempt by its number, the newest last."""
    found: dict[Part, dict[int, Score]] = {}
    for score in _scores([attempt_id]):
        found.setdefault((score.item_id, score.part), {})[score.n] = score
    return found


def all_comments(attempt_id: int) -> dict[int, dict[int, Comment]]:
    """Every wording of the comment for the student on each item by its number, the newest last."""
    found: dict[int, dict[int, Comment]] = {}
    for comment in (
        Comment.objects.filter(item__attempt=attempt_id, for_graders=False).select_related("by").order_by("n")
    ):
        found.setdefault(comment.item_id, {})[comment.n] = comment
    return found


def newest_grades(works: Iterable[int]) -> dict[int, Grade]:
    """The newest grade of each work: what graders see, released or not."""
    grades = Grade.objects.filter(work__in=list(works)).select_related("by").order_by("n")
    return {grade.work_id: grade for grade in grades}


def unreleased(attempts: Sequence[Attempt]) -> list[Attempt]:
    """Of these, the fully marked ones whose newest grade, points or comment no student has been shown. Four queries."""
    ids = [attempt.pk for attempt in attempts]
    grades = newest_grades(attempt.work_id for attempt in attempts)
    fresh = {score.item_id for score in newest_scores(ids).values() if score.released_at is None}
    comments = Comment.objects.filter(item__attempt__in=ids, for_graders=False).order_by("n")
    newest = {comment.item_id: comment for comment in comments}
    fresh |= {item for item, comment in newest.items() if comment.released_at is None}
    changed = set(AttemptItem.objects.filter(pk__in=fresh).values_list("attempt", flat=True))

    def waits(attempt: Attempt) -> bool:
        grade = grades.get(attempt.work_id)
        return grade is not None and (grade.released_at is None or attempt.pk in changed)

    return [attempt for attempt in attempts if waits(attempt)]


@dataclass(frozen=True)
class HandIn:
    """One student's line in the list of hand-ins."""

    enrolment: Enrolment
    work: Work | None
    attempt: Attempt | None
    grade: Grade | None
    status: due.Status
    when: due.Dates

    @property
    def lists(self) -> set[str]:
        """Every list that this line stands in. Who left the class counts in none of the others."""
        if self.enrolment.left_at:
            return {"left"}
        key = "handed_in" if self.status.key == due.FEEDBACK_READY else self.status.key
        found = {"all", key}
        if key == "handed_in":
            found.add("marked" if self.grade else "to_mark")
            if self.grade and self.grade.released_at:
                found.add("released")
        return found


def hand_ins(assignment: Assignment, now: datetime) -> list[HandIn]:
    """A line for every student who is in the class, or handed this in before leaving, in the order of the register."""
    works = {work.enrolment_id: work for work in Work.objects.filter(assignment=assignment)}
    attempts = {attempt.work_id: attempt for attempt in finished_attempts(assignment)}
    wanted = Q(left_at=None) | Q(pk__in=[attempt.work.enrolment_id for attempt in attempts.values()])
    students = list(
        Enrolment.objects.filter(wanted, classroom=assignment.classroom_id, role=STUDENT)
        .with_extra_days()
        .select_related("user")
        .order_by("user__sort_name", "pk")
    )
    grades = newest_grades(work.pk for work in works.values())
    lines = []
    for enrolment in students:
        work = works.get(enrolment.pk)
        when = due.dates(assignment, work, enrolment.extra_days)
        attempt = attempts.get(work.pk) if work else None
        grade = grades.get(work.pk) if work and attempt else None
        lines.append(HandIn(enrolment, work, attempt, grade, due.status(now, when, work), when))
    return lines


def count_lists(lines: Sequence[HandIn]) -> dict[str, int]:
    """How many lines stand in each list."""
    return {name: sum(name in line.lists for line in lines) for name in LISTS}


@dataclass
class Cell:
    """One cell of the class table. Where there is a mark, the mark is shown and no status."""

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
    marked = marked_cells(classroom_id)
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


def marked_cells(classroom_id: int) -> dict[tuple[int, int], Cell]:
    """(enrolment, assignment) -> the cell of the newest mark, released or not. One query, and no date is read."""
    marks = Grade.objects.filter(work__assignment__classroom=classroom_id).order_by("n")
    marks = marks.annotate(released=Q(released_at__isnull=False), excused=Q(work__excused_at__isnull=False))
    return {
        (enrolment, assignment): Cell(None, points, out_of, released, kind == "override", excused=excused)
        for enrolment, assignment, points, out_of, kind, released, excused in marks.values_list(*GRADE_FIELDS)
    }


def _cell(assignment: Assignment, marked: Cell | None, work, now: datetime, extra_days: int) -> Cell:
    """What is marked, else what is known of the work: a row of WORK_FIELDS or None."""
    if marked and marked.points is not None:
        return marked
    status = due.status(now, due.dates(assignment, work, extra_days), work)
    handed_in = status.key in (due.HANDED_IN, due.FEEDBACK_READY)
    to_mark = marked is None and handed_in and hasattr(assignment, "assignedassessment")
    return Cell(status, to_mark=to_mark, excused=status.key == due.EXCUSED)


@dataclass(frozen=True)
class Counts:
    """What class pages say of one assignment. Each number equals the length of the list of that name."""

    to_mark: int = 0
    handed_in: int = 0
    in_progress: int = 0
    not_started: int = 0
    not_handed_in: int = 0
    excused: int = 0


def counts_of(assignments: Sequence[Assignment], now: datetime) -> dict[int, Counts]:
    """Counts for many assignments at once (of any classes), in three queries."""
    rooms = {assignment.classroom_id for assignment in assignments}
    students = Enrolment.objects.filter(classroom__in=rooms, role=STUDENT, left_at=None)
    by_room: dict[int, list[tuple[int, int]]] = {}
    for enrolment, room, days in students.with_extra_days().values_list("pk", "classroom", "extra_days"):
        by_room.setdefault(room, []).append((enrolment, days))
    works = {(w.enrolment_id, w.assignment_id): w for w in Work.objects.filter(assignment__in=assignments)}
    graded = set(
        Grade.objects.filter(Q(work__assignment__in=assignments)).order_by().values_list("work", flat=True).distinct()
    )
    found = {}
    for assignment in assignments:
        tally: dict[str, int] = {}
        for enrolment, days in by_room.get(assignment.classroom_id, []):
            for name in _names(assignment, works.get((enrolment, assignment.pk)), graded, now, days):
                tally[name] = tally.get(name, 0) + 1
        found[assignment.pk] = Counts(**tally)
    return found


def _names(assignment: Assignment, work: Work | None, graded: set[int], now: datetime, extra_days: int) -> list[str]:
    key = due.status(now, due.dates(assignment, work, extra_days), work).key
    if key not in (due.HANDED_IN, due.FEEDBACK_READY):
        return [key]
    marked = work is not None and work.pk in graded
    to_mark = hasattr(assignment, "assignedassessment") and not marked
    return ["handed_in", "to_mark"] if to_mark else ["handed_in"]


def own_grades(user, now: datetime) -> list[tuple[Classroom, list[Grade]]]:
    """The user's own newest released grades, class by class; also of classes that the user has left."""
    grades = (
        Grade.objects.visible_to(user, now)
        .filter(work__enrolment__user=user)
        .released(now)
        .select_related("work__assignment__classroom")
        .order_by("work__assignment__classroom__name", "n")
    )
    newest = {grade.work_id: grade for grade in grades}
    rooms: dict[int, tuple[Classroom, list[Grade]]] = {}
    for grade in newest.values():
        room = grade.work.assignment.classroom
        rooms.setdefault(room.pk, (room, []))[1].append(grade)
    return list(rooms.values())
