"""A job's life, from the request that starts it to its end; what runs again and again; messages that leave once."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils.module_loading import import_string
from django_tasks import task as queued
from django_tasks_db.models import DBTaskResult

from coursesite import clock
from coursesite.audit.actions import record
from coursesite.jobs.errors import JobRefused
from coursesite.jobs.models import Job, Outbox, Periodic
from coursesite.jobs.policy import MOST_TRIES, wait_after

log = logging.getLogger("coursesite.jobs")

SILENT_FOR = timedelta(minutes=5)
STARTS = 2  # a job that was stopped in the middle is begun once more
KEPT_FOR = timedelta(days=30)
BROKE = "Something went wrong on our side. It has been written down for those who run the site."
STOPPED = "The site stopped while it was at this, for example because it was restarted."


def start_job(
    *, task: Callable[..., None] | str, title: str, by, total: int = 0, back: str = "", **plain_values: Any
) -> Job:
    """Write the row and put it into the queue, which is in the same database: the worker sees both once the caller's
    transaction has been committed, or neither.

    `task` is a plain function of a package's tasks.py, or its dotted name: actions may not import tasks. The worker
    calls it as task(job_id=..., **plain_values). It calls advance_job() now and then, and finish_job() in the
    transaction of its last change; it may raise JobRefused. It may be called again after a stop in the middle, so that
    what it did already must do no harm. `plain_values` must be fit for JSON; they are thrown away when the job ends.
    `back` is the page to start it from again.
    """
    kind = task if isinstance(task, str) else f"{task.__module__}.{task.__qualname__}"
    with transaction.atomic():
        job = Job.objects.create(kind=kind, title=title, by=by, total=total, back=back, given=plain_values)
        record(by=by, verb="job_start", target=f"jobs.Job:{job.pk} {kind}")
        run_job.enqueue(job_id=job.pk)
    return job


def advance_job(*, job_id: int, done: int, total: int | None = None) -> None:
    """How far it is. Call it outside the transaction of the work itself, or nobody sees it before the end."""
    changed = {"done": done, "heard_at": clock.now()}
    if total is not None:
        changed["total"] = total
    Job.objects.unfinished().filter(pk=job_id).update(**changed)


@transaction.atomic
def finish_job(*, job_id: int, result: dict[str, Any] | None = None) -> None:
    """It is done. `result` may hold "url" and "words": where to go now, and what to say. Told twice, the first counts."""
    job = Job.objects.unfinished().select_for_update().filter(pk=job_id).first()
    if job is None:
        return
    job.finished_at, job.result, job.given = clock.now(), result or {}, {}
    job.total = job.done = max(job.total, job.done)
    job.save(update_fields=["finished_at", "result", "given", "total", "done"])
    record(by=job.by, verb="job_finish", target=f"jobs.Job:{job.pk} {job.kind}")


@transaction.atomic
def fail_job(*, job_id: int, problem: str) -> None:
    """It has ended without being done; `problem` says why in words for its starter."""
    job = Job.objects.unfinished().select_for_update().filter(pk=job_id).first()
    if job is None:
        return
    job.finished_at, job.problem, job.given = clock.now(), problem, {}
    job.save(update_fields=["finished_at", "problem", "given"])
    record(by=job.by, verb="job_fail", target=f"jobs.Job:{job.pk} {job.kind}")


@queued()
def run_job(job_id: int) -> None:
    """What the worker runs: the job's own task. Whatever happens, the row says how it ended."""
    now = clock.now()
    if not Job.objects.unfinished().filter(pk=job_id).update(started_at=now, heard_at=now, starts=F("starts") + 1):
        return  # done already, or gone
    job = Job.objects.get(pk=job_id)
    try:
        import_string(job.kind)(job_id=job_id, **job.given)
    except JobRefused as refused:
        fail_job(job_id=job_id, problem=str(refused))
    except Exception:
        log.exception("job %s, %s, failed", job_id, job.kind)
        fail_job(job_id=job_id, problem=BROKE)
    else:
        finish_job(job_id=job_id)


def take_up_silent_jobs() -> int:
    """Jobs whose worker was stopped in the middle: begun once more, then they say so instead of running for ever.

    Also those of which nothing was ever heard: the worker may have ended between taking one and its first word. One that
    only waits for its turn is then in the queue twice; what has ended is not run again.
    """
    before = clock.now() - SILENT_FOR
    never = Q(heard_at=None, created_at__lt=before)
    silent = Job.objects.unfinished().filter(Q(heard_at__lt=before) | never)
    found = list(silent)
    for job in found:
        if job.starts >= STARTS:
            fail_job(job_id=job.pk, problem=STOPPED)
        elif silent.filter(pk=job.pk).update(heard_at=clock.now()):  # of several workers one does it
            run_job.enqueue(job_id=job.pk)
    return len(found)


def clear_old_jobs() -> int:
    """Throw away what ended a month ago, and the queue's own rows of that time."""
    before = clock.now() - KEPT_FOR
    DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
    Outbox.objects.filter(sent_at__lt=before).delete()
    return Job.objects.filter(finished_at__lt=before).delete()[0]


# -- Again and again: each by one worker at a time; the row of the table is the lock --------------------


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


def _take(row: Periodic, now: datetime, next_at: datetime) -> bool:
    """One guarded statement: of several workers one gets the run."""
    return bool(Periodic.objects.filter(pk=row.pk, next_at=row.next_at).update(next_at=next_at, last_at=now))


# -- Messages that leave once: written with what they tell of, sent by the worker, at least once ---------------------

FREE_AGAIN = timedelta(minutes=5)  # a claim that is older was made by a worker that is no more
AWAY_FOR = timedelta(minutes=1)
AT_ONCE = 20


def post(*, kind: str, dedupe_key: str, payload: dict[str, Any], not_before: datetime | None = None) -> None:
    """Put a message into the outbox, in the caller's transaction. Posted twice under one key it is one message."""
    row = Outbox(kind=kind, dedupe_key=dedupe_key, payload=payload, not_before=not_before or clock.now())
    Outbox.objects.bulk_create([row], ignore_conflicts=True)


def send_waiting() -> int:
    """Send what waits, a few at a time; says how many left. Nothing is locked while a server is spoken to.

    What a sender cannot send is tried again after 1, 5 and 30 minutes, then hourly for three days. A server that is
    away is asked once in a minute, not once for each message.
    """
    sent = 0
    for row in list(Outbox.objects.waiting(clock.now(), FREE_AGAIN)[:AT_ONCE]):
        if not _claim(row):
            continue
        try:
            import_string(settings.OUTBOX_SENDERS[row.kind])(row.payload, row.dedupe_key)
        except Exception as problem:
            log.warning("message %s was not sent: %s", row.pk, type(problem).__name__)
            _put_back(row, f"{type(problem).__name__} {getattr(problem, 'smtp_code', '')}".strip())
            break
        Outbox.objects.filter(pk=row.pk).update(sent_at=clock.now(), payload={}, problem="")
        sent += 1
    return sent


def _claim(row: Outbox) -> bool:
    """One guarded statement: of several workers one gets the message."""
    now = clock.now()
    waiting = Outbox.objects.waiting(now, FREE_AGAIN).filter(pk=row.pk, tries=row.tries)
    return bool(waiting.update(claimed_at=now, tries=F("tries") + 1))


def _put_back(row: Outbox, problem: str) -> None:
    """Again later; after the last try its words are thrown away and the problem stays."""
    now, tries = clock.now(), row.tries + 1
    changed: dict[str, Any] = {"problem": problem, "claimed_at": None, "not_before": now + wait_after(tries)}
    if tries >= MOST_TRIES:
        changed["payload"] = {}
    Outbox.objects.filter(pk=row.pk).update(**changed)
    others = Outbox.objects.waiting(now + AWAY_FOR, FREE_AGAIN).filter(kind=row.kind, not_before__lt=now + AWAY_FOR)
    others.filter(claimed_at=None).update(not_before=now + AWAY_FOR)


def send_mail(payload: dict[str, Any], key: str) -> None:
    """The sender of mail. The key is its Message-ID, so that a mail which leaves twice is known as one."""
    message = EmailMessage(payload["subject"], payload["text"], to=[payload["to"]])
    message.extra_headers["Message-ID"] = f"<{key}@{settings.MAIL_HOST}>"
    message.send()
