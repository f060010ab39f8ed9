"""Assessments: questions in slots, and how a class is given them."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import Q

from assessments.models.questions import QuestionVersion
from assessments.policy import AssignedAssessmentQuerySet, ShelvedQuerySet
from coursesite.accounts.models import Shelf
from coursesite.classes.models import Assignment
from lessons.models import Lesson
from lessons.sources.models import Excerpt


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


class Draw(models.Model):
    """So many questions, drawn for each attempt from the slots that belong to it. All are worth the same."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="draws")
    count = models.PositiveSmallIntegerField()
    points = models.DecimalField(max_digits=9, decimal_places=4, default=Decimal(1), help_text="of each question")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="a_draw_takes_at_least_one"),
            models.CheckConstraint(condition=Q(points__gte=0), name="draw_points_are_not_negative"),
        ]


class Slot(models.Model):
    """A question's place. Slots of one draw are its pool; neighbours with one stimulus stand beside the same source."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="slots")
    position = models.PositiveSmallIntegerField()
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT)
    points = models.DecimalField(max_digits=9, decimal_places=4)
    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, null=True, blank=True, related_name="slots")
    stimulus = models.ForeignKey(Excerpt, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["assessment", "position"], name="a_slot_has_its_own_position")]


class AssignedAssessment(models.Model):
    """An assessment in a class's plan."""

    FEEDBACK = [
        ("release", "When the teacher releases it"),
        ("handed_in", "At once, after handing in"),
        ("closed", "When it has closed for the whole class"),
    ]
    COUNTS = [("newest", "The newest"), ("best", "The best"), ("first", "The first"), ("average", "Their average")]

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=1)
    which_counts = models.CharField(max_length=10, default="newest", choices=COUNTS)
    shuffle = models.BooleanField(default=False, help_text="the choices within each question")
    shuffle_questions = models.BooleanField(default=False)
    one_at_a_time = models.BooleanField(default=False)
    feedback = models.CharField(max_length=10, choices=FEEDBACK, default="release")

    objects = AssignedAssessmentQuerySet.as_manager()
