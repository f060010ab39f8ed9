"""Building a quiz or an essay: every change is a POST of its own, and comes back to the same page."""

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from js_asset import Media

from assessments.actions import building
from assessments.errors import CannotBuild
from assessments.forms.bank import BankFilter, ShelfForm
from assessments.forms.building import (
    AddForm,
    AssessmentForm,
    DrawForm,
    DrawSizeForm,
    NewAssessmentForm,
    PlaceForm,
    PointsForm,
    StimulusForm,
)
from assessments.models import Assessment, Draw, Question, Slot
from assessments.queries.bank import current_version
from assessments.queries.building import given_of, offered, plan_of
from assessments.totals import plain
from coursesite.ui.forms import UNPROCESSABLE, invalid
from lessons.actions.authoring import stamp_of
from lessons.clean import words_of
from lessons.errors import EditConflict
from lessons.forms.authoring import ProseWidget
from lessons.queries.authoring import editable_shelves_of

CONFLICT = 409


def readable(request: HttpRequest, assessment: UUID) -> Assessment:
    rows = Assessment.objects.visible_to(request.user).select_related("shelf", "lesson__live_version")
    return get_object_or_404(rows, public_id=assessment)


def editable(request: HttpRequest, assessment: UUID) -> Assessment:
    """Hidden is 404; what one may read and not change is 403."""
    found = readable(request, assessment)
    if not Assessment.objects.editable_by(request.user).filter(pk=found.pk).exists():
        raise PermissionDenied
    return found


def assessment_new(request: HttpRequest) -> HttpResponse:
    if not editable_shelves_of(request.user).exists():
        raise Http404
    form = NewAssessmentForm(request.POST or None, user=request.user)
    if request.method != "POST":
        return render(request, "assessments/assessment_new.html", {"form": form})
    if not form.is_valid():
        return invalid(request, "assessments/assessment_new.html", {"form": form})
    made = building.make_assessment(by=request.user, **form.cleaned_data)
    return redirect("assessments:assessment_edit", made.public_id)


def page_of(request: HttpRequest, found: Assessment) -> dict[str, Any]:
    """What the builder's page shows. The same number of queries for any number of questions."""
    find = BankFilter(request.GET, user=request.user, few=True)
    asked = find.asked
    rows, more = offered(request.user, found, asked) if not found.locked_at else ([], False)
    return {
        "assessment": found,
        "plan": plan_of(request.user, found),
        "find": find,
        "asked": asked,
        "rows": rows,
        "more": more,
        "keep": kept(request),
        "given": given_of(request.user, found),
        "removed": AddForm(request.GET, user=request.user, assessment=found) if request.GET.get("version") else None,
        "details": AssessmentForm(assessment=found, user=request.user),
        "draw_form": DrawForm(assessment=found),
        "stimulus_form": StimulusForm(assessment=found, user=request.user),
        "copy_form": ShelfForm(user=request.user, label="Copy to the shelf"),
        "media": Media.from_media(ProseWidget().media, nonce=request.csp_nonce),
    }


def page_again(request: HttpRequest, found: Assessment, status: int, **more) -> HttpResponse:
    ticked = [int(pk) for pk in request.POST.getlist("slots") if pk.isdigit()]
    context = page_of(request, found) | {"invalid": True, "ticked": ticked, **more}
    return render(request, "assessments/assessment_edit.html", context, status=status)


def assessment_edit(request: HttpRequest, assessment: UUID) -> HttpResponse:
    """The questions in order; a POST changes title, instructions and lesson."""
    found = editable(request, assessment)
    if request.method != "POST":
        return render(request, "assessments/assessment_edit.html", page_of(request, found))
    form = AssessmentForm(request.POST, assessment=found, user=request.user)
    if not form.is_valid():
        return page_again(request, found, UNPROCESSABLE, details=form, form=form, open="details")
    try:
        seen = form.cleaned_data["stamp"]
        building.describe_assessment(assessment=found, values=form.values, seen=seen, by=request.user)
    except EditConflict as conflict:
        form.data = form.data.copy()
        form.data["stamp"] = stamp_of(conflict.stands)
        stands = [("Title", conflict.stands["title"]), ("Instructions", words_of(conflict.stands["instructions"]))]
        found.refresh_from_db()
        return page_again(request, found, CONFLICT, details=form, open="details", conflict=conflict, stands=stands)
    except CannotBuild as refusal:
        return page_again(request, found, CONFLICT, refusal=refusal)
    messages.success(request, "Title, instructions and lesson are saved.")
    return redirect("assessments:assessment_edit", assessment)


@require_POST
def assessment_copy(request: HttpRequest, assessment: UUID) -> HttpResponse:
    """A copy to edit, on one's own shelf."""
    found = readable(request, assessment)
    form = ShelfForm(request.POST, user=request.user, label="Copy to the shelf")
    if not form.is_valid():
        return invalid(request, "assessments/assessment_copy.html", {"assessment": found, "form": form})
    made = building.copy_assessment(assessment=found, shelf=form.cleaned_data["shelf"], by=request.user)
    messages.success(request, "This is the copy. Classes that have the other one keep it.")
    return redirect("assessments:assessment_edit", made.public_id)


# -- One change at a time ----------------------------------------------------------------------------------

View = Callable[..., HttpResponse]


def changes_it(view: View) -> View:
    """A POST by somebody who may edit it; what the state of things refuses is told on the page, with 409."""

    @require_POST
    @functools.wraps(view)
    def wrapped(request: HttpRequest, assessment: UUID, **parts) -> HttpResponse:
        found = editable(request, assessment)
        try:
            return view(request, found, **parts)
        except CannotBuild as refusal:
            return page_again(request, found, CONFLICT, refusal=refusal)

    return wrapped


def kept(request: HttpRequest, **more) -> str:
    """The search that stands on the page, as a query; what was removed is named once only."""
    asked = request.GET.copy()
    for name in ("version", "at", "points", "draw", "beside"):
        asked.pop(name, None)
    asked.update({name: str(value) for name, value in more.items() if value is not None})
    return f"?{asked.urlencode()}" if asked else ""


def back(request: HttpRequest, found: Assessment, place: str, **query) -> HttpResponse:
    """The page again, at the place that was changed, with the search that stood there."""
    address = reverse("assessments:assessment_edit", args=[found.public_id])
    return redirect(f"{address}{kept(request, **query)}#{place}")


def slot_in(found: Assessment, row: int) -> Slot:
    rows = found.slots.select_related("question_version__question", "draw", "stimulus")
    return get_object_or_404(rows, pk=row)


@changes_it
def slot_add(request: HttpRequest, found: Assessment) -> HttpResponse:
    form = AddForm(request.POST, user=request.user, assessment=found, auto_id=False)
    if not form.is_valid():
        return page_again(request, found, UNPROCESSABLE, form=form)
    data = form.cleaned_data
    version = data["version"] or _version_for(request, data["question"])
    where = {name: data[name] for name in ("at", "points", "draw", "beside")}
    slot = building.add_slot(assessment=found, version=version, by=request.user, **where)
    return back(request, found, "find" if data["question"] else f"slot-{slot.pk}")


def _version_for(request: HttpRequest, question: Question):
    may_edit = Question.objects.editable_by(request.user).filter(pk=question.pk).exists()
    version = current_version(question, may_edit)
    if version is None:
        raise CannotBuild("This question says nothing yet. Write it first.")
    return version


@changes_it
def slot_move(request: HttpRequest, found: Assessment, row: int) -> HttpResponse:
    form = PlaceForm(request.POST, auto_id=False)
    slot = slot_in(found, row)
    if not form.is_valid():
        return page_again(request, found, UNPROCESSABLE, form=form)
    building.move_slot(assessment=found, slot=slot, to=form.cleaned_data["to"], by=request.user)
    return back(request, found, f"slot-{slot.pk}")


@changes_it
def slot_points(request: HttpRequest, found: Assessment, row: int) -> HttpResponse:
    form, slot = PointsForm(request.POST, auto_id=False), slot_in(found, row)
    if not form.is_valid():
        return page_again(request, found, UNPROCESSABLE, form=form)
    building.change_points(assessment=found, slot=slot, points=form.cleaned_data["points"], by=request.user)
    return back(request, found, f"slot-{slot.pk}")


@changes_it
def slot_drop(request: HttpRequest, found: Assessment, row: int) -> HttpResponse:
    """Out of it; the page that follows offers to put it back."""
    slot = slot_in(found, row)
    stood = {
        "version": slot.question_version_id,
        "at": slot.position,
        "points": plain(slot.points),
        "beside": slot.stimulus_id,
    }
    draw = slot.draw_id if building.drop_slot(assessment=found, slot=slot, by=request.user) else None
    return back(request, found, "questions", draw=draw, **stood)


@changes_it
def slot_newest(request: HttpRequest, found: Assessment, row: int) -> HttpResponse:
    slot = slot_in(found, row)
    if not Question.objects.visible_to(request.user).filter(pk=slot.question_version.question_id).exists():
        raise PermissionDenied
    version = _version_for(request, slot.question_version.question)
    building.use_version(assessment=found, slot=slot, version=version, by=request.user)
    messages.success(request, f"Version {version.number} of the question stands there now.")
    return back(request, found, f"slot-{slot.pk}")


@changes_it
def draw_make(request: HttpRequest, found: Assessment) -> HttpResponse:
    form = DrawForm(request.POST, assessment=found)
    if not form.is_valid():
        return page_again(request, found, UNPROCESSABLE, draw_form=form, form=form, open="ticked")
    slots, count, points = (form.cleaned_data[name] for name in ("slots", "count", "points"))
    draw = building.make_draw(assessment=found, slots=slots, count=count, points=points, by=request.user)
    return back(request, found, f"draw-{draw.pk}")


@changes_it
def draw_change(request: HttpRequest, found: Assessment, draw: int) -> HttpResponse:
    mine, form = get_object_or_404(Draw, assessment=found, pk=draw), DrawSizeForm(request.POST, auto_id=False)
    if not form.is_valid():
        return page_again(request, found, UNPROCESSABLE, form=form)
    building.change_draw(assessment=found, draw=mine, by=request.user, **form.cleaned_data)
    return back(request, found, f"draw-{mine.pk}")


@changes_it
def draw_drop(request: HttpRequest, found: Assessment, draw: int) -> HttpResponse:
    mine = get_object_or_404(Draw, assessment=found, pk=draw)
    building.drop_draw(assessment=found, draw=mine, by=request.user)
    messages.success(request, "Every student gets all of these questions now. To draw again, tick them.")
    return back(request, found, "questions")


@changes_it
def slots_beside(request: HttpRequest, found: Assessment) -> HttpResponse:
    """A source beside the ticked questions, or none."""
    form = StimulusForm(request.POST, assessment=found, user=request.user)
    if not form.is_valid():
        return page_again(request, found, UNPROCESSABLE, stimulus_form=form, form=form, open="ticked")
    building.show_stimulus(assessment=found, by=request.user, **form.what)
    return back(request, found, "questions")
