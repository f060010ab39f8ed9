"""Rubrics: criteria and levels with permanent keys. Wording is shown from the newest version, points from the scored."""

import uuid

from django.db import models
from django.db.models import Q

from assessments.policy import ShelvedQuerySet
from coursesite.accounts.models import Shelf


class Rubric(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    shelf = models.ForeignKey(Shelf, on_delete=models.PROTECT)
    title = models.CharField(max_length=200)

    objects = ShelvedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class RubricVersion(models.Model):
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rubric", "number"], name="a_rubric_version_has_its_own_number"),
            models.UniqueConstraint(
                fields=["rubric"], condition=Q(locked_at=None), name="a_rubric_has_at_most_one_draft"
            ),
        ]


class Criterion(models.Model):
    version = models.ForeignKey(RubricVersion, on_delete=models.CASCADE, related_name="criteria")
    key = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "criteria"
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="a_criterion_key_is_once_in_a_rubric")]


class Level(models.Model):
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="levels")
    key = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveSmallIntegerField()
    points = models.DecimalField(max_digits=9, decimal_places=4)
    descriptor = models.TextField()
    example = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["criterion", "key"], name="a_level_key_is_once_in_a_criterion")]
