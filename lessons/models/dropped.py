"""What a teacher deleted from a draft, kept so that it can be put back."""

from django.conf import settings
from django.db import models

from coursesite import clock
from lessons.models.lesson import Lesson
from lessons.models.prompt import PromptVersion
from lessons.sources.models import Excerpt


class DroppedBlock(models.Model):
    """A block taken out of a draft, with its key: putting it back makes it the very block it was."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="dropped")
    key = models.UUIDField()
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    body = models.JSONField(default=dict)
    excerpt = models.ForeignKey(Excerpt, on_delete=models.PROTECT, null=True, blank=True)
    prompt = models.ForeignKey(PromptVersion, on_delete=models.PROTECT, null=True, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["lesson", "key"], name="a_block_is_once_in_the_bin")]
