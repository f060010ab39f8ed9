"""The library of sources, and the mending of a historical person's names and dates."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from coursesite.accounts.models import Shelf
from coursesite.ui.forms import UNPROCESSABLE, invalid
from lessons.sources.actions.describing import describe_agent
from lessons.sources.edtf import words_of
from lessons.sources.forms.agents import AgentForm
from lessons.sources.forms.library import LibraryForm
from lessons.sources.models import Agent
from lessons.sources.policy import keeps_library
from lessons.sources.queries.describing import agents_to_mend
from lessons.sources.queries.library import library_page


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    """Sources on shelves that one may read; for the staff of the school."""
    if not keeps_library(request.user):
        raise Http404
    form = LibraryForm(request.GET)
    valid = form.is_valid()
    context = {"form": form, "may_make": Shelf.objects.editable_by(request.user).exists(), "invalid": not valid}
    context["page"] = library_page(request.user, **form.cleaned_data) if valid else None
    return render(request, "sources/source_list.html", context, status=200 if valid else UNPROCESSABLE)


def agent_edit(request: HttpRequest, agent: str) -> HttpResponse:
    """Only where no source names the agent that one may not edit."""
    found = get_object_or_404(agents_to_mend(request.user), slug=agent)
    form = AgentForm(request.POST if request.method == "POST" else None, initial=_initial(found))
    if request.method != "POST":
        return render(request, "sources/agent_edit.html", {"agent": found, "form": form})
    if not form.is_valid():
        return invalid(request, "sources/agent_edit.html", {"agent": found, "form": form})
    describe_agent(agent=found, values=form.cleaned_data, by=request.user)
    messages.success(request, f"What is said of {form.cleaned_data['name']} is saved.")
    return redirect("sources:agent_edit", found.slug)


def _initial(agent: Agent) -> dict:
    """Dates in words that can be read again as they stand."""
    values = {name: getattr(agent, name) for name in ("name", "sort_name", "kind")}
    values |= {name: _readable(getattr(agent, name)) for name in ("born", "died")}
    return values | {"variants": "\n".join(agent.variants)}


def _readable(edtf: str) -> str:
    return words_of(edtf) if edtf and edtf[0].isdigit() and "/" not in edtf and "X" not in edtf else edtf
