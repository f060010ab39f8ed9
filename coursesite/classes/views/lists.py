"""A pasted list of students: looked through, added, its sign-in cards, taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coursesite import clock
from coursesite.classes.actions import (
    Preview,
    add_students,
    make_cards,
    preview_roster,
    start_adding,
    take_back_list,
)
from coursesite.classes.errors import ClassError, RosterChanged
from coursesite.classes.forms import CardsForm, RosterForm
from coursesite.classes.models import Classroom, RosterImport
from coursesite.classes.queries import batches, can_be_taken_back, new_accounts
from coursesite.classes.views.people import GET_OR_POST, managed_or_404
from coursesite.ui.forms import invalid
from coursesite.ui.views import conflict

ADD = "classes/students_add.html"


def own_list_or_404(request: HttpRequest, classroom, roster_import) -> RosterImport:
    lists = RosterImport.objects.visible_to(request.user).select_related("classroom__term")
    return get_object_or_404(lists, classroom__public_id=classroom, public_id=roster_import)


@require_http_methods(GET_OR_POST)
def students_add(request: HttpRequest, classroom) -> HttpResponse:
    """Paste a list; see what it would do; confirm. The second POST bears the digest of what was seen."""
    room = managed_or_404(request, classroom)
    form = RosterForm(request.POST or None)
    context = {"classroom": room, "form": form}
    if request.method != "POST":
        return render(request, ADD, context)
    if not form.is_valid():
        return invalid(request, ADD, context)
    try:
        preview = preview_roster(classroom=room, text=form.cleaned_data["text"])
    except ValueError as error:
        form.add_error("text", str(error))
        return invalid(request, ADD, context)
    if not form.cleaned_data["digest"]:
        return render(request, ADD, context | {"preview": preview})
    try:
        return _add(request, room, preview, form.cleaned_data)
    except RosterChanged as changed:
        return render(request, ADD, context | {"preview": preview, "changed": str(changed)}, status=409)


def _add(request: HttpRequest, room: Classroom, preview: Preview, given: dict[str, str]) -> HttpResponse:
    """Many by the worker, a few at once."""
    if preview.takes_long:
        job = start_adding(classroom=room, by=request.user, back=request.path, **given)
        return redirect("jobs:job", job.public_id)
    made, cards = add_students(classroom=room, by=request.user, **given)
    return _cards(request, made, cards, f"{len(cards)} student{'' if len(cards) == 1 else 's'} added to {room}")


def _cards(request: HttpRequest, made: RosterImport, cards: list, heading: str) -> HttpResponse:
    """The one page on which these passphrases stand."""
    context = {"classroom": made.classroom, "list": made, "cards": cards, "heading": heading}
    context["can_be_taken_back"] = can_be_taken_back(made, clock.now())
    context["more"] = new_accounts(made).filter(card_at=None).exists()
    return render(request, "classes/sign_in_cards.html", context)


@require_safe
def students_added(request: HttpRequest, classroom, roster_import) -> HttpResponse:
    """What became of one list, for the admin who added it. No passphrase is here."""
    made = own_list_or_404(request, classroom, roster_import)
    places = list(made.places.select_related("enrolment__user"))
    accounts = list(new_accounts(made))
    context = {"classroom": made.classroom, "list": made, "places": places, "batches": batches(accounts)}
    context["can_be_taken_back"] = can_be_taken_back(made, clock.now())
    return render(request, "classes/students_added.html", context)


@require_POST
def sign_in_cards(request: HttpRequest, classroom, roster_import) -> HttpResponse:
    made = own_list_or_404(request, classroom, roster_import)
    form = CardsForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose one of the pages of cards.")
        return redirect("classes:students_added", made.classroom.public_id, made.public_id)
    cards = make_cards(roster_import=made, batch=form.cleaned_data["batch"], by=request.user)
    return _cards(request, made, cards, f"Sign-in cards, page {form.cleaned_data['batch']}")


@require_POST
def students_take_back(request: HttpRequest, classroom, roster_import) -> HttpResponse:
    made = own_list_or_404(request, classroom, roster_import)
    try:
        gone, stay = take_back_list(roster_import=made, by=request.user)
    except ClassError as error:
        return conflict(request, error)
    messages.success(request, f"{gone} student{'' if gone == 1 else 's'} taken back: the list is undone.")
    if stay:
        names = ", ".join(stay)
        messages.warning(request, f"These stay, because they have signed in or have work: {names}.")
    return redirect("classes:people", made.classroom.public_id)
