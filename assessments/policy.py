"""Who may see and mark attempts, scores, grades. Every rule starts at the user; fields are named as strings."""

from django.db import models
from django.db.models import Q

from coursesite.accounts.policy import EDITOR, editable_shelves, is_staff, readable_shelves
from coursesite.classes.policy import TEACHER, TEACHING, classes_of
from lessons.policy import has_begun


def readable_source_ids(user, classroom_id: int | None = None):
    """Ids of the sources that assessments of the user's classes, or of this one, show as documents (SOURCE_READERS)."""
    here = {"classroom": classroom_id} if classroom_id else {}
    return (
        user.enrolments.filter(
            has_begun(),
            left_at=None,
            classroom__assignments__assignedassessment__assessment__slots__question_version__documents__isnull=False,
            **here,
        )
        .order_by()
        .values(
            "classroom__assignments__assignedassessment__assessment__slots__question_version"
            "__documents__excerpt__edition__source"
        )
    )


def readable_stimulus_ids(user, classroom_id: int | None = None):
    """The same of the sources that stand beside questions (SOURCE_READERS)."""
    here = {"classroom": classroom_id} if classroom_id else {}
    slots = "classroom__assignments__assignedassessment__assessment__slots"
    given = user.enrolments.filter(has_begun(), left_at=None, **{f"{slots}__stimulus__isnull": False}, **here)
    return given.order_by().values(f"{slots}__stimulus__edition__source")


class ShelvedQuerySet(models.QuerySet):
    """Questions, rubrics, assessments: library things."""

    def visible_to(self, user):
        return self.filter(readable_shelves(user))

    def editable_by(self, user):
        return self.filter(editable_shelves(user))


class AnswerKeyQuerySet(models.QuerySet):
    """Keys, for the site's own marking; what of them is shown to whom is decided where it is shown."""

    def values_by_version(self, versions):
        """Question version -> what its newest key says, where it has one. One query, none for no versions."""
        wanted = list(versions)
        rows = self.filter(question_version__in=wanted).order_by("n") if wanted else self.none()
        return dict(rows.values_list("question_version", "value"))


class AssignedAssessmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(assignment__classroom__in=classes_of(user))

    def visible_or_handed_in_by(self, user):
        """What is visible now, and what the user handed in before leaving a class: its receipt and feedback stay.

        So does feedback on paper, of which there is no attempt.
        """
        done = user.attempt_set.exclude(submitted_at=None).values("work__assignment")
        seen = user.enrolments.filter(works__grades__released_at__isnull=False).values("works__assignment")
        here = Q(assignment__classroom__in=classes_of(user))
        return self.filter(here | Q(assignment__in=done) | Q(assignment__in=seen))

    def markable_by(self, user):
        return self.filter(assignment__classroom__in=classes_of(user, *TEACHING))

    def editable_by(self, user):
        return self.filter(assignment__classroom__in=classes_of(user, TEACHER))


class AttemptQuerySet(models.QuerySet):
    def owned_by(self, user):
        return self.filter(student=user)

    def open(self):
        return self.filter(submitted_at=None)

    def finished(self):
        return self.exclude(submitted_at=None)

    def markable_by(self, user):
        return self.filter(work__assignment__classroom__in=classes_of(user, *TEACHING))

    def visible_to(self, user):
        return self.filter(Q(student=user) | Q(work__assignment__classroom__in=classes_of(user, *TEACHING)))


class ReleasedQuerySet(models.QuerySet):
    """Score, Comment and Grade. `work_path` leads from the row to its Work.

    Teachers and markers of the class see all rows; the student sees the released ones, once their moment has come.
    """

    work_path = ""

    def _to_work(self, **conditions) -> Q:
        return Q(**{f"{self.work_path}{name}": value for name, value in conditions.items()})

    def released(self, now):
        return self.filter(released_at__lte=now)

    def visible_to(self, user, now):
        teaching = self._to_work(assignment__classroom__in=classes_of(user, *TEACHING))
        own = self._to_work(enrolment__user=user) & Q(released_at__lte=now)
        return self.filter(teaching | own)

    def markable_by(self, user):
        return self.filter(self._to_work(assignment__classroom__in=classes_of(user, *TEACHING)))


class ItemReleasedQuerySet(ReleasedQuerySet):
    work_path = "item__attempt__work__"


class GradeQuerySet(ReleasedQuerySet):
    work_path = "work__"


class RegradeQuerySet(models.QuerySet):
    """Corrections of keys: seen and made by those who may edit the question."""

    def visible_to(self, user):
        if not is_staff(user):
            return self.none()
        shelves = user.shelfmember_set.filter(right=EDITOR).values("shelf")
        return self.filter(key__question_version__question__shelf__in=shelves)


def keeps_bank(user) -> bool:
    """Who finds the question bank: the staff of the school, whether or not they have a shelf yet."""
    return is_staff(user)
