"""Who may see and change people and shelves. Every rule starts at the user; fields are named as strings."""

from django.db import models
from django.db.models import Q
from django.http import Http404

ADMIN, STAFF = "admin", "staff"
READER, EDITOR = "reader", "editor"


def school_roles_of(user) -> frozenset[str]:
    """The user's roles in the school: one query a request, kept on the user."""
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "_school_roles"):
        user._school_roles = frozenset(user.schoolrole_set.values_list("role", flat=True))
    return user._school_roles


def is_admin(user) -> bool:
    return ADMIN in school_roles_of(user)


def is_staff(user) -> bool:
    """Teachers and admins: who may have shelves and read teacher's pages."""
    return bool(school_roles_of(user))


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def manageable_by(self, user):
        """The people whose account this user manages: all of the school for an admin, else nobody."""
        return self.all() if is_admin(user) else self.none()


class ShelfQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Shelves whose things the user may read: where they are a member, and the school's own for staff."""
        if not is_staff(user):
            return self.none()
        return self.filter(Q(kind="school") | Q(pk__in=user.shelfmember_set.values("shelf")))

    def editable_by(self, user):
        """Shelves whose things the user may change: where they are an editor."""
        if not is_staff(user):
            return self.none()
        return self.filter(pk__in=user.shelfmember_set.filter(right=EDITOR).values("shelf"))


def readable_shelves(user):
    """Condition for things with a `shelf`: those that the user may read. Ids only, as a subquery."""
    if not is_staff(user):
        return Q(pk__in=[])
    return Q(shelf__kind="school") | Q(shelf__in=user.shelfmember_set.values("shelf"))


def editable_shelves(user):
    """Condition for things with a `shelf`: those that the user may change."""
    if not is_staff(user):
        return Q(pk__in=[])
    return Q(shelf__in=user.shelfmember_set.filter(right=EDITOR).values("shelf"))


def manages_people(user) -> None:
    """Refuse who does not manage the people of the school: to them the pages are not there."""
    if not is_admin(user):
        raise Http404
