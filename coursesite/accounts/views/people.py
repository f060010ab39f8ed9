"""The people of the school, for admins."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coursesite.accounts import actions
from coursesite.accounts.errors import AccountError
from coursesite.accounts.forms import PersonForm, PersonSearchForm
from coursesite.accounts.models import SchoolRole, User
from coursesite.accounts.passphrases import make_passphrase
from coursesite.accounts.policy import manages_people
from coursesite.accounts.queries import people_page, search
from coursesite.ui.forms import invalid


def managed_or_404(request: HttpRequest, person) -> User:
    return get_object_or_404(User.objects.manageable_by(request.user), public_id=person)


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    manages_people(request.user)
    form = PersonSearchForm(request.GET)
    found = form.cleaned_data if form.is_valid() else {"q": "", "closed": False, "after": ""}
    people = User.objects.manageable_by(request.user).filter(is_active=not found["closed"])
    roles = Prefetch("schoolrole_set", SchoolRole.objects.order_by("role"))
    page = people_page(search(people, found["q"]).prefetch_related(roles), found["after"])
    return render(request, "accounts/person_list.html", {"form": form, "page": page, **found})


@require_safe
def person(request: HttpRequest, person) -> HttpResponse:
    """One account: who, which classes, what an admin can do. No work of a student is here."""
    people = User.objects.manageable_by(request.user).prefetch_related(
        "schoolrole_set", Prefetch("enrolments", to_attr="places"), "places__classroom__term"
    )
    them = get_object_or_404(people, public_id=person)
    return render(request, "accounts/person.html", {"person": them})


@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    manages_people(request.user)
    form = PersonForm(request.POST or None)
    if request.method != "POST":
        return render(request, "accounts/person_new.html", {"form": form})
    if not form.is_valid():
        return invalid(request, "accounts/person_new.html", {"form": form})
    passphrase = make_passphrase()
    hashed = actions.hash_passphrases([passphrase])[0]
    person = actions.create_person(by=request.user, hashed=hashed, **form.cleaned_data)
    return render(request, "accounts/passphrase_once.html", {"person": person, "passphrase": passphrase})


@require_POST
def person_deactivate(request: HttpRequest, person) -> HttpResponse:
    them = managed_or_404(request, person)
    try:
        actions.deactivate_person(person=them, by=request.user)
    except AccountError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"The account of {them} is closed. All work is kept; you can open it again here.")
    return redirect("accounts:person", them.public_id)


@require_POST
def person_activate(request: HttpRequest, person) -> HttpResponse:
    them = managed_or_404(request, person)
    actions.activate_person(person=them, by=request.user)
    messages.success(request, f"The account of {them} is open again.")
    return redirect("accounts:person", them.public_id)
