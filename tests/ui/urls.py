"""Routes of the tests of the look: a page with every component, and views that go wrong in every way."""

import datetime

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path

from coursesite import clock
from coursesite.ui import views
from coursesite.ui.forms import invalid
from coursesite.ui.navitems import Link, Nav

handler400 = "coursesite.ui.views.bad_request"
handler403 = "coursesite.ui.views.forbidden"
handler404 = "coursesite.ui.views.not_found"
handler500 = "coursesite.ui.views.server_error"


def full_nav(request):
    """As many ways to go as anybody ever has, named in settings.UI_NAV by the tests."""
    names = (
        ("Home", "house"),
        ("People", "user-round"),
        ("Classes", "users"),
        ("Terms", "calendar"),
        ("Log", "scroll-text"),
    )
    main = tuple(Link(name, f"/{name.lower()}/", icon, current=name == "Classes") for name, icon in names)
    helping = Link("Help", "/help/", "circle-question-mark")
    account = (Link("Change passphrase", "/passphrase/"),)
    return Nav((*main, helping), account, reading="/reading/", sign_out="/sign-out/", foot=(helping,))


class StyleForm(forms.Form):
    name = forms.CharField(help_text="As in a register.", error_messages={"required": "Enter the student’s name."})
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), required=False)
    kind = forms.ChoiceField(
        choices=[("quiz", "Quiz"), ("essay", "Essay")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose quiz or essay."},
    )
    classes = forms.MultipleChoiceField(
        choices=[("a", "History 11A"), ("b", "History 11B")], widget=forms.CheckboxSelectMultiple, required=False
    )
    term = forms.ChoiceField(choices=[("1", "Fall"), ("2", "Spring")])
    notes = forms.CharField(widget=forms.Textarea, required=False)
    tell = forms.BooleanField(required=False, label="Tell the class")


@login_not_required
def style(request):
    context = {
        "counts": {"handed_in": 21, "in_progress": 4, "not_started": 2, "excused": 1},
        "urls": {"handed_in": "/help/"},
        "due": clock.now() + datetime.timedelta(days=3),
        "zone": "America/New_York",
        "form": StyleForm(request.POST or None),
    }
    if request.method == "POST" and not context["form"].is_valid():
        return invalid(request, "ui/style.html", context)
    return render(request, "ui/style.html", context)


def _raises(exception):
    @login_not_required
    def view(request):
        raise exception

    return view


@login_not_required
def upload(request):
    return HttpResponse(len(request.body))


urlpatterns = [
    path("style/", style, name="style"),
    path("upload/", upload, name="upload"),
    path("wrong/400/", _raises(SuspiciousOperation("A cookie of an odd shape"))),
    path("wrong/403/", _raises(PermissionDenied("This page is for teachers of History 11B."))),
    path("wrong/409/", login_not_required(views.conflict)),
    path("wrong/413/", login_not_required(views.too_large)),
    path("wrong/429/", login_not_required(views.too_many)),
    path("wrong/500/", _raises(RuntimeError("the database is down"))),
    path("", include("coursesite.home.urls")),
    path("", include("coursesite.accounts.urls")),
]
