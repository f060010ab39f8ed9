"""Who may see a source: staff by shelf; a student by what her classes have been given (SOURCE_READERS)."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.module_loading import import_string

from coursesite.accounts.policy import editable_shelves, is_staff, readable_shelves


def given_source_ids(user) -> Q:
    """Sources that lessons and assessments of the user's classes show: each registered reader gives a subquery."""
    condition = Q(pk__in=[])
    for name in settings.SOURCE_READERS:
        condition |= Q(pk__in=import_string(name)(user))
    return condition


SHARED = ("shelf", "export")


class SourceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own shelves whole; of other shelves what is shared; and what the user's classes were given."""
        return self.filter(_shelved(user) | given_source_ids(user))

    def editable_by(self, user):
        return self.filter(editable_shelves(user))

    def with_may_edit(self, user):
        """Each with `may_edit`, in the same query."""
        mine = self.model.objects.editable_by(user).order_by()
        return self.annotate(may_edit=Exists(mine.filter(pk=OuterRef("pk"))))

    def shelved_for(self, user):
        """What the user may put into a lesson: sources on shelves that she may read."""
        return self.filter(_shelved(user))


def _shelved(user) -> Q:
    return editable_shelves(user) | (readable_shelves(user) & Q(reach__in=SHARED))


def keeps_library(user) -> bool:
    """Who finds the library of sources: the staff of the school, whether or not they have a shelf yet."""
    return is_staff(user)
