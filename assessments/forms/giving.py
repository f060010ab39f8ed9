"""Giving quizzes and essays to classes: alone, or in the table of the lesson that they belong to."""

import functools

from django import forms

from assessments.actions.giving import give_assessment
from assessments.models import Assessment, AssignedAssessment
from coursesite.classes.models import Classroom
from lessons.actions.giving_many import Giveable
from lessons.models import Lesson


class GiveSettingsForm(forms.Form):
    """How it is given; the same for all classes that are ticked."""

    tries = forms.IntegerField(min_value=1, max_value=10, initial=1, error_messages={
        "required": "Write how many tries a student has.", "invalid": "Write the tries as a number, such as 1.",
        "min_value": "Give at least 1 try.", "max_value": "Give at most 10 tries.",
    })  # fmt: skip
    feedback = forms.ChoiceField(
        choices=AssignedAssessment.FEEDBACK, label="When students see feedback", initial="release"
    )


def _given(user, assessments) -> dict[int, dict]:
    """Assessment id -> the user's classroom id -> what stands in its plan. One query."""
    mine = Classroom.objects.taught_by(user)
    rows = AssignedAssessment.objects.filter(assessment__in=assessments, assignment__classroom__in=mine)
    found: dict[int, dict] = {}
    for row in rows.select_related("assignment").order_by("pk"):
        found.setdefault(row.assessment_id, {})[row.assignment.classroom_id] = row.assignment
    return found


def thing_of(user, assessment: Assessment, **settings) -> Giveable:
    give = functools.partial(give_assessment, assessment=assessment, **settings)
    given = _given(user, [assessment]).get(assessment.pk, {})
    return Giveable(assessment.public_id.hex, assessment.get_kind_display(), assessment.title, give, given)


def things_for(user, lesson: Lesson) -> list[Giveable]:
    """settings.GIVEN_WITH_LESSON: the quizzes and essays of a lesson that the user may read, quizzes first."""
    found = list(Assessment.objects.visible_to(user).filter(lesson=lesson, slots__isnull=False).distinct())
    found.sort(key=lambda one: (one.kind != "quiz", one.title))
    given = _given(user, found)
    return [
        Giveable(one.public_id.hex, one.get_kind_display(), one.title, functools.partial(give_assessment, assessment=one),
                 given.get(one.pk, {}))
        for one in found
    ]  # fmt: skip
