"""What one student is given in all work: set once, seen by few, every look recorded."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from coursesite import clock
from coursesite.accounts.models import User
from coursesite.audit.actions import record
from coursesite.classes import due
from coursesite.classes.actions import set_accommodation
from coursesite.classes.errors import ClassError
from coursesite.classes.forms import AccommodationForm
from coursesite.classes.policy import accommodated_by, manages_classes
from coursesite.classes.queries import GivenTime, given_time
from coursesite.classes.views.people import GET_OR_POST
from coursesite.ui.forms import invalid
from coursesite.ui.views import conflict

PAGE = "classes/student_time.html"


@require_http_methods(GET_OR_POST)
def student_time(request: HttpRequest, person) -> HttpResponse:
    """For the student's teachers and for admins; nobody else finds it."""
    them = get_object_or_404(accommodated_by(request.user, User.objects), public_id=person)
    if request.method != "POST":
        record(by=request.user, verb="accommodation_view", target=them)
        found = given_time(request.user, them, clock.now())
        return render(request, PAGE, _page(request, them, found, AccommodationForm.showing(found.newest, found.n)))
    form = AccommodationForm(request.POST)
    if not form.is_valid():
        record(by=request.user, verb="accommodation_view", target=them)
        return invalid(request, PAGE, _page(request, them, given_time(request.user, them, clock.now()), form))
    try:
        attempts = set_accommodation(user=them, by=request.user, **form.values)[1]
    except ClassError as error:
        return conflict(request, error)
    messages.success(request, f"Set for {them.name}, for all that is open and all that comes.{followed(attempts)}")
    return redirect("classes:student_time", them.public_id)


def _page(request: HttpRequest, them: User, found: GivenTime, form: AccommodationForm) -> dict:
    """`said` are the sentences that the student reads."""
    manages = manages_classes(request.user)
    said = due.extra_words(found.newest)
    return {"person": them, "found": found, "form": form, "said": said, "manages": manages}


def followed(attempts: int) -> str:
    """What a change did to tests that run, or run again, as the end of a message."""
    if not attempts:
        return ""
    return f" {attempts} attempt{' runs' if attempts == 1 else 's run'} now with a new end."
