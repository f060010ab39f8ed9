"""The question bank: finding questions, looking at one, writing, describing, moving, copying and retiring it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from js_asset import Media

from assessments.actions.bank import (
    copy_question,
    describe_question,
    details_of,
    link_passages,
    make_question,
    move_question,
    retire_question,
    stamp_of_version,
    unlink_passage,
    write_version,
)
from assessments.bankwords import one_line
from assessments.forms.bank import (
    BankFilter,
    BankQuestionForm,
    DetailsForm,
    PassagesForm,
    RetireForm,
    ShelfForm,
)
from assessments.kinds import kind_of
from assessments.models import Question, QuestionPassage, QuestionVersion
from assessments.policy import keeps_bank
from assessments.queries.bank import (
    bank_page,
    current_version,
    found_questions,
    key_of,
    key_shown,
    passages_about,
    preview_of,
    uses_of,
    versions_told,
)
from coursesite.ui.forms import UNPROCESSABLE
from lessons.actions.authoring import stamp_of
from lessons.clean import words_of
from lessons.errors import EditConflict
from lessons.forms.authoring import ProseWidget
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


def _readable(request: HttpRequest, question: UUID) -> Question:
    return get_object_or_404(Question.objects.visible_to(request.user).select_related("shelf"), public_id=question)


def _may_edit(request: HttpRequest, found: Question) -> bool:
    return Question.objects.editable_by(request.user).filter(pk=found.pk).exists()


def _editable(request: HttpRequest, question: UUID) -> Question:
    """Hidden is 404; what one may read and not change is 403."""
    found = _readable(request, question)
    if not _may_edit(request, found):
        raise PermissionDenied
    return found


def _page_of(request: HttpRequest, found: Question) -> dict[str, Any]:
    may_edit = _may_edit(request, found)
    version = current_version(found, may_edit)
    if version is None:
        raise Http404
    versions = versions_told(found)
    return {
        "question": found,
        "version": version,
        "kind": kind_of(version.kind),
        "title": one_line(version.body.get("stem", ""))[:80] or str(found),
        "q": preview_of(version),
        "shown": key_shown(version, key_of(version)),
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
        return render(request, "assessments/question_page.html", _page_of(request, _readable(request, question)))
    found = _editable(request, question)
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
    found = _editable(request, question)
    form = PassagesForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page_again(request, found, UNPROCESSABLE, passages_form=form, form=form, open="about")
    added = link_passages(question=found, passages=form.cleaned_data["passages"], by=request.user)
    messages.success(request, f"{added} passage{'' if added == 1 else 's'} linked.")
    return redirect("assessments:question_page", question)


@require_POST
def question_unlink(request: HttpRequest, question: UUID, link: int) -> HttpResponse:
    found = _editable(request, question)
    row = get_object_or_404(QuestionPassage, question=found, pk=link)
    unlink_passage(link=row, by=request.user)
    messages.success(request, "The passage is no longer linked.")
    return redirect("assessments:question_page", question)


@require_POST
def question_copy(request: HttpRequest, question: UUID) -> HttpResponse:
    found = _readable(request, question)
    form = ShelfForm(request.POST, user=request.user, label="Copy to the shelf")
    version = current_version(found, _may_edit(request, found))
    if version is None or not form.is_valid():
        return _page_again(request, found, UNPROCESSABLE, copy_form=form, form=form, open="shelf")
    made = copy_question(question=found, version=version, shelf=form.cleaned_data["shelf"], by=request.user)
    messages.success(request, f"Copied to “{made.shelf}”. This copy is yours to change.")
    return redirect("assessments:question_page", made.public_id)


@require_POST
def question_move(request: HttpRequest, question: UUID) -> HttpResponse:
    found = _editable(request, question)
    form = ShelfForm(request.POST, user=request.user, label="Move to the shelf", but=found.shelf_id)
    if not form.is_valid():
        return _page_again(request, found, UNPROCESSABLE, move_form=form, form=form, open="shelf")
    move_question(question=found, shelf=form.cleaned_data["shelf"], by=request.user)
    messages.success(request, f"The question stands on “{found.shelf}” now.")
    return redirect("assessments:question_page", question)


@require_POST
def question_retire(request: HttpRequest, question: UUID) -> HttpResponse:
    """No longer offered; or, with `back`, offered again."""
    found = _editable(request, question)
    form = RetireForm(request.POST)
    if form.is_valid():
        retire_question(question=found, retired=not form.cleaned_data["back"], by=request.user)
        if form.cleaned_data["back"]:
            messages.success(request, "The question is offered again.")
    return redirect("assessments:question_page", question)


# -- Writing -----------------------------------------------------------------------------------------------


def _form_page(request: HttpRequest, form: BankQuestionForm, status: int = 200, **more) -> HttpResponse:
    media = Media.from_media(ProseWidget().media, nonce=request.csp_nonce)
    context = {"form": form, "media": media, "question": form.question, "version": form.version, **more}
    template = "assessments/question_edit.html" if form.question else "assessments/question_new.html"
    return render(request, template, context, status=status)


def question_new(request: HttpRequest) -> HttpResponse:
    """A question from scratch. “Show the fields of this kind” sends the form to be shown again, and saves nothing."""
    if not editable_shelves_of(request.user).exists():
        raise Http404
    if request.method != "POST":
        return _form_page(request, BankQuestionForm(user=request.user))
    form = BankQuestionForm(request.POST, user=request.user)
    if "look" in request.POST:
        return _form_page(request, form.without_problems())
    if not form.is_valid():
        return _form_page(request, form, UNPROCESSABLE, invalid=True)
    data = form.cleaned_data
    made = make_question(shelf=data["shelf"], written=form.written, skill=data["skill"], by=request.user)
    link_passages(question=made, passages=form.about, by=request.user)
    messages.success(request, "The question stands in the bank.")
    return redirect("assessments:question_page", made.public_id)


def question_edit(request: HttpRequest, question: UUID) -> HttpResponse:
    """The words and the key of what stands. Where it is locked, saving makes a draft of the next version."""
    found = _editable(request, question)
    version = current_version(found)
    if version is None:
        raise Http404
    if request.method != "POST":
        return _form_page(request, BankQuestionForm(user=request.user, question=found, version=version))
    form = BankQuestionForm(request.POST, user=request.user, question=found, version=version)
    if "look" in request.POST:
        return _form_page(request, form.without_problems())
    if not form.is_valid():
        return _form_page(request, form, UNPROCESSABLE, invalid=True)
    try:
        seen = form.cleaned_data["stamp"]
        written = write_version(question=found, written=form.written, seen=seen, by=request.user)
    except EditConflict as conflict:
        return _words_conflict(request, form, conflict)
    link_passages(question=found, passages=form.about, by=request.user)
    messages.success(request, f"Version {written.number} is saved.")
    return redirect("assessments:question_page", question)


def _words_conflict(request: HttpRequest, form: BankQuestionForm, conflict: EditConflict) -> HttpResponse:
    stands: QuestionVersion = conflict.stands
    form.data = form.data.copy()
    form.data["stamp"] = stamp_of_version(stands)
    shown = key_shown(stands, key_of(stands))
    told = [("Kind", kind_of(stands.kind).label), ("What is asked", words_of(stands.body.get("stem", "")))]
    told += [("Right" if line.right else "Wrong", words_of(line.words)) for line in shown.lines]
    told += [("Right", "; ".join(shown.solution))] if shown.solution else []
    told += [("Explanation", words_of(shown.explain))] if shown.explain else []
    return _form_page(request, form, CONFLICT, invalid=True, conflict=conflict, stands=told)
