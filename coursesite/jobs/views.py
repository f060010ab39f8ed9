"""How far a job is, for the person who started it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from coursesite import clock
from coursesite.jobs.forms import WatchForm
from coursesite.jobs.models import Job
from coursesite.jobs.queries import seems_stuck

SECONDS = 5


@require_safe
def job(request: HttpRequest, job) -> HttpResponse:
    """One page for every state. Without script it loads itself anew only where its reader has asked for that."""
    found = get_object_or_404(Job.objects.visible_to(request.user), public_id=job)
    form = WatchForm(request.GET)
    again = found.finished_at is None and form.is_valid() and form.cleaned_data["again"]
    context = {"job": found, "again": again, "seconds": SECONDS, "stuck": seems_stuck(found, clock.now())}
    answer = render(request, "jobs/job.html", context)
    if again:
        answer["Refresh"] = str(SECONDS)
    return answer
