"""Changes to people: adding, passphrases, leaving and coming back."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction

from coursesite import clock
from coursesite.accounts.errors import AccountError
from coursesite.accounts.models import School, SchoolRole, Shelf, ShelfMember, User
from coursesite.accounts.names import sort_name
from coursesite.accounts.passphrases import make_passphrase
from coursesite.accounts.policy import EDITOR
from coursesite.audit.actions import record


def hash_passphrases(given: Sequence[str]) -> list[str]:
    """Hashes for made-up passphrases of one sign-in. Slow, so it is done before a transaction, on all cores."""
    with ThreadPoolExecutor() as pool:
        return list(pool.map(make_password, given))


def create_person(
    *, by, name: str, username: str, sort: str = "", email: str = "", role: str = "", hashed: str | None = None, **ids
) -> User:
    """A new account. Without `hashed` it has no passphrase: only single sign-on or the demo opens it.

    `ids` may hold external_id and external_source. Staff get a shelf of their own.
    """
    with transaction.atomic():
        person = User(name=name, username=username, email=email, sort_name=sort or sort_name(name), **ids)
        person.password = hashed or make_password(None)
        person.must_change_password = hashed is not None
        person.save()
        if role:
            school = School.objects.order_by("pk").get()
            SchoolRole.objects.create(user=person, school=school, role=role)
            shelf = Shelf.objects.create(school=school, name=name, kind="personal")
            ShelfMember.objects.create(shelf=shelf, user=person, right=EDITOR)
        record(by=by, verb="person_create", target=person, role=role or "student")
    return person


def reset_passphrase(*, person: User, by) -> str:
    """A new passphrase, to be shown once and changed at the next sign-in. All the person's sign-ins end."""
    new = make_passphrase()
    hashed = make_password(new)
    with transaction.atomic():
        person.password, person.must_change_password = hashed, True
        person.save(update_fields=["password", "must_change_password"])
        record(by=by, verb="passphrase_reset", target=person)
    return new


def change_passphrase(*, person: User, passphrase: str, by) -> None:
    """The person's own choice. Other sign-ins end, because a session knows the hash it was made with."""
    hashed = make_password(passphrase)
    with transaction.atomic():
        person.password, person.must_change_password = hashed, False
        person.save(update_fields=["password", "must_change_password"])
        record(by=by, verb="passphrase_change", target=person)


@transaction.atomic
def deactivate_person(*, person: User, by) -> None:
    """The account sleeps: nobody can sign in with it, open sign-ins end at their next request, all work stays."""
    if person == by:
        raise AccountError("You cannot close your own account. Ask another admin.")
    person.is_active = False
    person.save(update_fields=["is_active"])
    record(by=by, verb="person_deactivate", target=person)


@transaction.atomic
def activate_person(*, person: User, by) -> None:
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(by=by, verb="person_activate", target=person)


def choose_reading(*, person: User, by, **chosen) -> None:
    """theme, text_size, spacing, font, mail: how this person reads. Too small a thing for the record."""
    for name, value in chosen.items():
        setattr(person, name, value)
    person.save(update_fields=list(chosen))


def clear_sessions() -> int:
    """Throw away the sign-ins that have run out."""
    return Session.objects.filter(expire_date__lt=clock.now()).delete()[0]
