"""What teachers and admins see first: what waits for them, class by class. Constant numbers of queries."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from assessments.queries.marking import Counts, counts_of
from coursesite.accounts.models import User
from coursesite.classes import due
from coursesite.classes.models import Assignment, Classroom, Enrolment, SchoolTerm, Work
from coursesite.classes.policy import STUDENT, TEACHER
from coursesite.home.queries.student import HANGS
from lessons.models import Flag

STATES = ("handed_in", "in_progress", "not_started", "not_handed_in", "excused")
LOOKS = 5


@dataclass(frozen=True)
class Line:
    """One thing in the plan, with its counts and where its lists are."""

    assignment: Assignment
    counts: Counts
    kind: str
    url: str

    @property
    def has_lists(self) -> bool:
        return self.kind in ("quiz", "essay")

    def list_url(self, state: str) -> str:
        given = self.assignment
        return f"{reverse('assessments:hand_ins', args=[given.classroom.public_id, given.public_id])}?state={state}"

    @property
    def to_mark_url(self) -> str:
        return self.list_url("to_mark")

    @property
    def missing_url(self) -> str:
        return self.list_url("not_handed_in")

    @property
    def bar(self) -> dict[str, int]:
        return {state: getattr(self.counts, state) for state in STATES}

    @property
    def bar_urls(self) -> dict[str, str]:
        return {state: self.list_url(state) for state in STATES} if self.has_lists else {}


@dataclass(frozen=True)
class Look:
    """A student who may need a word, and why."""

    enrolment: Enrolment
    reason: str


@dataclass
class ClassOverview:
    """One class as its teachers and markers see it."""

    classroom: Classroom
    lines: list[Line] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    students: int = 0

    @property
    def to_mark(self) -> list[Line]:
        return [line for line in self.lines if line.counts.to_mark]

    @property
    def missing(self) -> list[Line]:
        return [line for line in self.lines if line.has_lists and line.counts.not_handed_in]

    @property
    def to_mark_count(self) -> int:
        return sum(line.counts.to_mark for line in self.lines)

    @property
    def missing_count(self) -> int:
        return sum(line.counts.not_handed_in for line in self.missing)

    @property
    def look_count(self) -> int:
        return len(self.looks) + len(self.flags)

    def starting(self, now: datetime) -> list[Line]:
        """What opens in the next seven days."""
        until = now + timedelta(days=7)
        return [line for line in self.lines if line.assignment.opens_at and now < line.assignment.opens_at <= until]

    def ahead(self, now: datetime) -> list[Line]:
        return [line for line in self.lines if line.assignment.due_at and line.assignment.due_at > now][:LOOKS]


def overviews(classrooms: QuerySet[Classroom], now: datetime) -> list[ClassOverview]:
    """Every class of these, in eight queries at most."""
    rooms = {room.pk: ClassOverview(room) for room in classrooms.select_related("term").order_by("name", "pk")}
    plan = list(Assignment.objects.filter(classroom__in=rooms).select_related("classroom", *HANGS))
    counts = counts_of(plan, now) if plan else {}
    for assignment in plan:
        rooms[assignment.classroom_id].lines.append(_line(assignment, counts.get(assignment.pk, Counts())))
    students = list(
        Enrolment.objects.current()
        .students()
        .with_extra_days()
        .filter(classroom__in=rooms)
        .select_related("user")
        .order_by("user__folded")
    )
    works = {(w.enrolment_id, w.assignment_id): w for w in Work.objects.filter(assignment__in=plan)} if plan else {}
    for enrolment in students:
        room = rooms[enrolment.classroom_id]
        room.students += 1
        if look := _look(enrolment, [line.assignment for line in room.lines if line.has_lists], works, now):
            room.looks.append(look)
    flags = Flag.objects.filter(settled_at=None, post__discussion__classroom__in=rooms)
    for flag in flags.select_related("post__discussion__prompt", "by").order_by("at"):
        rooms[flag.post.discussion.classroom_id].flags.append(flag)
    return list(rooms.values())


def _line(assignment: Assignment, counts: Counts) -> Line:
    room = assignment.classroom.public_id
    if hasattr(assignment, "assignedlesson"):
        slug = assignment.assignedlesson.version.lesson.slug
        return Line(assignment, counts, "lesson", reverse("lessons:lesson", args=[room, slug]))
    if hasattr(assignment, "assignedprompt"):
        prompt = assignment.assignedprompt.prompt.public_id
        return Line(assignment, counts, "discussion", reverse("lessons:discussion", args=[room, prompt]))
    if hasattr(assignment, "assignedassessment"):
        kind = assignment.assignedassessment.assessment.kind
        return Line(assignment, counts, kind, reverse("assessments:hand_ins", args=[room, assignment.public_id]))
    return Line(assignment, counts, "", reverse("home:class_home", args=[room]))


def _look(enrolment: Enrolment, plan: list[Assignment], works: dict, now: datetime) -> Look | None:
    """Two or more works that are late or closed without anything handed in."""
    missing = 0
    for assignment in plan:
        work = works.get((enrolment.pk, assignment.pk))
        said = due.status(now, due.dates(assignment, work, enrolment.extra_days), work)
        handed_in = said.key in (due.HANDED_IN, due.FEEDBACK_READY, due.EXCUSED)
        missing += not handed_in and (said.key == due.NOT_HANDED_IN or said.late)
    return Look(enrolment, f"{missing} past their date and not handed in") if missing >= 2 else None


@dataclass(frozen=True)
class SchoolFigures:
    """What an admin's home counts."""

    people: int
    closed: int
    classes: int
    terms: int
    without_teacher: list[Classroom]
    without_students: list[Classroom]


def school_figures() -> SchoolFigures:
    """Five queries."""
    teaching = Enrolment.objects.current().filter(role=TEACHER).values("classroom")
    learning = Enrolment.objects.current().filter(role=STUDENT).values("classroom")
    return SchoolFigures(
        people=User.objects.active().count(),
        closed=User.objects.filter(is_active=False).count(),
        classes=Classroom.objects.count(),
        terms=SchoolTerm.objects.count(),
        without_teacher=list(Classroom.objects.exclude(pk__in=teaching)),
        without_students=list(Classroom.objects.exclude(pk__in=learning)),
    )
