"""Adding a text to a source, and reading one of its versions."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from coursesite.ui.forms import invalid
from lessons.sources.actions.editions import make_edition
from lessons.sources.actions.naming import agent_named
from lessons.sources.errors import EditionRefused
from lessons.sources.forms.editions import EditionForm
from lessons.sources.models import Source
from lessons.sources.queries.editions import edition_html, versions_of
from lessons.sources.queries.page import called


def source_to_edit(request: HttpRequest, slug: str) -> Source:
    """A source on a shelf where the user is an editor; to everybody else the page is not there."""
    return get_object_or_404(Source.objects.editable_by(request.user), slug=slug)


def edition_new(request: HttpRequest, source: str) -> HttpResponse:
    """Text in three steps of one page: the form, a preview of the numbering, stored. `step` says which button it was."""
    found = source_to_edit(request, source)
    context = {"source": found}
    step = request.POST.get("step", "preview")
    if request.method != "POST" or step == "back":
        typed = request.POST.dict() | {"previewed": ""} if step == "back" else None
        form = EditionForm(source=found, initial=typed)
        return render(request, "sources/edition_new.html", context | {"form": form})
    form = EditionForm(request.POST, request.FILES, source=found)
    if not form.is_valid():
        return invalid(request, "sources/edition_new.html", context | {"form": form})
    if step != "store":
        return _preview(request, context, form)
    try:
        values = form.edition_values()
        edition = make_edition(
            source=found,
            by=request.user,
            translator=agent_named(form.cleaned_data["translator"], by=request.user),
            **values,
        )
    except EditionRefused as refused:
        form.add_error(None, str(refused))
        return invalid(request, "sources/edition_new.html", context | {"form": form})
    messages.success(
        request, f"The text is stored: {len(values['passages'])} passages in “{called(found, edition.label)}”."
    )
    return redirect("sources:source", found.slug)


def _preview(request: HttpRequest, context: dict, form: EditionForm) -> HttpResponse:
    carried = form.carried() | {"previewed": "on"}
    hidden = EditionForm(source=form.source, initial=carried)
    context |= {"form": form, "hidden": [hidden[n].as_hidden() for n in hidden.fields if n != "file"]}
    return render(request, "sources/edition_preview.html", context | {"intake": form.got})


@require_safe
def edition(request: HttpRequest, source: str, label: str, number: int) -> HttpResponse:
    """One version of a text, for those who see the source: what points at an old version leads to its words."""
    found = get_object_or_404(Source.objects.visible_to(request.user), slug=source)
    versions = versions_of(found, label)
    shown = next((version for version in versions if version.number == number), None)
    if shown is None:
        raise Http404
    context = {"source": found, "edition": shown, "name": called(found, label), "versions": versions}
    context["newest"] = versions[0]
    return render(request, "sources/edition.html", context | {"html": edition_html(shown)})
