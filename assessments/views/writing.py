"""Writing a question of the bank: its words and its key."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from js_asset import Media

from assessments.actions.bank import link_passages, make_question, stamp_of_version, write_version
from assessments.actions.building import add_slot
from assessments.errors import CannotBuild
from assessments.forms.bank import BankQuestionForm, ForForm
from assessments.kinds import kind_of
from assessments.models import Assessment, Question, QuestionVersion
from assessments.queries.bank import current_version, key_of, key_shown
from assessments.views.bank import CONFLICT, editable
from coursesite.ui.forms import UNPROCESSABLE
from lessons.clean import words_of
from lessons.errors import EditConflict
from lessons.forms.authoring import ProseWidget
from lessons.queries.authoring import editable_shelves_of


def _form_page(request: HttpRequest, form: BankQuestionForm, status: int = 200, **more) -> HttpResponse:
    media = Media.from_media(ProseWidget().media, nonce=request.csp_nonce)
    context = {"form": form, "media": media, "question": form.question, "version": form.version, **more}
    template = "assessments/question_edit.html" if form.question else "assessments/question_new.html"
    return render(request, template, context, status=status)


def question_new(request: HttpRequest) -> HttpResponse:
    """A question from scratch. “Show the fields of this kind” sends the form to be shown again, and saves nothing.

    `?for=` names a quiz that is being built: the question goes into it as well.
    """
    if not editable_shelves_of(request.user).exists():
        raise Http404
    wanted = _built(request)
    if request.method != "POST":
        return _form_page(request, BankQuestionForm(user=request.user), wanted=wanted)
    form = BankQuestionForm(request.POST, user=request.user)
    if "look" in request.POST:
        return _form_page(request, form.without_problems(), wanted=wanted)
    if not form.is_valid():
        return _form_page(request, form, UNPROCESSABLE, invalid=True, wanted=wanted)
    data = form.cleaned_data
    made = make_question(shelf=data["shelf"], written=form.written, skill=data["skill"], by=request.user)
    link_passages(question=made, passages=form.about, by=request.user)
    messages.success(request, "The question stands in the bank.")
    return _into(request, wanted, made) if wanted else redirect("assessments:question_page", made.public_id)


def _built(request: HttpRequest) -> Assessment | None:
    """The quiz that a new question is for: one that the user may change, and that nobody has begun."""
    asked = ForForm(request.GET, user=request.user)
    return asked.cleaned_data["for"] if asked.is_valid() else None


def _into(request: HttpRequest, found: Assessment, made: Question) -> HttpResponse:
    version = current_version(made)
    try:
        if version:
            add_slot(assessment=found, version=version, by=request.user)
    except CannotBuild as refusal:
        messages.warning(request, str(refusal))
    return redirect("assessments:assessment_edit", found.public_id)


def question_edit(request: HttpRequest, question: UUID) -> HttpResponse:
    """The words and the key of what stands. Where it is locked, saving makes a draft of the next version."""
    found = editable(request, question)
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
