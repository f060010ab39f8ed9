"""Who may see and edit lessons, prompts, posts. Every rule starts at the user; fields are named as strings."""

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils.module_loading import import_string

from coursesite import clock
from coursesite.accounts.policy import EDITOR, editable_shelves, readable_shelves
from coursesite.classes.policy import TEACHER, TEACHING, classes_of, is_looked_as, marks_in

GIVEN_BLOCKS = "classroom__assignments__assignedlesson__version__blocks"


def readable_source_ids(user, classroom_id: int | None = None):
    """Ids of the sources shown by lessons that the user's classes, or this one, were given (SOURCE_READERS)."""
    here = {"classroom": classroom_id} if classroom_id else {}
    shows = {f"{GIVEN_BLOCKS}__excerpt__isnull": False}
    return (
        user.enrolments.filter(_is_open_to(user), has_begun(), left_at=None, **shows, **here)
        .order_by()
        .values(f"{GIVEN_BLOCKS}__excerpt__edition__source")
    )


def has_begun() -> Q:
    """Of enrolments: what the class was given is open, or the person teaches there."""
    opens = "classroom__assignments__opens_at"
    return Q(role__in=TEACHING) | Q(**{opens: None}) | Q(**{f"{opens}__lte": clock.now()})


def _is_open_to(user) -> Q:
    """The blocks that ask nothing before their text, and those where the user teaches, has answered or passed on."""
    answered = user.post_set.filter(parent=None, discussion__prompt__isnull=False).values("discussion__prompt")
    passed = user.enrolments.filter(gatepass__isnull=False).values("gatepass__key")
    return (
        Q(**{f"{GIVEN_BLOCKS}__prompt": None})
        | Q(role__in=TEACHING)
        | Q(**{f"{GIVEN_BLOCKS}__prompt__prompt__in": answered})
        | Q(**{f"{GIVEN_BLOCKS}__key__in": passed})
    )


def shown_in(user, classroom_id: int | OuterRef) -> Q:
    """The sources that lessons and tasks show in one class of the user's: there its people write notes on them."""
    condition = Q(pk__in=[])
    for name in settings.SOURCE_READERS:
        condition |= Q(pk__in=import_string(name)(user, classroom_id))
    return condition


class LessonQuerySet(models.QuerySet):
    """The library. Students do not see it: they see what their classes were given, as AssignedLesson."""

    def visible_to(self, user):
        return self.filter(readable_shelves(user))

    def editable_by(self, user):
        return self.filter(editable_shelves(user))


class AssignedLessonQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(assignment__classroom__in=classes_of(user))

    def open_to(self, user):
        """What the user may read now: a student's lessons from their opening on, all in classes that one teaches."""
        begun = Q(assignment__opens_at=None) | Q(assignment__opens_at__lte=clock.now())
        teaching = Q(assignment__classroom__in=classes_of(user, *TEACHING))
        return self.filter(teaching | (Q(assignment__classroom__in=classes_of(user)) & begun))

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

        One's own always (private notes not where a teacher looks as one), and replies to them. In classes that one
        teaches: all but private notes. Else, what is written for the class and not hidden, once one has written
        something for others there oneself (post first); what one has taken back does not count for that. A reply is
        read by those who may read what it answers.
        """
        posted = user.post_set.filter(parent=None).exclude(visibility="private").exclude(hidden_by=user)
        answered = Q(parent=None) | Q(parent__visibility="class", parent__hidden_at=None)
        open_to_class = answered & Q(
            discussion__classroom__in=classes_of(user),
            visibility="class",
            discussion__in=posted.values("discussion"),
            hidden_at=None,
        )
        here = Q(discussion__classroom__in=classes_of(user))
        to_oneself = here & Q(parent__author=user, hidden_at=None) & ~Q(visibility="private")
        teaching = Q(discussion__classroom__in=classes_of(user, *TEACHING)) & ~Q(visibility="private")
        own = Q(author=user) & ~Q(visibility="private") if is_looked_as(user) else Q(author=user)
        return self.filter(own | to_oneself | teaching | open_to_class)

    def for_the_class(self):
        """What was written for the whole class to read."""
        return self.filter(visibility="class")

    def moderated_by(self, user):
        return self.filter(discussion__classroom__in=classes_of(user, *TEACHING)).exclude(visibility="private")


def may_moderate(user, discussion) -> bool:
    return marks_in(user, discussion.classroom_id)


def own_shelves(user):
    """Ids of the shelves that the user may change."""
    return user.shelfmember_set.filter(right=EDITOR).values("shelf")


def shelves_of_teachers(classroom):
    """Ids of the shelves that the teachers of a class may change: what stands there counts in their class."""
    teachers = classroom.enrolments.filter(left_at=None, role=TEACHER, user__shelfmember__right=EDITOR)
    return teachers.order_by().values("user__shelfmember__shelf")


class ScaffoldQuerySet(models.QuerySet):
    """Questions that help: those of the school and of one's shelves."""

    def visible_to(self, user):
        return self.filter(readable_shelves(user))

    def editable_by(self, user):
        return self.filter(editable_shelves(user))
