"""What a page asks about a job."""

from datetime import datetime, timedelta

from coursesite.jobs.models import Job

WAITS_LONG = timedelta(minutes=2)


def seems_stuck(job: Job, now: datetime) -> bool:
    """Nothing has been heard of it for longer than a worker at work ever takes to look or to say how far it is."""
    return job.finished_at is None and (job.heard_at or job.created_at) < now - WAITS_LONG
