"""Correcting a text that is stored: its words, and what stands beside them. Each correction is the next version."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from coursesite.ui.forms import UNPROCESSABLE
from lessons.sources.actions.editions import correct_edition
from lessons.sources.actions.naming import agent_named
from lessons.sources.corrections import Corrected, corrected
from lessons.sources.drafts import PassageDraft
from lessons.sources.errors import EditionMoved, EditionRefused
from lessons.sources.forms.corrections import AT_ONCE, CorrectForm, MarksForm, PageForm
from lessons.sources.models import Edition
from lessons.sources.queries.describing import names_to_choose
from lessons.sources.queries.editions import drafts_of, newest_locked, span_words, used_numbers
from lessons.sources.queries.page import called
from lessons.sources.views.editions import source_to_edit

CONFLICT = 409


def _edition_or_404(request: HttpRequest, source: str, label: str) -> Edition:
    edition = newest_locked(source_to_edit(request, source), label)
    if edition is None:
        raise Http404
    return edition


def edition_correct(request: HttpRequest, source: str, label: str) -> HttpResponse:
    """The words of up to fifty passages; what would change, word by word; then the next version."""
    edition = _edition_or_404(request, source, label)
    passages = drafts_of(edition)
    pages = range(1, (len(passages) - 1) // AT_ONCE + 2)
    page = PageForm(request.GET).chosen(pages[-1])
    shown = passages[(page - 1) * AT_ONCE : page * AT_ONCE]
    step = request.POST.get("step", "preview")
    context = {"source": edition.source, "edition": edition, "pages": pages, "page": page}
    context["name"] = called(edition.source, label)
    if request.method != "POST" or step == "back":
        typed = request.POST.dict() if step == "back" else None
        return _correct_page(request, context, CorrectForm(initial=typed, edition=edition, passages=shown))
    form = CorrectForm(request.POST, edition=edition, passages=shown)
    if not form.is_valid():
        return _correct_page(request, context, form, UNPROCESSABLE)
    if form.cleaned_data["seen"] != edition.number:
        return _moved(request, context, form)
    try:
        done = corrected(passages, form.changes(), used_numbers(edition.source, label))
        if not done.differences:
            raise EditionRefused(["Nothing was changed yet. Correct a word, or choose “Not now”."])
        if step != "store":
            return _preview(request, context, form, done)
        return _store(request, edition, done.passages, form.cleaned_data["note"])
    except EditionMoved:
        return _moved(request, context, form)
    except EditionRefused as refused:
        for sentence in refused.problems:
            form.add_error(None, sentence)
        return _correct_page(request, context, form, UNPROCESSABLE)


def _correct_page(request: HttpRequest, context: dict, form: CorrectForm, status: int = 200) -> HttpResponse:
    context = context | {"form": form, "invalid": status != 200}
    return render(request, "sources/edition_correct.html", context, status=status)


def _moved(request: HttpRequest, context: dict, form) -> HttpResponse:
    """What was typed stays in the boxes; sent once more, it corrects the version that stands now."""
    form.data = form.data.copy()
    form.data["seen"] = context["edition"].number
    form.add_error(None, str(EditionMoved()))
    return _correct_page(request, context, form, CONFLICT)


def _preview(request: HttpRequest, context: dict, form: CorrectForm, done: Corrected) -> HttpResponse:
    hidden = [form[name].as_hidden() for name in form.fields]
    context |= {"form": form, "hidden": hidden, "done": done, "next": context["edition"].number + 1}
    return render(request, "sources/edition_difference.html", context)


def _store(request: HttpRequest, edition: Edition, passages: list[PassageDraft], note: str) -> HttpResponse:
    new = correct_edition(edition=edition, passages=passages, by=request.user, note=note)
    messages.success(
        request,
        f"Version {new.number} of “{called(new.source, new.label)}” is stored. Version {edition.number} can still be read.",
    )
    return redirect("sources:source", edition.source.slug)


def edition_marks(request: HttpRequest, source: str, label: str, passage: str) -> HttpResponse:
    """What stands beside the words of one passage: taken off, or set on words that are typed."""
    edition = _edition_or_404(request, source, label)
    passages = drafts_of(edition)
    at = next((n for n, draft in enumerate(passages) if draft.number == passage), None)
    if at is None:
        raise Http404
    words = span_words(passages[at])
    form = MarksForm(request.POST or None, edition=edition, passage=passages[at], words=words, user=request.user)
    context = {"source": edition.source, "edition": edition, "passage": passages[at], "form": form}
    context["name"] = called(edition.source, label)
    context["agent_names"] = names_to_choose(request.user)["agent_names"]
    context |= {
        "before": passages[at - 1] if at else None,
        "after": passages[at + 1] if at + 1 < len(passages) else None,
    }
    if request.method != "POST":
        return render(request, "sources/edition_marks.html", context)
    if not form.is_valid():
        return render(request, "sources/edition_marks.html", context | {"invalid": True}, status=UNPROCESSABLE)
    try:
        if form.cleaned_data["seen"] != edition.number:
            raise EditionMoved
        spans = (
            replace(span, agent=agent_named(form.names[span], by=request.user).pk) if span in form.names else span
            for span in form.result.spans
        )
        passages[at] = replace(passages[at], spans=tuple(spans))
        new = correct_edition(edition=edition, passages=passages, by=request.user, note=f"marks of passage {passage}")
    except EditionMoved as moved:
        form.add_error(None, str(moved))
        return render(request, "sources/edition_marks.html", context | {"invalid": True}, status=CONFLICT)
    messages.success(request, f"Passage {passage} is marked: version {new.number} of “{context['name']}”.")
    return redirect(reverse("sources:edition_marks", args=[source, label, passage]))
