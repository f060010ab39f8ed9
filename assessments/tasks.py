"""Work that nobody waits for. Every task can run twice without harm."""

import logging

from django.urls import reverse

from assessments.actions.attempts import finalize_attempt, overdue_attempts
from assessments.actions.regrading import STEP, finish_regrade, regrade_next
from assessments.actions.thinning import thin_next
from assessments.models import Regrade
from coursesite.jobs.actions import advance_job, finish_job

AT_ONCE = 50
log = logging.getLogger(__name__)


def finalize_overdue() -> int:
    """Hand in what was saved of attempts whose time is over, oldest first, fifty at a time. Says how many.

    Each in a transaction of its own, so that a worker that dies loses one at most; what another has locked is left to
    it, and one that fails keeps none of the others waiting.
    """
    done = 0
    for one in list(overdue_attempts().values_list("public_id", flat=True)[:AT_ONCE]):
        try:
            done += finalize_attempt(attempt_id=one, wait=False)
        except Exception:  # told, and tried again in the next round
            log.exception("Attempt %s could not be handed in.", one)
    return done


def regrade_answers(*, job_id: int, regrade_id: int) -> None:
    """Mark all handed-in answers to a question with its corrected key, twenty at a time."""
    regrade = Regrade.objects.select_related("key__question_version__question", "by").get(pk=regrade_id)
    after, done = 0, 0
    while (last := regrade_next(regrade=regrade, after=after)) is not None:
        after, done = last, done + STEP
        advance_job(job_id=job_id, done=done)
    changed = finish_regrade(regrade=regrade)
    version = regrade.key.question_version
    words = f"{changed} mark{'' if changed == 1 else 's'} changed. See the question"
    url = reverse("assessments:regrade", args=[version.question.public_id, version.number])
    finish_job(job_id=job_id, result={"url": url, "words": words})


def thin_answers() -> int:
    """Thin the log of answers 30 days after release: what was handed in, conflicts and one wording a minute stay.

    Says how many rows went.
    """
    gone = 0
    for _ in range(AT_ONCE):
        thinned = thin_next()
        if thinned is None:
            break
        gone += thinned
    return gone
