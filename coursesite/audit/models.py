"""Who did what, when. Rows have no foreign keys, so that they outlive what they speak of."""

from django.db import models

from coursesite import clock


class Event(models.Model):
    """One thing that somebody did. Append-only (by trigger). Values are numbers and ids, never what a student wrote."""

    at = models.DateTimeField(default=clock.now, db_index=True)
    actor = models.UUIDField(null=True, db_index=True, help_text="public id of the person; empty for the site itself")
    actor_name = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=60)
    target = models.CharField(max_length=200, blank=True)
    classroom_id = models.BigIntegerField(null=True, db_index=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb} {self.target}"


class Seal(models.Model):
    """The hash of one day's events, written the day after and also logged, so that later changes show."""

    day = models.DateField(unique=True)
    rows = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
