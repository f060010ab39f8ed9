"""What runs again and again (settings.PERIODIC), each by one worker at a time. The row of the table is the lock."""

import logging
from datetime import timedelta

from django.conf import settings
from django.utils.module_loading import import_string

from coursesite import clock
from coursesite.jobs.models import Periodic

log = logging.getLogger("coursesite.jobs")


def run_due() -> list[str]:
    """Run every periodic task whose time has come; says which. A task that fails is told and tried at its next time."""
    known = {row.task: row for row in Periodic.objects.filter(task__in=settings.PERIODIC)}
    return [task for task, seconds in settings.PERIODIC.items() if _run(task, seconds, known.get(task))]


def _run(task: str, seconds: int, row: Periodic | None) -> bool:
    now = clock.now()
    if row is None:
        row, _ = Periodic.objects.get_or_create(task=task, defaults={"next_at": now})
    if row.next_at > now or not _take(row, now, now + timedelta(seconds=seconds)):
        return False
    error = ""
    try:
        import_string(task)()
    except Exception as problem:
        error = f"{type(problem).__name__}: {problem}"[:2000]
        log.exception("%s failed", task)
    if error != row.last_error:
        Periodic.objects.filter(pk=row.pk).update(last_error=error)
    return True


def _take(row: Periodic, now, next_at) -> bool:
    """One guarded statement: of several workers one gets the run."""
    return bool(Periodic.objects.filter(pk=row.pk, next_at=row.next_at).update(next_at=next_at, last_at=now))
