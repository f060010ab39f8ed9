"""A teacher looks at her class as one of its students."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from coursesite import clock
from coursesite.classes.actions.viewing import start_viewing, stop_viewing
from coursesite.classes.forms.viewing import ViewAsForm
from coursesite.classes.models import Enrolment
from coursesite.classes.policy import viewable_by
from coursesite.classes.viewing import KEY, Viewing
from coursesite.ui.forms import invalid


@require_http_methods(["GET", "HEAD", "POST"])
def view_as(request: HttpRequest, classroom, person) -> HttpResponse:
    """As of now, or as if at another moment."""
    place = viewable_by(request.user, Enrolment.objects, classroom, person)
    if place is None:
        raise Http404
    form = ViewAsForm(request.POST if request.method == "POST" else None, zone=place.classroom.zone)
    context = {"form": form, "person": place.user, "classroom": place.classroom}
    if request.method != "POST":
        return render(request, "classes/view_as.html", context)
    if not form.is_valid():
        return invalid(request, "classes/view_as.html", context)
    viewing = start_viewing(enrolment=place, by=request.user, at=form.moment)
    request.session[KEY] = viewing.pack()
    return redirect("home:class_home", place.classroom.public_id)


@require_POST
def view_as_stop(request: HttpRequest) -> HttpResponse:
    """Back to oneself. A second time it only leads on."""
    viewing = Viewing.unpack(request.session.pop(KEY, None), clock.now())
    if viewing is None:
        return redirect("/")
    stop_viewing(viewing=viewing, by=request.user)
    return redirect("classes:people", viewing.classroom)
