"""Terms and classes, and who is in them."""

from collections.abc import Sequence

from django.db import transaction

from coursesite import clock
from coursesite.accounts.models import School, User
from coursesite.audit.actions import record
from coursesite.classes.errors import ClassError
from coursesite.classes.models import Classroom, Enrolment, SchoolTerm
from coursesite.classes.policy import STUDENT, TEACHER


@transaction.atomic
def create_term(*, by, name: str, starts_on, ends_on) -> SchoolTerm:
    school = School.objects.order_by("pk").get()
    term = SchoolTerm.objects.create(school=school, name=name, starts_on=starts_on, ends_on=ends_on)
    record(by=by, verb="term_create", target=term)
    return term


@transaction.atomic
def create_classroom(*, by, term: SchoolTerm, name: str, zone: str, teachers: Sequence[User]) -> Classroom:
    """A class with its teachers, who are equal."""
    room = Classroom.objects.create(term=term, name=name, zone=zone)
    for teacher in teachers:
        Enrolment.objects.create(user=teacher, classroom=room, role=TEACHER)
    record(by=by, verb="classroom_create", target=room, classroom_id=room.pk, teachers=len(teachers))
    return room


@transaction.atomic
def edit_classroom(*, by, classroom: Classroom, term: SchoolTerm, name: str, zone: str, teachers: Sequence[User]):
    """Name, term, zone and teachers. Who is no longer a teacher leaves; marks and comments given stay."""
    room = Classroom.objects.select_for_update().get(pk=classroom.pk)
    room.term, room.name, room.zone = term, name, zone
    room.save(update_fields=["term", "name", "zone"])
    wanted = {teacher.pk: teacher for teacher in teachers}
    for place in room.enrolments.filter(role=TEACHER, left_at=None).exclude(user__in=wanted):
        place.left_at = clock.now()
        place.save(update_fields=["left_at"])
    for teacher in wanted.values():
        enrol(teacher, room, TEACHER)
    record(by=by, verb="classroom_edit", target=room, classroom_id=room.pk, teachers=len(wanted))
    return room


def enrol(person: User, room: Classroom, role: str) -> Enrolment:
    """In the class in this role, whether for the first time or again."""
    place, made = Enrolment.objects.get_or_create(user=person, classroom=room, defaults={"role": role})
    if not made and (place.left_at or place.role != role):
        place.left_at, place.role = None, role
        place.save(update_fields=["left_at", "role"])
    return place


@transaction.atomic
def move_student(*, enrolment: Enrolment, to: Classroom, by) -> Enrolment:
    """Into another class. The old place ends; its work and grades stay where they are, for her and that class."""
    old = Enrolment.objects.select_for_update().select_related("classroom", "user").get(pk=enrolment.pk)
    if old.left_at or old.role != STUDENT:
        raise ClassError("This student is no longer in the class. Look at the list of the class again.")
    if old.classroom_id == to.pk:
        raise ClassError("The student is in this class already. Choose another class.")
    there = Enrolment.objects.filter(user=old.user, classroom=to).first()
    if there and there.role != STUDENT and not there.left_at:
        raise ClassError(f"{old.user} teaches in {to}. Choose another class.")
    old.left_at = clock.now()
    old.save(update_fields=["left_at"])
    place = enrol(old.user, to, STUDENT)
    record(by=by, verb="student_move", target=old.user, classroom_id=to.pk, came_from=old.classroom_id)
    return place
