"""Attempts and the log of answers: an answer is saved by one INSERT and acknowledged after it is committed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assessments.models.questions import QuestionVersion
from assessments.policy import AttemptQuerySet
from coursesite import clock
from coursesite.classes.models import Work
from lessons.models import Citation
from lessons.sources.models import Excerpt


class Attempt(models.Model):
    """One sitting. While `submitted_at` is empty it is open."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="attempts")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(default=clock.now)
    closes_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "number"], name="an_attempt_has_its_own_number"),
            models.UniqueConstraint(fields=["work"], condition=Q(submitted_at=None), name="one_open_attempt_a_work"),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gte=F("started_at")),
                name="an_attempt_closes_after_it_starts",
            ),
        ]


class AttemptItem(models.Model):
    """One question of an attempt. `value` and `final_rev` are copied from the log at hand-in."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="items")
    slot = models.PositiveSmallIntegerField()
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT)
    points = models.DecimalField(max_digits=9, decimal_places=4)
    order = models.JSONField(default=list, help_text="the order in which this student was shown the choices")
    stimulus = models.ForeignKey(Excerpt, on_delete=models.PROTECT, null=True, blank=True)
    flagged = models.BooleanField(default=False, help_text="the student wants to come back to it")
    seconds = models.PositiveIntegerField(null=True, blank=True, help_text="spent on it, told from the log at hand-in")
    value = models.JSONField(null=True, blank=True)
    final_rev = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["slot"]
        constraints = [models.UniqueConstraint(fields=["attempt", "slot"], name="an_item_has_its_own_slot")]


class Answer(models.Model):
    """The log: added, never changed. `saved` rows count; `conflict` and `late` ones are kept and told."""

    KINDS = [("saved", "Saved"), ("conflict", "Conflict"), ("late", "Late")]

    item = models.ForeignKey(AttemptItem, on_delete=models.PROTECT, related_name="answers")
    rev = models.PositiveIntegerField(help_text="of a saved row: 1, 2 …; else the base it was written on")
    kind = models.CharField(max_length=10, choices=KINDS)
    op_id = models.UUIDField()
    value = models.JSONField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "rev"], condition=Q(kind="saved"), name="a_saved_answer_has_its_own_rev"
            )
        ]


class AttemptEvent(models.Model):
    """What happened to an attempt: started, handed in, given time, reopened. A log."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="events")
    n = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    at = models.DateTimeField(default=clock.now)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["n"]
        constraints = [models.UniqueConstraint(fields=["attempt", "n"], name="an_attempt_event_has_its_own_number")]


class ItemCitation(models.Model):
    """An evidence chip of a handed-in answer."""

    item = models.ForeignKey(AttemptItem, on_delete=models.PROTECT, related_name="citations")
    citation = models.OneToOneField(Citation, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=2)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["item", "position"], name="a_chip_has_its_own_position")]
