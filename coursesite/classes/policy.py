"""Who may see classes, plans and students' cells. Every rule starts at the user; fields are named as strings."""

import functools

from django.db import models
from django.db.models import BigIntegerField, Value
from django.db.models.functions import Coalesce

from coursesite.accounts.policy import is_admin
from coursesite.prepared import Prepared, Slot

STUDENT, TEACHER, MARKER = "student", "teacher", "marker"
TEACHING = (TEACHER, MARKER)
SCHOOL = 0  # in the place of a classroom id


def roles_of(user) -> dict[int, str]:
    """Classroom id -> role of the user's enrolments that have not ended: one query a request, kept on the user.

    The same query tells the roles in the school, which nearly every page needs as well.
    """
    if not user.is_authenticated:
        return {}
    if not hasattr(user, "_class_roles"):
        found = _roles(user.enrolments.model, user.schoolrole_set.model).rows(user=user.pk)
        user._class_roles = {place: role for place, role in found if place != SCHOOL}
        user._school_roles = frozenset(role for place, role in found if place == SCHOOL)
    return user._class_roles


@functools.cache
def _roles(enrolments, school_roles) -> Prepared:
    """(classroom id or SCHOOL, role) of one person, from the two models."""
    whose = Slot("user", BigIntegerField())

    def build():
        school = school_roles.objects.filter(user_id=whose)
        here = enrolments.objects.filter(user_id=whose, left_at=None).values_list("classroom_id", "role")
        return school.values_list(Value(SCHOOL, BigIntegerField()), "role").union(here, all=True)

    return Prepared(build)


def is_teacher_of(user, classroom_id: int) -> bool:
    return roles_of(user).get(classroom_id) == TEACHER


def marks_in(user, classroom_id: int) -> bool:
    """Teachers and markers: they see what students hand in."""
    return roles_of(user).get(classroom_id) in TEACHING


def is_student_of(user, classroom_id: int) -> bool:
    return roles_of(user).get(classroom_id) == STUDENT


def classes_of(user, *roles):
    """Subquery of classroom ids where the user is enrolled now, in one of the roles if any are named."""
    mine = user.enrolments.filter(left_at=None)
    return (mine.filter(role__in=roles) if roles else mine).values("classroom")


class ClassroomQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own classes."""
        return self.filter(pk__in=classes_of(user))

    def taught_by(self, user):
        return self.filter(pk__in=classes_of(user, TEACHER))

    def marked_by(self, user):
        return self.filter(pk__in=classes_of(user, *TEACHING))

    def listed_for(self, user):
        """What a list of classes shows: all to those who manage them, else one's own."""
        return self.all() if is_admin(user) else self.visible_to(user)

    def roster_visible_to(self, user):
        """Who may see who is in a class: its teachers and markers, and admins."""
        return self.all() if is_admin(user) else self.marked_by(user)

    def manageable_by(self, user):
        """Admins manage every class of the school; that shows them no student's work."""
        return self.all() if is_admin(user) else self.none()


class EnrolmentQuerySet(models.QuerySet):
    def current(self):
        return self.filter(left_at=None)

    def students(self):
        return self.filter(role=STUDENT)

    def teaching(self):
        return self.filter(role__in=TEACHING)

    def with_extra_days(self):
        """With `extra_days`, by which an accommodation moves each date. For counting dates: it is shown in no list."""
        given = self.model._meta.get_field("user").related_model.accommodations.rel.related_model.objects
        newest = given.filter(user=models.OuterRef("user")).order_by("-n").values("extra_days")[:1]
        return self.annotate(extra_days=Coalesce(models.Subquery(newest), 0))

    def visible_to(self, user):
        """One's own enrolments, and those of the classes that one teaches or marks."""
        return self.filter(models.Q(user=user) | models.Q(classroom__in=classes_of(user, *TEACHING)))


class RosterImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The lists that one added oneself, as long as one manages classes: sign-in cards are made from them."""
        return self.filter(by=user.pk) if is_admin(user) else self.none()


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What stands in the plan of one's classes; a student sees it once it has been published to the class."""
        return self.filter(classroom__in=classes_of(user))

    def editable_by(self, user):
        return self.filter(classroom__in=classes_of(user, TEACHER))

    def markable_by(self, user):
        return self.filter(classroom__in=classes_of(user, *TEACHING))


class WorkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own cells (also of a class one has left), and the cells of classes that one teaches or marks."""
        return self.filter(
            models.Q(enrolment__user=user) | models.Q(assignment__classroom__in=classes_of(user, *TEACHING))
        )

    def markable_by(self, user):
        return self.filter(assignment__classroom__in=classes_of(user, *TEACHING))


def manages_classes(user) -> bool:
    return is_admin(user)


def resettable_by(user, people):
    """The people whose passphrase this user may reset.

    Admins: everybody. A teacher: the students of her classes who are no staff and mark nowhere: whoever holds a
    passphrase can use all rights of the account. `people` is the manager of User.
    """
    if is_admin(user):
        return people.all()
    hers = user.enrolments.model.objects.filter(left_at=None, role=STUDENT, classroom__in=classes_of(user, TEACHER))
    grading = user.enrolments.model.objects.filter(left_at=None, role__in=TEACHING).values("user")
    return people.filter(pk__in=hers.values("user"), schoolrole=None).exclude(pk__in=grading)


class AccommodationQuerySet(models.QuerySet):
    """Seen by the student, by those who teach the student now, and by admins; by nobody else, markers included."""

    def visible_to(self, user):
        return self if is_admin(user) else self.filter(models.Q(user=user) | models.Q(user__in=_taught(user)))

    def editable_by(self, user):
        return self if is_admin(user) else self.filter(user__in=_taught(user))

    def newest(self):
        """The row that counts for each person."""
        later = self.model.objects.filter(user=models.OuterRef("user"), n__gt=models.OuterRef("n"))
        return self.filter(~models.Exists(later))


def _taught(user):
    """Ids of the students of the classes that the user teaches."""
    here = user.enrolments.model.objects.filter(left_at=None, role=STUDENT, classroom__in=classes_of(user, TEACHER))
    return here.values("user")


def accommodated_by(user, people):
    """The students whose accommodation this user may see and set. `people` is the manager of User."""
    students = user.enrolments.model.objects.filter(left_at=None, role=STUDENT)
    return people.filter(pk__in=students.values("user") if is_admin(user) else _taught(user))


def viewable_by(user, enrolments, classroom: str, person: str):
    """The place of a student as whom this user may look at a class that she teaches; None where there is none.

    `enrolments` is the manager of Enrolment; both ids are public ones.
    """
    mine = enrolments.filter(classroom__in=classes_of(user, TEACHER), role=STUDENT, left_at=None)
    return (
        mine.filter(classroom__public_id=classroom, user__public_id=person).select_related("user", "classroom").first()
    )


def look_as(student, teacher, classroom_id: int) -> None:
    """From now on this object of the student stands for a teacher who looks: in this class, and nowhere else."""
    student.viewed_by = teacher
    student._class_roles, student._school_roles = {classroom_id: STUDENT}, frozenset()


def is_looked_as(user) -> bool:
    """Whether a teacher looks at pages as this person: what is private to the person is not shown then."""
    return getattr(user, "viewed_by", None) is not None
