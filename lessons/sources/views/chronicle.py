"""Adding and changing glossary terms, events and places: small forms for whoever keeps a shelf."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coursesite.ui.forms import invalid
from lessons.sources.actions import chronicle as actions
from lessons.sources.errors import NameTaken, ThingMoved
from lessons.sources.forms.lists import EventForm, PlaceForm, TermForm, ThingForm
from lessons.sources.queries import chronicle

CONFLICT = 409


def may_add(request: HttpRequest) -> None:
    """To who keeps no shelf the page is not there."""
    if not chronicle.keeps_shelf(request.user):
        raise Http404


def thing(request: HttpRequest, seen: QuerySet, editable: QuerySet, **key):
    """Hidden, or no shelf of one's own: 404. Seen, but used by others' lessons or sources: 403."""
    may_add(request)
    found = get_object_or_404(seen, **key)
    if not editable.filter(pk=found.pk).exists():
        raise PermissionDenied
    return found


def answered(request: HttpRequest, form: ThingForm, page: str, save: Callable[[], object], done: str) -> HttpResponse:
    """The form, or what saving it led to."""
    if request.method != "POST":
        return render(request, f"sources/{page}.html", {"form": form})
    if not form.is_valid():
        return invalid(request, f"sources/{page}.html", {"form": form})
    try:
        save()
    except NameTaken as refusal:
        form.add_error(None, str(refusal))
        return invalid(request, f"sources/{page}.html", {"form": form})
    except ThingMoved as refusal:
        form.add_error(None, str(refusal))
        form.restamp()
        return render(
            request, f"sources/{page}.html", {"form": form, "invalid": True, "stands": form.stands}, status=CONFLICT
        )
    return redirect(done)


def term_new(request: HttpRequest) -> HttpResponse:
    may_add(request)
    form = TermForm(request.POST or None, user=request.user)
    return answered(
        request, form, "term_new",
        lambda: actions.make_term(values=form.values, by=request.user), "sources:term_list",
    )  # fmt: skip


def term_edit(request: HttpRequest, term: str) -> HttpResponse:
    seen, editable = chronicle.terms_for(request.user), chronicle.editable_terms(request.user)
    found = thing(request, seen, editable, slug=term)
    form = TermForm(request.POST or None, user=request.user, details=actions.term_details(found))
    return answered(
        request, form, "term_edit",
        lambda: actions.change_term(term=found, values=form.values, stamp=form.cleaned_data["stamp"], by=request.user),
        "sources:term_list",
    )  # fmt: skip


def event_new(request: HttpRequest) -> HttpResponse:
    may_add(request)
    form = EventForm(request.POST or None, user=request.user)
    return answered(
        request, form, "event_new",
        lambda: actions.make_event(values=form.values, by=request.user), "sources:timeline",
    )  # fmt: skip


def event_edit(request: HttpRequest, event: str) -> HttpResponse:
    seen, editable = chronicle.events_for(request.user), chronicle.editable_events(request.user)
    found = thing(request, seen, editable, slug=event)
    form = EventForm(request.POST or None, user=request.user, details=actions.event_details(found))
    return answered(
        request, form, "event_edit",
        lambda: actions.change_event(event=found, values=form.values, stamp=form.cleaned_data["stamp"], by=request.user),
        "sources:timeline",
    )  # fmt: skip


def place_new(request: HttpRequest) -> HttpResponse:
    may_add(request)
    form = PlaceForm(request.POST or None, user=request.user)
    return answered(
        request, form, "place_new",
        lambda: actions.make_place(values=form.values, by=request.user), "sources:place_list",
    )  # fmt: skip


def place_edit(request: HttpRequest, place: int) -> HttpResponse:
    seen, editable = chronicle.places_for(request.user), chronicle.editable_places(request.user)
    found = thing(request, seen, editable, pk=place)
    form = PlaceForm(request.POST or None, user=request.user, details=actions.place_details(found))
    return answered(
        request, form, "place_edit",
        lambda: actions.change_place(place=found, values=form.values, stamp=form.cleaned_data["stamp"], by=request.user),
        "sources:place_list",
    )  # fmt: skip
