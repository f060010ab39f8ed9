"""When something in the plan opens, is due and closes, in one class or in several."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_http_methods

from coursesite import clock
from coursesite.classes.actions import reschedule_all
from coursesite.classes.errors import ClassError
from coursesite.classes.forms import DatesForm
from coursesite.classes.models import Assignment
from coursesite.classes.queries import same_thing
from coursesite.classes.views.extending import editable_or_404
from coursesite.classes.views.people import GET_OR_POST
from coursesite.classes.views.time import followed
from coursesite.ui.forms import invalid
from coursesite.ui.views import conflict

PAGE = "classes/assignment_dates.html"


@require_http_methods(GET_OR_POST)
def assignment_dates(request: HttpRequest, classroom, assignment) -> HttpResponse:
    """The dates of one thing in the plan; what runs already gets its new end, and the page says so."""
    given = editable_or_404(request, classroom, assignment)
    others = same_thing(given, request.user)
    data = request.POST if request.method == "POST" else None
    form = DatesForm(data, assignment=given, others=others)
    context = {"classroom": given.classroom, "assignment": given, "form": form, "others": list(others)}
    if request.method != "POST":
        return render(request, PAGE, context | {"warnings": warnings_of(given)})
    if not form.is_valid():
        return invalid(request, PAGE, context)
    try:
        attempts = reschedule_all(changes=form.wanted, by=request.user)
    except ClassError as error:
        return conflict(request, error)
    count = len(form.wanted)
    told = f"The dates are kept{f' in {count} classes' if count > 1 else ''}.{followed(attempts)}"
    begun = " Students keep the questions that they have begun with." if attempts else ""
    messages.success(request, told + begun)
    warn_of(request, form.cleaned_data["also"])
    return redirect("classes:assignment_dates", classroom, assignment)


def warn_of(request: HttpRequest, moved: Iterable[Assignment]) -> None:
    """The same, as messages, for what was moved from another page."""
    for one in moved:
        for words in warnings_of(one):
            messages.warning(request, words)


def warnings_of(given: Assignment) -> list[str]:
    """What a teacher should know of these dates (settings.DATE_WARNINGS)."""
    fresh = Assignment.objects.select_related("classroom").get(pk=given.pk)
    return [words for name in settings.DATE_WARNINGS for words in import_string(name)(fresh, clock.now())]
