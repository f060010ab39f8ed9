"""Timeline, places, historical persons and the glossary, each of what its reader may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lessons.sources.forms.lists import LaneForm
from lessons.sources.queries import lists
from lessons.sources.queries.chronicle import agents_for, keeps_shelf


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """All events and dated sources; with ?lane= those of one lane."""
    lane = LaneForm.lane_of(request.GET)
    context = {"timeline": lists.timeline(request.user, lane), "lane": lane, "may_add": keeps_shelf(request.user)}
    return render(request, "sources/timeline.html", context)


@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    rows = lists.place_rows(request.user)
    return render(request, "sources/place_list.html", {"rows": rows, "may_add": keeps_shelf(request.user)})


@require_safe
def term_list(request: HttpRequest) -> HttpResponse:
    rows = lists.term_rows(request.user)
    return render(request, "sources/term_list.html", {"rows": rows, "may_add": keeps_shelf(request.user)})


@require_safe
def agent_list(request: HttpRequest) -> HttpResponse:
    return render(request, "sources/agent_list.html", {"rows": lists.agent_rows(request.user)})


@require_safe
def agent(request: HttpRequest, agent: str) -> HttpResponse:
    """A historical person or body: names, dates, and the sources with a part of theirs."""
    found = get_object_or_404(agents_for(request.user), slug=agent)
    context = {"agent": found, "parts": lists.parts_of(request.user, found)}
    dates = {"born": lists.life_date(found.born), "died": lists.life_date(found.died)}
    return render(request, "sources/agent.html", context | dates)
