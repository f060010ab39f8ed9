"""The form of a source: a POST shows what we read and guessed, a second one stores it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coursesite.ui.forms import UNPROCESSABLE, invalid
from lessons.sources.actions.describing import describe_source, make_source
from lessons.sources.actions.sharing import publish_source, withdraw_source
from lessons.sources.description import stamp_of
from lessons.sources.errors import DescriptionMoved, EditionRefused, GapsLeft
from lessons.sources.forms.describing import shelves_of
from lessons.sources.forms.filled import Filled
from lessons.sources.forms.library import ReachForm
from lessons.sources.gaps import CLASSES, EXPORT, SHELF, gaps, listed, unsettled
from lessons.sources.models import Source
from lessons.sources.queries.describing import facts_of, names_to_choose, stands
from lessons.sources.queries.page import named_texts

CONFLICT = 409


def _filled(request: HttpRequest, source: Source | None) -> Filled:
    data = request.POST if request.method == "POST" else None
    return Filled(
        data, request.FILES or None, user=request.user, source=source, stand=stands(source) if source else None
    )


def _page(request: HttpRequest, filled: Filled, **more) -> HttpResponse:
    template = "sources/source_edit.html" if filled.source else "sources/source_new.html"
    context = filled.context() | names_to_choose(request.user) | more
    context["more_open"] = filled.form.more_is_wrong or any(
        rows.errors and any(rows.errors) for rows in filled.rows.all
    )
    if filled.source:
        context |= _sharing(filled.source) | {"texts": named_texts(filled.source)}
    status = more.get("status", 200)
    return render(request, template, context | {"invalid": status == UNPROCESSABLE}, status=status)


def _looked_at(request: HttpRequest, filled: Filled) -> HttpResponse:
    """What we read and guessed. A question that must be answered first is a 422, as is an answer that is missing."""
    form, check = filled.form, filled.check
    form.data = form.data.copy()
    form.data["checked"] = form.stamp
    if form.intake:
        form.data["text"] = form.intake.text
        form.data["text_seen"] = stamp_of(form.intake.text)
    asks = check.is_sent or form.question
    return _page(request, filled, status=UNPROCESSABLE if asks else 200, question=form.question)


def source_new(request: HttpRequest) -> HttpResponse:
    """Six fields; nothing is stored before the teacher has seen how they were read."""
    if not shelves_of(request.user).exists():
        raise Http404
    filled = _filled(request, None)
    if request.method != "POST":
        return _page(request, filled)
    if not filled.is_valid():
        return _page(request, filled, status=UNPROCESSABLE)
    if not filled.is_checked:
        return _looked_at(request, filled)
    shelf = filled.form.cleaned_data["shelf"]
    try:
        source = make_source(shelf=shelf, description=filled.description, by=request.user)
    except EditionRefused as refusal:
        filled.form.add_error("text", " ".join(refusal.problems))
        return _page(request, filled, status=UNPROCESSABLE)
    messages.success(request, f"“{source.title}” is stored as a draft. Say below who can use it.")
    return redirect("sources:source_edit", source.slug)


def source_to_edit(request: HttpRequest, slug: str) -> Source:
    """A source on a shelf where the user is an editor; to everybody else the page is not there."""
    rows = Source.objects.editable_by(request.user).select_related("place", "shelf")
    return get_object_or_404(rows, slug=slug)


def source_edit(request: HttpRequest, source: str) -> HttpResponse:
    """The same form with what stands; who can use it; its texts."""
    found = source_to_edit(request, source)
    filled = _filled(request, found)
    if request.method != "POST":
        return _page(request, filled)
    if not filled.is_valid():
        return _page(request, filled, status=UNPROCESSABLE)
    if not filled.is_checked:
        return _looked_at(request, filled)
    seen = filled.form.cleaned_data["seen"]
    try:
        describe_source(source=found, description=filled.description, seen=seen, by=request.user)
    except DescriptionMoved as moved:
        filled.form.data = filled.form.data.copy()
        filled.form.data["seen"] = moved.stamp
        return _page(request, filled, status=CONFLICT, refusal=moved, stands=filled.stands)
    except GapsLeft as left:
        return _page(request, filled, status=UNPROCESSABLE, left=left.gaps)
    messages.success(request, "What is said of the source is saved.")
    return redirect("sources:source_edit", found.slug)


def _sharing(source: Source) -> dict:
    """For each sort of reader: what is missing, told beforehand."""
    facts = facts_of(source)
    missing = {reach: gaps(facts, reach) for reach in (SHELF, EXPORT)}
    return {"told": listed(unsettled(facts)), "tiers": [(SHELF, missing[SHELF]), (EXPORT, missing[EXPORT])]}


@require_POST
def source_reach(request: HttpRequest, source: str) -> HttpResponse:
    """Three buttons, and one to take it back. What is missing is told with links to its fields."""
    found = source_to_edit(request, source)
    form = ReachForm(request.POST)
    if not form.is_valid():
        return invalid(request, "sources/source_reach.html", {"source": found, "form": form})
    reach = form.cleaned_data["reach"]
    try:
        if reach == "draft":
            withdraw_source(source=found, by=request.user)
        else:
            publish_source(source=found, reach=reach, by=request.user)
    except GapsLeft as left:
        context = {"source": found, "form": form, "left": left.gaps, "invalid": True}
        return render(request, "sources/source_reach.html", context, status=UNPROCESSABLE)
    messages.success(request, REACHED[reach])
    return redirect("sources:source_edit", found.slug)


REACHED = {
    "draft": "The source is a draft again. Published lessons that show it go on showing it.",
    CLASSES: "Ready for your classes: it can stand in lessons that you publish.",
    SHELF: "It stands on the shared shelf for all who can read it.",
    EXPORT: "It can leave the site with lessons that are exported.",
}
