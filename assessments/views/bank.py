"""The question bank: finding questions, looking at one, describing, moving, copying and retiring it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from assessments.actions.bank import (
    copy_question,
    describe_question,
    details_of,
    link_passages,
    move_question,
    retire_question,
    unlink_passage,
)
from assessments.bankwords import one_line
from assessments.forms.bank import (
    BankFilter,
    DetailsForm,
    PassagesForm,
    RetireForm,
    ShelfForm,
)
from assessments.kinds import kind_of
from assessments.models import Question, QuestionPassage
from assessments.policy import keeps_bank
from assessments.queries.bank import (
    bank_page,
    current_version,
    found_questions,
    key_of,
    key_shown,
    misreadings_of,
    passages_about,
    preview_of,
    uses_of,
    versions_told,
)
from coursesite.ui.forms import UNPROCESSABLE
from lessons.actions.authoring import stamp_of
from lessons.errors import EditConflict
from lessons.queries.authoring import editable_shelves_of

CONFLICT = 409


@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    """Fifty questions, the newest first, and the way to the next fifty."""
    if not keeps_bank(request.user):
        raise Http404
    form = BankFilter(request.GET, user=request.user)
    asked = form.asked
    page = bank_page(request.user, found_questions(request.user, asked), asked.get("before"))
    context = {
        "form": form,
        "page": page,
        "asked": bool(set(asked) - {"before"}),
        "next": _with(request.GET, page.next),
    }
    context["may_make"] = editable_shelves_of(request.user).exists()
    return render(request, "assessments/question_list.html", context)


def _with(asked: QueryDict, before: int | None) -> str:
    if before is None:
        return ""
    following = asked.copy()
    following["before"] = str(before)
    return following.urlencode()


# -- One question ------------------------------------------------------------------------------------------


def readable(request: HttpRequest, question: UUID) -> Question:
    return get_object_or_404(Question.objects.visible_to(request.user).select_related("shelf"), public_id=question)


def may_edit_it(request: HttpRequest, found: Question) -> bool:
    return Question.objects.editable_by(request.user).filter(pk=found.pk).exists()


def editable(request: HttpRequest, question: UUID) -> Question:
    """Hidden is 404; what one may read and not change is 403."""
    found = readable(request, question)
    if not may_edit_it(request, found):
        raise PermissionDenied
    return found


def _page_of(request: HttpRequest, found: Question) -> dict[str, Any]:
    may_edit = may_edit_it(request, found)
    version = current_version(found, may_edit)
    if version is None:
        raise Http404
    versions, key = versions_told(found), key_of(version)
    return {
        "question": found,
        "version": version,
        "kind": kind_of(version.kind),
        "title": one_line(version.body.get("stem", ""))[:80] or str(found),
        "q": preview_of(version),
        "shown": key_shown(version, key),
        "misreadings": misreadings_of(version, key),
        "versions": versions if may_edit else [row for row in versions if row.version.locked_at],
        "about": passages_about(request.user, found),
        "uses": uses_of(request.user, found),
        "tags": [tag.name for tag in found.tags.all()],
        "may_edit": may_edit,
        "details": DetailsForm(question=found) if may_edit else None,
        "passages_form": PassagesForm(user=request.user) if may_edit else None,
        "copy_form": ShelfForm(user=request.user, label="Copy to the shelf"),
        "move_form": ShelfForm(user=request.user, label="Move to the shelf", but=found.shelf_id),
    }


def question_page(request: HttpRequest, question: UUID) -> HttpResponse:
    """What students see, the key, what is known about it; a POST changes name, skill, tags and note."""
    if request.method != "POST":
        return render(request, "assessments/question_page.html", _page_of(request, readable(request, question)))
    found = editable(request, question)
    form = DetailsForm(request.POST, question=found)
    try:
        if not form.is_valid():
            return _page_again(request, found, UNPROCESSABLE, details=form, form=form, open="details")
        seen = form.cleaned_data["stamp"]
        describe_question(question=found, values=form.values, seen=seen, by=request.user)
    except EditConflict as conflict:
        return _details_conflict(request, found, form, conflict)
    messages.success(request, "Name, skill, tags and note are saved.")
    return redirect("assessments:question_page", question)


def _page_again(request: HttpRequest, found: Question, status: int, **more) -> HttpResponse:
    context = _page_of(request, found) | {"invalid": True, **more}
    return render(request, "assessments/question_page.html", context, status=status)


def _details_conflict(request: HttpRequest, found: Question, form: DetailsForm, conflict: EditConflict) -> HttpResponse:
    form.data = form.data.copy()
    form.data["stamp"] = stamp_of(conflict.stands)
    found.refresh_from_db()
    stands = [(form.fields[name].label, ", ".join(value) if name == "tags" else value) for name, value in
              details_of(found).items()]  # fmt: skip
    return _page_again(request, found, CONFLICT, details=form, open="details", conflict=conflict, stands=stands)


@require_POST
def question_passages(request: HttpRequest, question: UUID) -> HttpResponse:
    """Link passages of a source to the question."""
    found = editable(request, question)
    form = PassagesForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page_again(request, found, UNPROCESSABLE, passages_form=form, form=form, open="about")
    added = link_passages(question=found, passages=form.cleaned_data["passages"], by=request.user)
    messages.success(request, f"{added} passage{'' if added == 1 else 's'} linked.")
    return redirect("assessments:question_page", question)


@require_POST
def question_unlink(request: HttpRequest, question: UUID, link: int) -> HttpResponse:
    found = editable(request, question)
    row = get_object_or_404(QuestionPassage, question=found, pk=link)
    unlink_passage(link=row, by=request.user)
    messages.success(request, "The passage is no longer linked.")
    return redirect("assessments:question_page", question)


@require_POST
def question_copy(request: HttpRequest, question: UUID) -> HttpResponse:
    found = readable(request, question)
    form = ShelfForm(request.POST, user=request.user, label="Copy to the shelf")
    version = current_version(found, may_edit_it(request, found))
    if version is None or not form.is_valid():
        return _page_again(request, found, UNPROCESSABLE, copy_form=form, form=form, open="shelf")
    made = copy_question(question=found, version=version, shelf=form.cleaned_data["shelf"], by=request.user)
    messages.success(request, f"Copied to “{made.shelf}”. This copy is yours to change.")
    return redirect("assessments:question_page", made.public_id)


@require_POST
def question_move(request: HttpRequest, question: UUID) -> HttpResponse:
    found = editable(request, question)
    form = ShelfForm(request.POST, user=request.user, label="Move to the shelf", but=found.shelf_id)
    if not form.is_valid():
        return _page_again(request, found, UNPROCESSABLE, move_form=form, form=form, open="shelf")
    move_question(question=found, shelf=form.cleaned_data["shelf"], by=request.user)
    messages.success(request, f"The question stands on “{found.shelf}” now.")
    return redirect("assessments:question_page", question)


@require_POST
def question_retire(request: HttpRequest, question: UUID) -> HttpResponse:
    """No longer offered; or, with `back`, offered again."""
    found = editable(request, question)
    form = RetireForm(request.POST)
    if form.is_valid():
        retire_question(question=found, retired=not form.cleaned_data["back"], by=request.user)
        if form.cleaned_data["back"]:
            messages.success(request, "The question is offered again.")
    return redirect("assessments:question_page", question)
