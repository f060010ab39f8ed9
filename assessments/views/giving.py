"""The library of quizzes and essays: looking at one, giving it to several classes."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from assessments.forms.giving import GiveSettingsForm, thing_of
from assessments.models import Assessment
from assessments.queries.library import preview_sheets, shelved_assessments
from coursesite.classes.models import Classroom
from coursesite.ui.forms import UNPROCESSABLE
from lessons.actions.giving_many import give_all
from lessons.forms.giving import GiveTable
from lessons.views.publishing import given_words


@require_safe
def assessment_list(request: HttpRequest) -> HttpResponse:
    return render(request, "assessments/assessment_list.html", {"rows": shelved_assessments(request.user)})


@require_safe
def assessment_preview(request: HttpRequest, assessment: uuid.UUID) -> HttpResponse:
    """The questions as students see them; nothing can be sent."""
    found = get_object_or_404(Assessment.objects.visible_to(request.user), public_id=assessment)
    context = {"assessment": found, "sheets": preview_sheets(found)}
    return render(request, "assessments/assessment_preview.html", context)


def assessment_give(request: HttpRequest, assessment: uuid.UUID) -> HttpResponse:
    """One table of the teacher's classes: tick, dates, Give."""
    found = get_object_or_404(Assessment.objects.visible_to(request.user), public_id=assessment)
    form = GiveSettingsForm(request.POST or None)
    how = form.cleaned_data if request.method == "POST" and form.is_valid() else {}
    classrooms = list(Classroom.objects.taught_by(request.user).filter(term__archived_at=None))
    table = GiveTable(request.POST or None, [thing_of(request.user, found, **how)], classrooms)
    context = {"assessment": found, "table": table, "settings_form": form, "classrooms": classrooms}
    if request.method != "POST":
        return render(request, "assessments/assessment_give.html", context)
    if not table.is_valid() or not form.is_valid():
        return render(request, "assessments/assessment_give.html", context | {"invalid": True}, status=UNPROCESSABLE)
    given, moved = give_all(givings=table.givings, by=request.user)
    messages.success(request, given_words(given, moved))
    return redirect("assessments:assessment_give", found.public_id)
