"""Which sections of the site a person's header shows. What stands in them is decided by each package's own policy."""

from coursesite.accounts.policy import is_admin, is_staff
from coursesite.classes.policy import TEACHING, marks_in, roles_of
from lessons.sources.policy import keeps_library

STRANGER = ()
STUDENT = ("home", "lessons", "grades")
TEACHER = ("home", "classes", "lessons")
ADMIN = ("home", "people", "admin_classes", "terms", "log")


def teaches(user) -> bool:
    return is_staff(user) or any(role in TEACHING for role in roles_of(user).values())


def sections_of(user) -> tuple[str, ...]:
    """The keys of the header's links, in their order. An admin who teaches gets the teacher's lessons as well."""
    if not user.is_authenticated:
        return STRANGER
    if is_admin(user):
        return (*ADMIN, "lessons") if any(role in TEACHING for role in roles_of(user).values()) else ADMIN
    library = ("sources",) if keeps_library(user) else ()
    return (*TEACHER, *library) if teaches(user) else STUDENT


def faces_of(user) -> tuple[str, ...]:
    """The homes that this person has, the first one shown first. Somebody in no class has a student's, which is empty."""
    roles = set(roles_of(user).values())
    faces = []
    if is_admin(user):
        faces.append("admin")
    if roles & set(TEACHING) or (is_staff(user) and not is_admin(user)):
        faces.append("teacher")
    if roles - set(TEACHING) or not faces:
        faces.append("student")
    return tuple(faces)


def sees_as_teacher(user, classroom) -> bool:
    return marks_in(user, classroom.pk)
