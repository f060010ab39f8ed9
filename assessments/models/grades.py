"""Scores, comments and grades: numbered logs, of which only `released_at` may change. The newest released counts."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.models.attempts import Attempt, AttemptItem
from assessments.models.rubrics import Level
from assessments.policy import GradeQuerySet, ItemReleasedQuerySet
from coursesite import clock
from coursesite.classes.models import Work


class Score(models.Model):
    """Points for one part of an item: a rubric's criterion (its key), or the whole ("")."""

    item = models.ForeignKey(AttemptItem, on_delete=models.PROTECT, related_name="scores")
    part = models.CharField(max_length=36, blank=True)
    n = models.PositiveSmallIntegerField()
    points = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    at = models.DateTimeField(default=clock.now)
    released_at = models.DateTimeField(null=True, blank=True)
    regrade = models.ForeignKey("Regrade", on_delete=models.PROTECT, null=True, blank=True, related_name="scores")

    objects = ItemReleasedQuerySet.as_manager()

    class Meta:
        ordering = ["n"]
        constraints = [
            models.UniqueConstraint(fields=["item", "part", "n"], name="a_score_has_its_own_number"),
            models.CheckConstraint(condition=Q(points=None) | Q(points__gte=0), name="a_score_is_not_negative"),
        ]


class Comment(models.Model):
    """A grader's words on an item. The newest n counts."""

    item = models.ForeignKey(AttemptItem, on_delete=models.PROTECT, related_name="comments")
    n = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    for_graders = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField(default=clock.now)
    released_at = models.DateTimeField(null=True, blank=True)

    objects = ItemReleasedQuerySet.as_manager()

    class Meta:
        ordering = ["n"]
        constraints = [models.UniqueConstraint(fields=["item", "n"], name="a_comment_has_its_own_number")]


class Grade(models.Model):
    """The mark of one cell. `reason` says where it comes from when a person gave it."""

    KINDS = [
        ("computed", "Computed"),
        ("override", "Set by hand"),
        ("cleared", "Setting by hand undone"),
        ("carried", "Carried over"),
        ("missing", "Not handed in"),
    ]

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="grades")
    n = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=KINDS)
    points = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    out_of = models.DecimalField(max_digits=9, decimal_places=4)
    before_late = models.DecimalField(
        max_digits=9,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="points before lateness took its part; empty where it took nothing",
    )
    attempt = models.ForeignKey(
        Attempt, on_delete=models.PROTECT, null=True, blank=True, help_text="the try that counted, where it is one"
    )
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    at = models.DateTimeField(default=clock.now)
    released_at = models.DateTimeField(null=True, blank=True)

    objects = GradeQuerySet.as_manager()

    class Meta:
        ordering = ["n"]
        constraints = [
            models.UniqueConstraint(fields=["work", "n"], name="a_grade_has_its_own_number"),
            models.CheckConstraint(condition=Q(points=None) | Q(points__gte=0), name="a_grade_is_not_negative"),
        ]
