"""Questions in locked versions, their keys in a log of their own, and the documents they show."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.models.rubrics import RubricVersion
from assessments.policy import AnswerKeyQuerySet, ShelvedQuerySet
from coursesite import clock
from coursesite.accounts.models import Shelf
from lessons.models import Lesson
from lessons.sources.models import Excerpt, Passage


class Question(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    shelf = models.ForeignKey(Shelf, on_delete=models.PROTECT)
    title = models.CharField(max_length=200, blank=True)
    skill = models.CharField(max_length=20, choices=Lesson.SKILLS, blank=True)
    note = models.TextField(blank=True, help_text="for those who edit it; never shown to students")
    searched = models.TextField(blank=True, help_text="title, words and tags, folded, for the search of the bank")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="no longer offered; what uses it keeps it")

    objects = ShelvedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title or f"question {self.pk}"


class QuestionTag(models.Model):
    """A teacher's own word for finding questions again."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["question", "name"], name="a_question_bears_a_tag_once")]


class QuestionPassage(models.Model):
    """A passage that a question is about, so that a teacher finds the question from its source."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="passages")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["question", "passage"], name="a_question_names_a_passage_once")]


class QuestionVersion(models.Model):
    """What is asked. `body` holds what a student may see (stem, choices), never the key."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    locked_at = models.DateTimeField(null=True, blank=True)
    kind = models.CharField(max_length=20)
    body = models.JSONField(default=dict)
    points = models.DecimalField(max_digits=9, decimal_places=4, default=Decimal(1))
    rubric_version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="a_question_version_has_its_own_number"),
            models.UniqueConstraint(
                fields=["question"], condition=Q(locked_at=None), name="a_question_has_at_most_one_draft"
            ),
            models.CheckConstraint(condition=Q(points__gte=0), name="question_points_are_not_negative"),
        ]


class QuestionDocument(models.Model):
    """A source that a question shows, as Document A, B …"""

    question_version = models.ForeignKey(QuestionVersion, on_delete=models.CASCADE, related_name="documents")
    letter = models.CharField(max_length=2)
    excerpt = models.ForeignKey(Excerpt, on_delete=models.PROTECT)
    relation = models.CharField(max_length=10, default="primary")

    class Meta:
        ordering = ["letter"]
        constraints = [
            models.UniqueConstraint(fields=["question_version", "letter"], name="a_document_letter_is_used_once")
        ]


class AnswerKey(models.Model):
    """The key, kept apart from what students see. A regrade is n+1, its undo n+2; the newest n counts."""

    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="keys")
    n = models.PositiveSmallIntegerField()
    value = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    at = models.DateTimeField(default=clock.now)

    objects = AnswerKeyQuerySet.as_manager()

    class Meta:
        ordering = ["n"]
        constraints = [
            models.UniqueConstraint(fields=["question_version", "n"], name="an_answer_key_has_its_own_number")
        ]


class LessonQuestion(models.Model):
    """The practice question that stands at a block of a lesson."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT)
    key = models.UUIDField()
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "key"], name="a_block_has_one_question")]
