"""What a lesson's page asks: which lesson of which class, how far the reader is, what comes before and after."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.cache import caches
from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigIntegerField, OuterRef, SlugField, Subquery, UUIDField

from coursesite.classes.models import Assignment, Classroom, Enrolment
from coursesite.classes.policy import is_student_of, roles_of
from coursesite.prepared import Prepared, Slot
from lessons.blocks import Reader
from lessons.models import AssignedLesson, Lesson, LessonVersion, ModuleLesson, ReadingPlace
from lessons.queries import drawn

DONE, IN_PROGRESS, NOT_STARTED = "Done", "In progress", "Not started"


@dataclass(frozen=True)
class Given:
    """A lesson as a class was given it, seen by one of its people."""

    assignment: Assignment
    version: LessonVersion
    enrolment: Enrolment

    @property
    def classroom(self) -> Classroom:
        return self.assignment.classroom

    @property
    def lesson(self) -> Lesson:
        return self.version.lesson

    @property
    def reader(self) -> Reader:
        return Reader(self.enrolment.user, self.classroom, self.enrolment)

    @property
    def is_studied(self) -> bool:
        """Whether the reader is a student of the class, whose place and progress are kept."""
        return is_student_of(self.enrolment.user, self.classroom.pk)

    def is_open(self, now: datetime) -> bool:
        """A student reads from the opening on; after the close too."""
        return not self.is_studied or self.assignment.opens_at is None or self.assignment.opens_at <= now


def given_lesson(user, classroom: UUID, slug: str) -> Given | None:
    """The lesson in a class of the user's, or None. Where it was given twice, the later one. One query."""
    rows = GIVEN.rows(user=user.pk, classroom=classroom, slug=slug)
    if not rows:
        return None
    version, locked_at, enrolment, *values = rows[0]
    assignment = Assignment.from_db(DEFAULT_DB_ALIAS, OF_ASSIGNMENT, values[: len(OF_ASSIGNMENT)])
    assignment.classroom = Classroom.from_db(DEFAULT_DB_ALIAS, OF_CLASSROOM, values[len(OF_ASSIGNMENT) :])
    return Given(assignment, drawn.version(version, locked_at), _enrolment(enrolment, assignment.classroom, user))


OF_ASSIGNMENT = tuple(field.attname for field in Assignment._meta.concrete_fields)
OF_CLASSROOM = tuple(field.attname for field in Classroom._meta.concrete_fields)
GIVEN = Prepared(
    lambda: (
        AssignedLesson.objects.joined_by(Slot("user", BigIntegerField()))
        .filter(assignment__classroom__public_id=Slot("classroom", UUIDField()))
        .filter(version__lesson__slug=Slot("slug", SlugField()))
        .order_by("-pk")
        .values_list(
            "version",
            "version__locked_at",
            "enrolment",
            *(f"assignment__{name}" for name in OF_ASSIGNMENT),
            *(f"assignment__classroom__{name}" for name in OF_CLASSROOM),
        )[:1]
    )
)
PLACES = Prepared(
    lambda: ReadingPlace.objects.filter(
        enrolment_id=Slot("enrolment", BigIntegerField()), lesson_id=Slot("lesson", BigIntegerField())
    )
)


@dataclass(frozen=True)
class Beside:
    """The module's lesson before or after."""

    slug: str
    title: str


def neighbours(given: Given) -> tuple[Beside | None, Beside | None]:
    """The module's lessons before and after, of those that the class was given. One query, kept for a minute."""
    name = f"beside-{given.assignment.pk}-{given.assignment.public_id}"
    found = caches["drawn"].get(name)
    if found is None:
        found = _neighbours(given)
        caches["drawn"].set(name, found)
    return found


def _neighbours(given: Given) -> tuple[Beside | None, Beside | None]:
    module = ModuleLesson.objects.filter(module__lessons=given.lesson.pk)
    place = module.filter(lesson=OuterRef("version__lesson")).order_by("module").values("position")[:1]
    rows = AssignedLesson.objects.filter(
        assignment__classroom=given.classroom, version__lesson__in=module.order_by().values("lesson")
    )
    rows = rows.annotate(place=Subquery(place)).order_by("place", "pk")
    titles = dict(rows.values_list("version__lesson__slug", "version__title"))  # given twice: the later one counts
    order = [Beside(slug, title) for slug, title in titles.items()]
    if given.lesson.slug not in titles:
        return None, None
    at = list(titles).index(given.lesson.slug)
    return order[at - 1] if at else None, order[at + 1] if at + 1 < len(order) else None


def _enrolment(pk: int, room: Classroom, user) -> Enrolment:
    """The reader's enrolment, out of the row that was fetched anyway."""
    values = [pk, user.pk, room.pk, roles_of(user)[room.pk]]
    enrolment = Enrolment.from_db(DEFAULT_DB_ALIAS, ["id", "user_id", "classroom_id", "role"], values)
    enrolment.user, enrolment.classroom = user, room
    return enrolment


@dataclass(frozen=True)
class PartLine:
    """A line of the list of parts."""

    number: int
    key: UUID | None
    title: str
    state: str
    current: bool

    @property
    def icon(self) -> str:
        return {DONE: "check", IN_PROGRESS: "circle-dot", NOT_STARTED: "circle"}[self.state]


@dataclass(frozen=True)
class Progress:
    """How far one student is in one lesson."""

    places: dict[UUID, ReadingPlace]

    @property
    def newest(self) -> ReadingPlace | None:
        return max(self.places.values(), key=lambda place: place.at, default=None)

    def state(self, key: UUID | None) -> str:
        place = self.places.get(key) if key else None
        return NOT_STARTED if place is None else DONE if place.done_at else IN_PROGRESS

    def lines(self, outline: drawn.Outline, current: int) -> tuple[PartLine, ...]:
        """The list of parts."""
        lines = []
        for number, (key, title) in enumerate(outline.parts, 1):
            state = self.state(key)
            if number == current and state == NOT_STARTED:
                state = IN_PROGRESS
            lines.append(PartLine(number, key, title, state, number == current))
        return tuple(lines)


NO_PROGRESS = Progress({})


def progress(given: Given) -> Progress:
    """One query; none for those who do not study here."""
    if not given.is_studied:
        return NO_PROGRESS
    rows = PLACES.rows(enrolment=given.enrolment.pk, lesson=given.lesson.pk)
    return Progress({row.part: row for row in rows})


def remembered(given: Given) -> tuple[int, str]:
    """(number of the part, anchor in it) to go on reading at."""
    newest = progress(given).newest
    numbers = {key: number for number, (key, _) in enumerate(drawn.outline(given.version).parts, 1)}
    if newest is None or newest.part not in numbers:
        return 1, ""
    return numbers[newest.part], newest.anchor
