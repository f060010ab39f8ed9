"""Who may see and edit lessons, prompts, posts. Every rule starts at the user; fields are named as strings."""

from django.db import models
from django.db.models import F, Q

from coursesite.accounts.policy import editable_shelves, readable_shelves
from coursesite.classes.policy import TEACHING, classes_of, marks_in


def readable_source_ids(user):
    """Ids of the sources shown by lessons that the user's classes were given (SOURCE_READERS)."""
    return (
        user.enrolments.filter(
            left_at=None, classroom__assignments__assignedlesson__version__blocks__excerpt__isnull=False
        )
        .order_by()
        .values("classroom__assignments__assignedlesson__version__blocks__excerpt__edition__source")
    )


class LessonQuerySet(models.QuerySet):
    """The library. Students do not see it: they see what their classes were given, as AssignedLesson."""

    def visible_to(self, user):
        return self.filter(readable_shelves(user))

    def editable_by(self, user):
        return self.filter(editable_shelves(user))


class AssignedLessonQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(assignment__classroom__in=classes_of(user))

    def joined_by(self, user):
        """The same rows, each with the id of the enrolment by which the user sees it: a join, for the busiest page."""
        mine = {"assignment__classroom__enrolments__user": user, "assignment__classroom__enrolments__left_at": None}
        return self.filter(**mine).annotate(enrolment=F("assignment__classroom__enrolments"))


class DiscussionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(classroom__in=classes_of(user))

    def moderated_by(self, user):
        return self.filter(classroom__in=classes_of(user, *TEACHING))


class PostQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Posts that the user may read.

        One's own always. In classes that one teaches: all but private notes. Else, what is written for the class:
        if it is not hidden, once one has written something for others there oneself (post first).
        """
        posted = user.post_set.filter(parent=None).exclude(visibility="private").values("discussion")
        open_to_class = Q(
            discussion__classroom__in=classes_of(user), visibility="class", discussion__in=posted, hidden_at=None
        )
        teaching = Q(discussion__classroom__in=classes_of(user, *TEACHING)) & ~Q(visibility="private")
        return self.filter(Q(author=user) | teaching | open_to_class)

    def for_the_class(self):
        """What was written for the whole class to read."""
        return self.filter(visibility="class")

    def moderated_by(self, user):
        return self.filter(discussion__classroom__in=classes_of(user, *TEACHING)).exclude(visibility="private")


def may_moderate(user, discussion) -> bool:
    return marks_in(user, discussion.classroom_id)
