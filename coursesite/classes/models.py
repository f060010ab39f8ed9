"""Classes, who is in them, what stands in their plan, and each student's cell."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from coursesite import clock
from coursesite.accounts.models import School
from coursesite.classes.policy import (
    MARKER,
    STUDENT,
    TEACHER,
    AccommodationQuerySet,
    AssignmentQuerySet,
    ClassroomQuerySet,
    EnrolmentQuerySet,
    RosterImportQuerySet,
    WorkQuerySet,
)


class SchoolTerm(models.Model):
    """A stretch of the school year. Archived terms are read-only."""

    school = models.ForeignKey(School, on_delete=models.PROTECT)
    name = models.CharField(max_length=100)
    starts_on = models.DateField()
    ends_on = models.DateField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on", "name"]
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], name="a_school_term_name_is_used_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_school_term_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.name


class Classroom(models.Model):
    """A class: people, a plan, a time zone."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    term = models.ForeignKey(SchoolTerm, on_delete=models.PROTECT)
    name = models.CharField(max_length=100)
    zone = models.CharField(max_length=60, default="UTC")
    settings = models.JSONField(default=dict)
    external_source = models.CharField(max_length=60, blank=True)
    external_id = models.CharField(max_length=100, blank=True)

    objects = ClassroomQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["term", "name"], name="a_class_name_is_used_once_a_term")]

    def __str__(self) -> str:
        return self.name


class Enrolment(models.Model):
    """One person in one class, in one role. Leaving is a date, not a deletion."""

    ROLES = [(STUDENT, "Student"), (TEACHER, "Teacher"), (MARKER, "Marker")]
    extra_days: int  # of rows that were asked for with_extra_days()

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    classroom = models.ForeignKey(Classroom, on_delete=models.PROTECT, related_name="enrolments")
    role = models.CharField(max_length=10, choices=ROLES)
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True, blank=True)
    external_source = models.CharField(max_length=60, blank=True)
    external_id = models.CharField(max_length=100, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "classroom"], name="a_person_is_once_in_a_class")]

    def __str__(self) -> str:
        return f"{self.user} in {self.classroom}"

    @property
    def is_current_student(self) -> bool:
        return self.role == STUDENT and self.left_at is None


class RosterImport(models.Model):
    """One pasted list that was added to a class. It can be taken back for an hour."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    classroom = models.ForeignKey(Classroom, on_delete=models.PROTECT, related_name="roster_imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roster_imports")
    made_at = models.DateTimeField(default=clock.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"list {self.pk} of {self.classroom}"


class ImportedPlace(models.Model):
    """A student whom a list added: with a new account, into a class that was new to her, or back into it."""

    ACCOUNT, PLACE, AGAIN = "account", "place", "again"
    SORTS = [(ACCOUNT, "New account"), (PLACE, "New in the class"), (AGAIN, "Back in the class")]

    roster_import = models.ForeignKey(RosterImport, on_delete=models.PROTECT, related_name="places")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="imported")
    sort = models.CharField(max_length=10, choices=SORTS)
    card_at = models.DateTimeField(null=True, blank=True, help_text="when a sign-in card was last made")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["roster_import", "enrolment"], name="a_list_adds_a_student_once")
        ]


class Unit(models.Model):
    """A heading in a class's plan."""

    classroom = models.ForeignKey(Classroom, on_delete=models.PROTECT, related_name="units")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["classroom", "position"], name="a_unit_has_its_own_position")]


class Assignment(models.Model):
    """Anything in a class's plan. What it is hangs from above by a one-to-one row."""

    LATE_STEPS = [("hour", "an hour"), ("day", "a day")]

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    classroom = models.ForeignKey(Classroom, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    title = models.CharField(max_length=200)
    points = models.DecimalField(max_digits=9, decimal_places=4, default=Decimal(0))
    opens_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    late_percent = models.DecimalField(
        max_digits=5, decimal_places=2, default=Decimal(0), help_text="taken off for each step; 0: nothing"
    )
    late_step = models.CharField(max_length=4, choices=LATE_STEPS, default="day")
    late_floor = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        default=Decimal(0),
        help_text="percent of the points below which lateness takes nothing",
    )
    late_grace = models.PositiveSmallIntegerField(default=0, help_text="minutes after the due date that are not late")
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = [F("due_at").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(points__gte=0), name="points_are_not_negative"),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(due_at=None) | Q(due_at__gte=F("opens_at")),
                name="work_is_not_due_before_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(due_at=None) | Q(closes_at__gte=F("due_at")),
                name="work_does_not_close_before_it_is_due",
            ),
            models.CheckConstraint(
                condition=Q(late_percent__gte=0, late_percent__lte=100, late_floor__gte=0, late_floor__lte=100),
                name="a_late_rule_is_in_percent",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Work(models.Model):
    """The cell: one student's side of one assignment. Made on first touch; everything a student does hangs from it."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="works")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="works")
    due_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    extra_minutes = models.PositiveSmallIntegerField(default=0)
    extra_tries = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    running_until = models.DateTimeField(null=True, blank=True, help_text="when the time of an open attempt is over")
    done_at = models.DateTimeField(null=True, blank=True)
    feedback_at = models.DateTimeField(null=True, blank=True)
    feedback_seen_at = models.DateTimeField(null=True, blank=True)
    excused_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "enrolment"], name="a_student_has_one_cell_each")]

    def __str__(self) -> str:
        return f"work {self.pk}"


class Accommodation(models.Model):
    """What one student is given in all work, set once. A log: the newest n counts; none, or one of nothing, is usual time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="accommodations")
    n = models.PositiveSmallIntegerField()
    time_factor = models.DecimalField(
        max_digits=4, decimal_places=2, default=Decimal(1), help_text="of every time limit"
    )
    untimed = models.BooleanField(default=False, help_text="no time limit at all")
    extra_days = models.PositiveSmallIntegerField(
        default=0, help_text="every due and closing date moves by so many days"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = AccommodationQuerySet.as_manager()

    class Meta:
        ordering = ["n"]
        constraints = [
            models.UniqueConstraint(fields=["user", "n"], name="an_accommodation_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(time_factor__gte=1, time_factor__lte=5), name="extra_time_is_one_to_five_times"
            ),
        ]
