"""Whose work this is: what somebody started is seen by nobody else, whatever their role. When a message is tried."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30))
HOURLY = timedelta(hours=1)
MOST_TRIES = len(WAITS) + 3 * 24  # three days


def wait_after(tries: int) -> timedelta:
    """How long a message rests after so many tries that failed."""
    return WAITS[tries - 1] if tries <= len(WAITS) else HOURLY


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(by=user.pk)

    def unfinished(self):
        return self.filter(finished_at=None)


class OutboxQuerySet(models.QuerySet):
    def waiting(self, now: datetime, free_again: timedelta):
        """To be sent now, and claimed by no worker that could still be at it."""
        free = Q(claimed_at=None) | Q(claimed_at__lt=now - free_again)
        return self.filter(free, sent_at=None, tries__lt=MOST_TRIES, not_before__lte=now)

    def stuck(self):
        """Not sent, though it was tried."""
        return self.filter(sent_at=None).exclude(problem="")
