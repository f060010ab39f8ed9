"""A corrected key, applied to answers that were marked already; and its undo."""

import uuid

from django.conf import settings
from django.db import models

from assessments.models.attempts import AttemptItem
from assessments.models.questions import AnswerKey
from assessments.policy import RegradeQuerySet
from coursesite import clock


class Regrade(models.Model):
    """One correction of a key. `key` is n+1 of its log, `undone_by` the n+2 that brought the earlier key back."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.OneToOneField(AnswerKey, on_delete=models.PROTECT, related_name="regrade")
    undone_by = models.ForeignKey(AnswerKey, on_delete=models.PROTECT, null=True, blank=True, related_name="undoes")
    lowers = models.BooleanField(default=False, help_text="whether marks that the new key would lower were lowered")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = RegradeQuerySet.as_manager()


class RegradeChange(models.Model):
    """One answer whose points the correction changed: what its student is told."""

    regrade = models.ForeignKey(Regrade, on_delete=models.PROTECT, related_name="changes")
    item = models.ForeignKey(AttemptItem, on_delete=models.PROTECT, related_name="regrade_changes")
    before = models.DecimalField(max_digits=9, decimal_places=4)
    after = models.DecimalField(max_digits=9, decimal_places=4)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["regrade", "item"], name="a_correction_changes_an_answer_once")]
