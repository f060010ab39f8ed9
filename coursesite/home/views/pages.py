"""Pages that anybody may read: help, accessibility, privacy, legal notice."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coursesite.accounts.models import School
from coursesite.privacy.registry import declared


def _about_school() -> dict[str, str]:
    """What the school has filled in about itself; every key is there, "" where it has not."""
    school = School.objects.order_by("pk").first()
    filled = school.settings if school else {}
    keys = ("contact_name", "contact_email", "address", "data_officer")
    return {"school_name": school.name if school else ""} | {key: str(filled.get(key, "")) for key in keys}


@login_not_required
@require_safe
def help(request: HttpRequest) -> HttpResponse:
    return render(request, "home/help.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "home/accessibility.html", {"school": _about_school()})


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "home/privacy.html", {"school": _about_school(), "kept": declared()})


@login_not_required
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "home/legal.html", {"school": _about_school()})
