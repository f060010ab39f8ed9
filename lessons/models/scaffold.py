"""Help with reading sources: questions and sentence starters by skill, how much of it a student gets, and the gate."""

from django.conf import settings
from django.db import models

from coursesite import clock
from coursesite.accounts.models import Shelf
from coursesite.classes.models import Enrolment
from lessons.models.lesson import Lesson
from lessons.policy import ScaffoldQuerySet


class Scaffold(models.Model):
    """A question of one skill with a sentence starter. The starter has to be finished: alone it is no answer."""

    shelf = models.ForeignKey(Shelf, on_delete=models.PROTECT)
    skill = models.CharField(max_length=20, choices=Lesson.SKILLS)
    position = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=300)
    starter = models.CharField(max_length=300, blank=True)

    objects = ScaffoldQuerySet.as_manager()

    class Meta:
        ordering = ["skill", "position"]
        constraints = [
            models.UniqueConstraint(fields=["shelf", "skill", "position"], name="a_scaffold_has_its_own_position")
        ]


class SupportLevel(models.Model):
    """How much help a student gets in a class, numbered: the newest counts. Other students never see it."""

    LEVELS = [("full", "Questions and sentence starters"), ("questions", "Questions"), ("none", "No help shown")]

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="support_levels")
    n = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=10, choices=LEVELS)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)

    class Meta:
        ordering = ["n"]
        constraints = [models.UniqueConstraint(fields=["enrolment", "n"], name="a_support_level_has_its_own_number")]


class GatePass(models.Model):
    """A student opened the text of an excerpt without answering its sourcing prompts first."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT)
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT)
    key = models.UUIDField(help_text="of the excerpt's block")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson", "key"], name="a_gate_is_passed_once")]
