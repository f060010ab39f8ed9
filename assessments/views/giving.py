"""The library of quizzes and essays: looking at one, giving it to several classes."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from assessments.actions.giving import change_settings, fixed_of
from assessments.errors import CannotGive
from assessments.forms.bank import ShelfForm
from assessments.forms.giving import GivenForm, GiveSettingsForm, thing_of
from assessments.models import Assessment, AssignedAssessment
from assessments.queries.building import given_of
from assessments.queries.library import problems_of, shelved_assessments
from assessments.queries.preview import preview_groups
from coursesite.classes.errors import ClassError
from coursesite.classes.models import Classroom
from coursesite.classes.views.plan import warn_of
from coursesite.ui.forms import UNPROCESSABLE, invalid
from lessons.actions.giving_many import give_all
from lessons.forms.giving import GiveTable
from lessons.queries.authoring import editable_shelves_of
from lessons.sources.render import stored_html
from lessons.views.publishing import given_words


@require_safe
def assessment_list(request: HttpRequest) -> HttpResponse:
    context = {"rows": shelved_assessments(request.user), "may_make": editable_shelves_of(request.user).exists()}
    return render(request, "assessments/assessment_list.html", context)


@require_safe
def assessment_preview(request: HttpRequest, assessment: uuid.UUID) -> HttpResponse:
    """The questions as students see them; nothing can be sent. Of a draw all are shown, with how many are drawn."""
    found = get_object_or_404(Assessment.objects.visible_to(request.user), public_id=assessment)
    copy_form = ShelfForm(user=request.user, label="Copy to the shelf")
    may_edit = Assessment.objects.editable_by(request.user).filter(pk=found.pk).exists()
    context = {"assessment": found, "groups": preview_groups(found), "copy_form": copy_form, "may_edit": may_edit}
    context["instructions"] = stored_html(found.instructions)
    return render(request, "assessments/assessment_preview.html", context)


def assessment_give(request: HttpRequest, assessment: uuid.UUID) -> HttpResponse:
    """What it is for; one table of the teacher's classes: tick, dates, Give."""
    found = get_object_or_404(Assessment.objects.visible_to(request.user), public_id=assessment)
    posted = request.POST if request.method == "POST" else None
    form = GiveSettingsForm(posted, kind=found.kind)
    how = form.settings if posted is not None and form.is_valid() else {}
    classrooms = list(Classroom.objects.taught_by(request.user).filter(term__archived_at=None))
    table = GiveTable(posted, [thing_of(request.user, found, **how)], classrooms)
    context = {"assessment": found, "table": table, "settings_form": form, "classrooms": classrooms}
    context |= {"given": given_of(request.user, found), "problems": problems_of(found)}
    if posted is None:
        return render(request, "assessments/assessment_give.html", context)
    refusal = ""
    if table.is_valid() and form.is_valid() and form.check(_all_close(table)):
        try:
            given, moved = give_all(givings=table.givings, by=request.user)
            messages.success(request, given_words(given, moved))
            warn_of(request, (giving.assignment for giving in table.givings if giving.assignment))
            return redirect("assessments:assessment_give", found.public_id)
        except CannotGive as said:
            refusal = str(said)
    context |= {"invalid": True, "refusal": refusal}
    return render(request, "assessments/assessment_give.html", context, status=UNPROCESSABLE)


def _all_close(table: GiveTable) -> bool:
    return all(giving.dates["closes_at"] for giving in table.givings if giving.assignment is None)


def given_settings(request: HttpRequest, classroom: uuid.UUID, assignment: uuid.UUID) -> HttpResponse:
    """How one class has it. Who marks there may not change it."""
    rows = AssignedAssessment.objects.filter(assignment__classroom__public_id=classroom)
    rows = rows.select_related("assessment", "assignment__classroom")
    given = get_object_or_404(rows.markable_by(request.user), assignment__public_id=assignment)
    if not rows.editable_by(request.user).filter(pk=given.pk).exists():
        raise PermissionDenied
    held = fixed_of(given)
    form = GivenForm(request.POST if request.method == "POST" else None, given=given, held=held)
    context = {"given": given, "assignment": given.assignment, "classroom": given.assignment.classroom, "form": form,
               "held": held}  # fmt: skip
    if request.method != "POST":
        return render(request, "assessments/given_settings.html", context)
    if form.is_valid():
        try:
            change_settings(given=given, values=form.values, by=request.user)
            messages.success(request, "The settings of this class are saved.")
            return redirect("assessments:given_settings", classroom, assignment)
        except (CannotGive, ClassError) as refusal:
            form.add_error(None, str(refusal))
    return invalid(request, "assessments/given_settings.html", context)
