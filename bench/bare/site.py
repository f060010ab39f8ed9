"""The bare project's three views and its routes: a page, an insert, a grid."""

import json

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_POST

from bench.bare.models import Mark, Note, Page


def page(request, pk):
    """(b): a page behind sign-in with one query of its own."""
    return render(request, "bare/page.html", {"page": get_object_or_404(Page, pk=pk)})


@require_POST
def note(request):
    """(c): a POST behind sign-in that inserts one row."""
    made = Note.objects.create(user=request.user, value=json.loads(request.body)["value"])
    return JsonResponse({"saved": made.pk})


def grid(request):
    """Every mark through the template loop."""
    rows = {}
    for mark in Mark.objects.order_by("student", "column"):
        rows.setdefault(mark.student, []).append(mark)
    return render(request, "bare/grid.html", {"rows": rows})


urlpatterns = [
    path("page/<int:pk>/", page),
    path("note/", note),
    path("grid/", grid),
]
