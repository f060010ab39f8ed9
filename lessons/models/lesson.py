"""Lessons: versions made of blocks, modules that order them, and what a class was given."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from coursesite import clock
from coursesite.accounts.models import Shelf
from coursesite.classes.models import Assignment, Enrolment
from lessons.models.prompt import PromptVersion
from lessons.policy import AssignedLessonQuerySet, LessonQuerySet
from lessons.sources.models import Event, Excerpt, Term


class Lesson(models.Model):
    """A lesson on a shelf. What classes were given are its locked versions; the newest draft is edited."""

    SKILLS = [
        ("Sourcing", "Sourcing"),
        ("Contextualization", "Contextualization"),
        ("Corroboration", "Corroboration"),
        ("Close reading", "Close reading"),
    ]

    shelf = models.ForeignKey(Shelf, on_delete=models.PROTECT)
    slug = models.SlugField(max_length=80, unique=True)
    live_version = models.ForeignKey(
        "LessonVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="live_for"
    )
    copied_from = models.ForeignKey("LessonVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_posted = models.DateField(null=True, blank=True)
    folded = models.TextField(blank=True, help_text="words of the live version as the search compares them")

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class LessonVersion(models.Model):
    """One version of a lesson. A locked one is fixed, with its blocks, by trigger."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    locked_at = models.DateTimeField(null=True, blank=True)
    title = models.CharField(max_length=300)
    kicker = models.CharField(max_length=120, blank=True)
    central_question = models.CharField(max_length=300, blank=True)
    skill = models.CharField(max_length=20, choices=Lesson.SKILLS, blank=True)
    objectives = models.JSONField(default=list)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    licence = models.TextField(blank=True)
    revised_on = models.DateField(null=True, blank=True)
    edited_at = models.DateTimeField(default=clock.now)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    terms = models.ManyToManyField(Term, through="LessonTerm")
    events = models.ManyToManyField(Event, through="LessonEvent")

    class Meta:
        ordering = ["lesson", "number"]
        constraints = [
            models.UniqueConstraint(fields=["lesson", "number"], name="a_lesson_version_has_its_own_number"),
            models.UniqueConstraint(
                fields=["lesson"], condition=Q(locked_at=None), name="a_lesson_has_at_most_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class TeacherPage(models.Model):
    """The teacher's page of a version: plans, answers, rubric. A table of its own, so that no student query meets it."""

    version = models.OneToOneField(LessonVersion, on_delete=models.CASCADE)
    html = models.TextField()


class Block(models.Model):
    """One piece of a lesson. `key` is permanent across versions: data attaches to (lesson, key), never to this row."""

    version = models.ForeignKey(LessonVersion, on_delete=models.CASCADE, related_name="blocks")
    key = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    body = models.JSONField(default=dict, help_text='with its own "v"')
    excerpt = models.ForeignKey(Excerpt, on_delete=models.PROTECT, null=True, blank=True)
    prompt = models.ForeignKey(PromptVersion, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="a_block_key_is_once_in_a_version")]


class LessonTerm(models.Model):
    version = models.ForeignKey(LessonVersion, on_delete=models.CASCADE)
    term = models.ForeignKey(Term, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]


class LessonEvent(models.Model):
    version = models.ForeignKey(LessonVersion, on_delete=models.CASCADE)
    event = models.ForeignKey(Event, on_delete=models.PROTECT)


class Module(models.Model):
    """Lessons in an order."""

    shelf = models.ForeignKey(Shelf, on_delete=models.PROTECT)
    slug = models.SlugField(max_length=80, unique=True)
    code = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True)
    lessons = models.ManyToManyField(Lesson, through="ModuleLesson")

    def __str__(self) -> str:
        return self.title


class ModuleLesson(models.Model):
    module = models.ForeignKey(Module, on_delete=models.CASCADE)
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["module", "lesson"], name="a_lesson_is_once_in_a_module")]


class AssignedLesson(models.Model):
    """A lesson in a class's plan: the class is given one locked version."""

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT)
    version = models.ForeignKey(LessonVersion, on_delete=models.PROTECT)

    objects = AssignedLessonQuerySet.as_manager()


class ReadingPlace(models.Model):
    """How far a student is in one part of a lesson. The newest `at` of a lesson is the remembered place."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT)
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT)
    part = models.UUIDField(help_text="key of the block that starts the part")
    anchor = models.CharField(max_length=80, blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson", "part"], name="one_reading_place_a_part")]
