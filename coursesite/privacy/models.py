"""The one way past the triggers: a row that says why, in the same transaction."""

from django.db import models

from coursesite import clock


class ErasureOpen(models.Model):
    """While this row exists in a transaction, its triggers let changes through. Deleted before commit."""

    reason = models.CharField(max_length=200)
    opened_at = models.DateTimeField(default=clock.now)
