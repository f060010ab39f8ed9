"""The only clock of the project: everything that asks for the time asks here."""

import datetime

from django.utils import timezone


def now() -> datetime.datetime:
    """The present moment, aware, in UTC. Tests patch this name's source, `_source`."""
    return _source()


def _source() -> datetime.datetime:
    return timezone.now()
