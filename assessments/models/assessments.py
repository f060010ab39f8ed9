"""Assessments: questions in slots, and how a class is given them."""

import uuid

from django.db import models

from assessments.models.questions import QuestionVersion
from assessments.policy import AssignedAssessmentQuerySet, ShelvedQuerySet
from coursesite.accounts.models import Shelf
from coursesite.classes.models import Assignment
from lessons.models import Lesson


class Assessment(models.Model):
    """A quiz or an essay on a shelf. Locked once attempted: editing makes a copy."""

    KINDS = [("quiz", "Quiz"), ("essay", "Essay")]

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    shelf = models.ForeignKey(Shelf, on_delete=models.PROTECT)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=KINDS)
    instructions = models.TextField(blank=True, help_text="sanitised HTML")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)

    objects = ShelvedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class Slot(models.Model):
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="slots")
    position = models.PositiveSmallIntegerField()
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT)
    points = models.DecimalField(max_digits=9, decimal_places=4)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["assessment", "position"], name="a_slot_has_its_own_position")]


class AssignedAssessment(models.Model):
    """An assessment in a class's plan."""

    FEEDBACK = [("release", "When the teacher releases it"), ("handed_in", "At once, after handing in")]

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=1)
    which_counts = models.CharField(max_length=10, default="newest", choices=[("newest", "The newest")])
    shuffle = models.BooleanField(default=False)
    feedback = models.CharField(max_length=10, choices=FEEDBACK, default="release")

    objects = AssignedAssessmentQuerySet.as_manager()
