"""What pages ask about classes: a student's rows, the roster, the record. Each in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.module_loading import import_string

from coursesite.accounts.models import SchoolRole, User
from coursesite.audit.models import Event
from coursesite.classes import due
from coursesite.classes.models import Accommodation, Assignment, Classroom, Enrolment, ImportedPlace, RosterImport, Work
from coursesite.classes.policy import STUDENT, TEACHER
from coursesite.classes.rosterlist import Line


@dataclass(frozen=True)
class TodoRow:
    """One thing in the plan of a student's class, with the student's own dates and status."""

    assignment: Assignment
    work: Work | None
    when: due.Dates
    status: due.Status

    @property
    def classroom(self):
        return self.assignment.classroom

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.assignment.classroom.zone)


def todo_rows(user, now: datetime, assignments: QuerySet[Assignment] | None = None) -> list[TodoRow]:
    """Everything in the plans of the classes where the user is a student now. Nothing is left out. Three queries.

    `assignments` may carry select_related of what hangs on an assignment from above.
    """
    given = Assignment.objects.all() if assignments is None else assignments
    rooms = user.enrolments.filter(role=STUDENT, left_at=None).values("classroom")
    plan = list(given.filter(classroom__in=rooms).select_related("classroom"))
    works = {work.assignment_id: work for work in Work.objects.filter(enrolment__user=user, assignment__in=plan)}
    days = extra_of(user).extra_days
    return [todo_row(assignment, works.get(assignment.pk), now, days) for assignment in plan]


def extra_of(user) -> due.Extra:
    """What the person is given in all work. One query a request, kept on the user."""
    if not hasattr(user, "_extra"):
        user._extra = Accommodation.objects.filter(user=user).order_by("-n").first() or due.USUAL
    return user._extra


def time_words(user) -> list[str]:
    """settings.OWN_FACTS: what the person is given in all work, in sentences for her own page. One query."""
    return due.extra_words(extra_of(user))


def extras_of(user_ids: Iterable[int]) -> dict[int, due.Extra]:
    """Person id -> what the person is given in all work; ask it with .get(id, due.USUAL). One query."""
    return {one.user_id: one for one in Accommodation.objects.filter(user__in=set(user_ids)).order_by("n")}


def extras_in(*classroom_ids: int) -> dict[int, due.Extra]:
    """Person id -> what the students of these classes are given in all work; ask it with .get(id, due.USUAL). One query.

    For counting dates alone: no list, table, file or projection says who is in it.
    """
    here = Enrolment.objects.filter(classroom__in=classroom_ids, role=STUDENT).values("user")
    return {one.user_id: one for one in Accommodation.objects.filter(user__in=here).order_by("n")}


def todo_row(assignment: Assignment, work: Work | None, now: datetime, extra_days: int) -> TodoRow:
    when = due.dates(assignment, work, extra_days)
    return TodoRow(assignment, work, when, due.status(now, when, work))


def roster(classroom_id: int) -> list[Enrolment]:
    """Everybody in the class now, teachers first, each group in the order of the register."""
    order = {"teacher": 0, "marker": 1, "student": 2}
    found = Enrolment.objects.current().filter(classroom=classroom_id).select_related("user")
    return sorted(found, key=lambda e: (order[e.role], e.user.sort_name.casefold(), e.pk))


def teacher_ids(classroom_id: int) -> list[int]:
    """Ids of the people who teach in the class now."""
    return list(Enrolment.objects.current().filter(classroom=classroom_id, role=TEACHER).values_list("user", flat=True))


@dataclass(frozen=True)
class Known:
    """Whom the lines of a list may mean, and who is in the class now (person id -> role)."""

    by_id: dict[str, User]
    by_username: dict[str, User]
    by_email: dict[str, User]
    staff: frozenset[int]
    in_class: dict[int, str]


def known_people(classroom_id: int, lines: Iterable[Line]) -> Known:
    """Five queries, however long the list."""
    given = list(lines)
    ids = {line.external_id for line in given if line.external_id}
    names = {line.username.lower() for line in given}
    mails = {line.email.lower() for line in given if line.email}
    folded = User.objects.annotate(low_name=Lower("username"), low_mail=Lower("email"))
    by_id = {person.external_id: person for person in User.objects.filter(external_id__in=ids, external_source="")}
    # Some databases make only A to Z small, so that the words as they were typed are asked for as well.
    named = folded.filter(Q(low_name__in=names) | Q(username__in={line.username for line in given}))
    mailed = folded.filter(Q(low_mail__in=mails) | Q(email__in={line.email for line in given if line.email}))
    by_username = {person.username.lower(): person for person in named}
    by_email = {person.email.lower(): person for person in mailed}
    people = {person.pk for person in (*by_id.values(), *by_username.values())}
    staff = SchoolRole.objects.filter(user__in=people).values_list("user", flat=True)
    here = Enrolment.objects.current().filter(classroom=classroom_id).values_list("user", "role")
    return Known(by_id, by_username, by_email, frozenset(staff), dict(here))


TAKE_BACK_WITHIN = timedelta(hours=1)
BATCH = 40  # cards on one page: about a second of hashing
SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Batch:
    """A page of sign-in cards: its number, the numbers of its first and last student, when it was last made."""

    number: int
    first: int
    last: int
    made_at: datetime | None


def new_accounts(made: RosterImport) -> QuerySet[ImportedPlace]:
    return made.places.filter(sort=ImportedPlace.ACCOUNT).select_related("enrolment__user").order_by("pk")


def batch_of(made: RosterImport, number: int) -> list[ImportedPlace]:
    """The new accounts of one page of cards, in the order of the list."""
    return list(new_accounts(made)[(number - 1) * BATCH : number * BATCH])


def batches(places: list[ImportedPlace]) -> list[Batch]:
    found = []
    for start in range(0, len(places), BATCH):
        part = places[start : start + BATCH]
        made = [place.card_at for place in part if place.card_at]
        found.append(Batch(start // BATCH + 1, start + 1, start + len(part), max(made, default=None)))
    return found


def can_be_taken_back(made: RosterImport, now: datetime) -> bool:
    return made.taken_back_at is None and made.made_at >= now - TAKE_BACK_WITHIN


def recent_lists(user, classroom: Classroom, now: datetime) -> QuerySet[RosterImport]:
    """The lists that this person added to a class lately, each with `count`."""
    mine = RosterImport.objects.visible_to(user).filter(classroom=classroom, taken_back_at=None)
    return mine.filter(made_at__gte=now - SHOWN_FOR).annotate(count=Count("places"))


def class_rows(classrooms: QuerySet[Classroom]) -> list[Classroom]:
    """Classes with `teachers` (places) and `student_count`. Two queries."""
    teachers = Prefetch(
        "enrolments",
        Enrolment.objects.current().filter(role=TEACHER).select_related("user").order_by("user__sort_name"),
        to_attr="teachers",
    )
    count = Count("enrolments", filter=Q(enrolments__role=STUDENT, enrolments__left_at=None))
    found = classrooms.select_related("term").prefetch_related(teachers).annotate(student_count=count)
    return list(found.order_by("-term__starts_on", "name", "pk"))


LOG_PAGE = 50


def log_page(events: QuerySet[Event], *, person: User | None, verb: str, before: int | None) -> list[Event]:
    """The newest events before the one with this number; one more than a page, to know whether there are others."""
    if person:
        events = events.filter(Q(actor=person.public_id) | Q(target__startswith=f"accounts.User:{person.pk} "))
    if verb:
        events = events.filter(verb=verb)
    if before:
        events = events.filter(pk__lt=before)
    return list(events.order_by("-pk")[: LOG_PAGE + 1])


def used_verbs(events: QuerySet[Event]) -> list[str]:
    return sorted(events.order_by().values_list("verb", flat=True).distinct())


UNDO_WITHIN = timedelta(hours=1)


def own_of(work: Work | None) -> due.Own:
    """The extension that stands on a cell."""
    if work is None:
        return due.Own()
    return due.Own(work.due_at, work.closes_at, work.extra_minutes, work.extra_tries, work.excused_at is not None)


@dataclass(frozen=True)
class Standing:
    """One student and one thing of the plan: what stands there now."""

    place: Enrolment
    assignment: Assignment
    own: due.Own
    when: due.Dates
    status: due.Status

    @property
    def user(self) -> User:
        return self.place.user


def students_of(classroom_id: int) -> list[Enrolment]:
    """The students of a class now, in the order of the register, each with `extra_days`. One query."""
    here = Enrolment.objects.current().students().filter(classroom=classroom_id).with_extra_days()
    return list(here.select_related("user").order_by("user__sort_name", "pk"))


def standings(assignment: Assignment, places: Iterable[Enrolment], now: datetime) -> list[Standing]:
    """What stands for these students (of students_of) in one thing of the plan. One query."""
    places = list(places)
    works = {work.enrolment_id: work for work in Work.objects.filter(assignment=assignment, enrolment__in=places)}
    return [_standing(place, assignment, works.get(place.pk), now) for place in places]


def plan_standings(place: Enrolment, now: datetime) -> list[Standing]:
    """The whole plan of her class as it stands for one student (with `extra_days`). Two queries."""
    plan = Assignment.objects.filter(classroom=place.classroom_id).select_related("classroom")
    works = {work.assignment_id: work for work in Work.objects.filter(enrolment=place)}
    return [_standing(place, assignment, works.get(assignment.pk), now) for assignment in plan]


def _standing(place, assignment: Assignment, work: Work | None, now: datetime) -> Standing:
    when = due.dates(assignment, work, place.extra_days)
    return Standing(place, assignment, own_of(work), when, due.status(now, when, work))


def last_extension(user, assignment: Assignment, now: datetime) -> Event | None:
    """The user's newest change of this thing's extensions that can still be undone."""
    mine = Event.objects.filter(actor=user.public_id, classroom_id=assignment.classroom_id, at__gte=now - UNDO_WITHIN)
    ids = set(Work.objects.filter(assignment=assignment).values_list("pk", flat=True))
    for event in mine.filter(verb__in=("extension_give", "extension_undo")).order_by("-pk")[:20]:
        if event.detail["works"][0][0] in ids:
            return event
    return None


@dataclass(frozen=True)
class GivenTime:
    """What a student is given in all work: the rows of its log, the newest first, what it applies to now, and what of
    that a closing date cuts short."""

    log: list[Accommodation]
    open: list[TodoRow]
    cut_short: list[TodoRow]

    @property
    def newest(self) -> due.Extra:
        return self.log[0] if self.log else due.USUAL

    @property
    def n(self) -> int:
        return self.log[0].n if self.log else 0

    @property
    def running(self) -> list[TodoRow]:
        """What the student is at, against a clock."""
        return [row for row in self.open if row.work and row.work.running_until]


def given_time(user, person: User, now: datetime) -> GivenTime:
    """For the page of a student's time. `open` is what this user may know of: of her classes, or all. Six queries."""
    log = list(Accommodation.objects.visible_to(user).filter(user=person).select_related("by").order_by("-n"))
    rooms = Classroom.objects.listed_for(user)
    rows = todo_rows(person, now, Assignment.objects.filter(classroom__in=rooms))
    still = (due.NOT_STARTED, due.IN_PROGRESS)
    ahead = [row for row in rows if row.status.key in still]
    extra = log[0] if log else due.USUAL
    return GivenTime(log, ahead, import_string(settings.TIME_WARNINGS)(ahead, extra, now))


def same_thing(assignment: Assignment, user) -> QuerySet[Assignment]:
    """The same lesson, discussion or assessment in the plans of the user's other classes (settings.SAME_THING)."""
    others = Assignment.objects.editable_by(user).exclude(pk=assignment.pk).select_related("classroom__term")
    asked = [import_string(name)(assignment) for name in settings.SAME_THING]
    found = [condition for condition in asked if condition is not None]
    return others.filter(*found) if found else others.none()
