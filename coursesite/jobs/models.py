"""Work that outlasts a request runs on django-tasks. Here stands how far it is, and what runs again and again."""

import uuid

from django.conf import settings
from django.db import models

from coursesite import clock
from coursesite.jobs.policy import JobQuerySet, OutboxQuerySet

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"


class Periodic(models.Model):
    """A task that the worker starts again every so often. One row a task; the row is the lock."""

    task = models.CharField(max_length=200, unique=True, help_text="dotted name of a plain function without arguments")
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)


class Job(models.Model):
    """Something that a person started and the worker does. `given` is emptied when it has ended: it may name people."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=200, help_text="dotted name of a plain function in a package's tasks.py")
    title = models.CharField(max_length=200, help_text="what is being done, as its starter reads it")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jobs")
    given = models.JSONField(default=dict, help_text="the plain values that the task is called with")
    back = models.CharField(max_length=300, blank=True, help_text="address of the page where it was started")
    total = models.PositiveIntegerField(default=0, help_text="0 where it is not known")
    done = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict, help_text='may hold "url" and "words": where to go when it is done')
    problem = models.TextField(blank=True, help_text="why it failed, in words for its starter")
    starts = models.PositiveSmallIntegerField(default=0, help_text="how often the worker has begun it")
    created_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True, help_text="when the worker last said how far it is")
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        if self.finished_at is None:
            return RUNNING if self.started_at else WAITING
        return FAILED if self.problem else DONE


class Outbox(models.Model):
    """A message that must leave once, written in the transaction that gives the reason for it and sent by the worker.

    `dedupe_key` says what it is about: written twice it is one row. It is sent at least once: a crash between the
    sending and `sent_at` sends it again.
    """

    dedupe_key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60, help_text="who sends it: a key of settings.OUTBOX_SENDERS")
    payload = models.JSONField(
        default=dict, help_text="plain values, emptied once it has been sent: they may name people"
    )
    not_before = models.DateTimeField(default=clock.now)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["not_before", "pk"]
        verbose_name_plural = "outbox"
