"""Work that outlasts a request runs on django-tasks; this table says what runs again and again, and when next."""

from django.db import models


class Periodic(models.Model):
    """A task that the worker starts again every so often. One row a task; the row is the lock."""

    task = models.CharField(max_length=200, unique=True, help_text="dotted name of a plain function without arguments")
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
