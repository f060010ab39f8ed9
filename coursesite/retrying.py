"""Trying again what a database refused only because others were busy. What is tried must be harmless when repeated."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

Answer = TypeVar("Answer")
TRIES = 3
# Seconds after which it is not tried again: SQLite has waited nine by then, and the page tries again by itself.
PATIENCE = 5.0
# Serialisation failure, deadlock, lock not available, server going down or connection lost.
PASSING = ("40001", "40P01", "55P03", "57P01", "57P02", "57P03", "08")


class Busy(OperationalError):
    """The database could not take it now, though it was asked several times. Nothing was written; try again.

    A view that does not catch it answers 503 with what was typed, as for a database that is away (coursesite.ui.views).
    """


def is_passing(error: Exception) -> bool:
    """Whether the same statement may succeed a moment later."""
    code = getattr(error.__cause__, "sqlstate", None)
    if code:
        return code.startswith(PASSING)
    words = str(error).lower()
    return "locked" in words or "busy" in words or isinstance(error, InterfaceError)


def with_retries(work: Callable[[], Answer], *, seconds: Callable[[], float] = time.monotonic) -> Answer:
    """work(), up to three times; Busy when it still cannot. Inside a transaction it is tried once."""
    begun = seconds()
    for attempt in range(TRIES):
        try:
            return work()
        except (OperationalError, InterfaceError) as error:
            if not is_passing(error):
                raise
            last = attempt == TRIES - 1 or seconds() - begun > PATIENCE
            if last or connection.in_atomic_block:
                raise Busy from error
            time.sleep(random.uniform(0.02, 0.2))
    raise Busy
