"""The demo's three ways in. Mounted in the demo only; anywhere else there is nothing here."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from coursesite.accounts.actions import open_session
from coursesite.accounts.models import User

PEOPLE = {"student": "irina.kim", "teacher": "ana.ortiz", "admin": "adam.quist"}


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest, who: str) -> HttpResponse:
    """Sign in as one of the demo's people, without a passphrase."""
    if settings.SITE_MODE != "demo" or who not in PEOPLE:
        raise Http404
    people = User.objects.active().filter(external_source="demo")
    user = get_object_or_404(people, username=PEOPLE[who])
    login(request, user, settings.AUTHENTICATION_BACKENDS[0])
    open_session(session=request.session, by=user, way="demo")
    return redirect("home:home")
