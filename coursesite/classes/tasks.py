"""What the worker does for classes."""

from django.urls import reverse

from coursesite.classes.actions import add_next
from coursesite.classes.models import RosterImport
from coursesite.jobs.actions import advance_job, finish_job


def add_from_list(*, job_id: int, roster_import_id: int, text: str) -> None:
    """Add a pasted list, some rows at a time. Begun again, it goes on where it stopped."""
    made = RosterImport.objects.select_related("classroom", "by").get(pk=roster_import_id)
    advance_job(job_id=job_id, done=made.places.count())
    while add_next(roster_import=made, text=text, by=made.by):
        advance_job(job_id=job_id, done=made.places.count())
    finish_job(
        job_id=job_id,
        result={
            "url": reverse("classes:students_added", args=[made.classroom.public_id, made.public_id]),
            "words": "Go on to the sign-in cards",
            "told": f"{made.places.count()} students were added to {made.classroom}.",
        },
    )
