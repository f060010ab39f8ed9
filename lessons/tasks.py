"""What the worker does for lessons."""

from django.urls import reverse

from coursesite.accounts.models import User
from coursesite.jobs.actions import advance_job, finish_job
from lessons.actions.anchoring import Corrections, notes_behind, reanchor_next, told
from lessons.sources.models import Edition


def reanchor_notes(*, job_id: int, edition_id: int, by_id: int) -> None:
    """Find every note on a corrected text in its newest version. Begun again, it finds the same and adds nothing.

    How far it is is told in hundredths, because the number of notes counts private ones too.
    """
    asked = Edition.objects.get(pk=edition_id)
    versions = Edition.objects.filter(source=asked.source_id, label=asked.label).exclude(locked_at=None)
    edition = versions.select_related("source").latest("number")
    corrections, after, done = Corrections(edition), 0, 0
    ids = list(notes_behind(edition).order_by("pk").values_list("pk", flat=True))
    while (last := reanchor_next(edition=edition, corrections=corrections, after=after)) is not None:
        after = last
        done = sum(1 for pk in ids if pk <= last)
        advance_job(job_id=job_id, done=100 * done // max(len(ids), 1), total=100)
    finish_job(
        job_id=job_id,
        result={
            "url": reverse("lessons:source_notes", args=[edition.source.slug]),
            "words": "See the notes of your classes",
            "told": told(edition, User.objects.get(pk=by_id)),
        },
    )
