"""The item chart of a task, and correcting a key from it."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from js_asset import Media

from assessments.actions.regrading import correct_key, undo_correction
from assessments.errors import KeyChanged
from assessments.forms.correcting import KeyForm, can_be_corrected
from assessments.models import Question, QuestionVersion, Regrade
from assessments.queries.items import figures
from assessments.queries.regrading import corrections_of, marked_answers, newest_key, preview
from assessments.regrading import moves
from assessments.views.marking import markable
from coursesite.ui.forms import UNPROCESSABLE
from lessons.forms.authoring import ProseWidget


@require_GET
def item_chart(request: HttpRequest, classroom: uuid.UUID, assignment: uuid.UUID) -> HttpResponse:
    """How the class did in each question."""
    given = markable(request, classroom, assignment)
    found = figures(given)
    mine = Question.objects.editable_by(request.user).filter(pk__in=[one.version.question_id for one in found])
    context = {
        "given": given,
        "assignment": given.assignment,
        "classroom": given.assignment.classroom,
        "figures": found,
        "editable": dict(mine.values_list("pk", "public_id")),
        "correctable": {one.version.pk for one in found if can_be_corrected(one.version)},
    }
    return render(request, "assessments/item_chart.html", context)


def find_version(request: HttpRequest, question: uuid.UUID, number: int) -> QuestionVersion:
    """A locked version with a key of a question that the user may edit. Seen but not edited: 403; else 404."""
    versions = QuestionVersion.objects.select_related("question").exclude(locked_at=None)
    found = get_object_or_404(versions, question__public_id=question, number=number,
                              question__in=Question.objects.visible_to(request.user))  # fmt: skip
    if not Question.objects.editable_by(request.user).filter(pk=found.question_id).exists():
        raise PermissionDenied("Only those who may edit the question can correct its key.")
    if not can_be_corrected(found):
        raise Http404
    return found


def regrade_page(request: HttpRequest, version: QuestionVersion, form: KeyForm | None = None, status=200, **more):
    key = newest_key(version.pk)
    form = form or KeyForm(version=version, key=key.value, initial={"seen": key.n})
    context = {"version": version, "key": key, "form": form, "corrections": corrections_of(version)}
    context |= more | {"invalid": status == UNPROCESSABLE}
    context["media"] = Media.from_media(ProseWidget().media, nonce=request.csp_nonce)
    return render(request, "assessments/regrade.html", context, status=status)


@require_GET
def regrade(request: HttpRequest, question: uuid.UUID, number: int) -> HttpResponse:
    """What is right now, and what was corrected before."""
    return regrade_page(request, find_version(request, question, number))


@require_POST
def regrade_preview(request: HttpRequest, question: uuid.UUID, number: int) -> HttpResponse:
    """Who would move, and by how much. Nothing is changed."""
    version = find_version(request, question, number)
    key = newest_key(version.pk).value
    form = KeyForm(request.POST, version=version, key=key)
    if not form.is_valid():
        return regrade_page(request, version, form, UNPROCESSABLE)
    found = moves(
        version.kind, version.body, form.value, marked_answers(version.pk), lowers=form.cleaned_data["lowers"]
    )
    return regrade_page(request, version, form, preview=preview(found, request.user), unchanged=form.value == key)


@require_POST
def regrade_apply(request: HttpRequest, question: uuid.UUID, number: int) -> HttpResponse:
    """Correct the key, and let the worker mark the answers anew."""
    version = find_version(request, question, number)
    form = KeyForm(request.POST, version=version, key=newest_key(version.pk).value)
    if not form.is_valid():
        return regrade_page(request, version, form, UNPROCESSABLE)
    data, back = form.cleaned_data, reverse("assessments:regrade", args=[question, number])
    try:
        job = correct_key(
            version=version, seen=data["seen"], value=form.value, reason=data["reason"], lowers=data["lowers"],
            by=request.user, back=back,
        )  # fmt: skip
    except KeyChanged as problem:
        messages.warning(request, str(problem))
        return regrade_page(request, version, status=409)
    return redirect("jobs:job", job.public_id)


@require_POST
def regrade_undo(request: HttpRequest, regrade: uuid.UUID) -> HttpResponse:
    """Bring back the key, and the marks, from before a correction."""
    found = get_object_or_404(
        Regrade.objects.visible_to(request.user)
        .filter(undone_at=None)
        .select_related("key__question_version__question"),
        public_id=regrade,
    )
    version = found.key.question_version
    back = reverse("assessments:regrade", args=[version.question.public_id, version.number])
    try:
        job = undo_correction(regrade=found, by=request.user, back=back)
    except KeyChanged as problem:
        messages.warning(request, str(problem))
        return regrade_page(request, version, status=409)
    return redirect("jobs:job", job.public_id)
