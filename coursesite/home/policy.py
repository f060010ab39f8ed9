"""Which sections of the site a person's header shows. What stands in them is decided by each package's own policy."""

from coursesite.accounts.policy import is_admin, is_staff
from coursesite.classes.policy import TEACHING, roles_of

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
    return TEACHER if teaches(user) else STUDENT
