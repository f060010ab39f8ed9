"""What follows a list that was added: sign-in cards, shown once, and taking the list back."""

from django.db import transaction
from django.db.models import ProtectedError

from coursesite import clock
from coursesite.accounts.actions import hash_passphrases
from coursesite.accounts.models import User
from coursesite.accounts.passphrases import make_passphrase
from coursesite.audit.actions import record
from coursesite.classes.actions.roster import Card
from coursesite.classes.errors import TooLateToTakeBack
from coursesite.classes.models import Enrolment, ImportedPlace, RosterImport
from coursesite.classes.policy import STUDENT
from coursesite.classes.queries import TAKE_BACK_WITHIN, batch_of


def make_cards(*, roster_import: RosterImport, batch: int, by) -> list[Card]:
    """New passphrases for one batch of new accounts, shown once by the caller. Cards made before stop working.

    Who has signed in already has chosen a passphrase, and keeps it.
    """
    places = batch_of(roster_import, batch)
    words = [make_passphrase() for _ in places]
    hashes = hash_passphrases(words)  # slow, so before the transaction
    cards = []
    with transaction.atomic():
        waiting = User.objects.select_for_update().filter(last_login=None, is_active=True)
        people = {person.pk: person for person in waiting.filter(pk__in=[one.enrolment.user_id for one in places])}
        for place, passphrase, hashed in zip(places, words, hashes, strict=True):
            if person := people.get(place.enrolment.user_id):
                person.password, person.must_change_password = hashed, True
                person.save(update_fields=["password", "must_change_password"])
                place.card_at = clock.now()
                place.save(update_fields=["card_at"])
                cards.append(Card(person, passphrase))
        room = roster_import.classroom
        record(by=by, verb="cards_make", target=room, classroom_id=room.pk, cards=len(cards))
    return cards


@transaction.atomic
def take_back_list(*, roster_import: RosterImport, by) -> tuple[int, list[str]]:
    """Undo the adding of a list, within an hour: how many were taken back, and the names of those who stay.

    New accounts that nobody has signed in with, and in which there is no work, are gone afterwards. Who had an account
    leaves the class again. A list that the worker is still adding stops here.
    """
    lists = RosterImport.objects.filter(pk=roster_import.pk, taken_back_at=None)
    if not lists.filter(made_at__gte=clock.now() - TAKE_BACK_WITHIN).update(taken_back_at=clock.now()):
        raise TooLateToTakeBack
    places = list(roster_import.places.select_related("enrolment__user", "enrolment__classroom"))
    taken = places if _take_back(places, by) else [place for place in places if _take_back([place], by)]
    stay = [place.enrolment.user.name for place in places if place not in taken]
    room, gone = roster_import.classroom, len(places) - len(stay)
    record(by=by, verb="students_take_back", target=room, classroom_id=room.pk, taken_back=gone, stay=len(stay))
    return gone, stay


def _take_back(places: list[ImportedPlace], by) -> bool:
    """All of them or none: whether nothing stood against it. Together they cost hardly more than one alone."""
    enrolments = Enrolment.objects.filter(pk__in=[place.enrolment_id for place in places])
    fresh = [place.enrolment.user_id for place in places if place.sort == ImportedPlace.ACCOUNT]
    accounts = User.objects.filter(pk__in=fresh)
    if any(person.last_login for person in accounts.select_for_update()):
        return False
    again = [place.enrolment_id for place in places if place.sort == ImportedPlace.AGAIN]
    ids = [place.pk for place in places if place.sort != ImportedPlace.AGAIN]
    try:
        with transaction.atomic():
            for person in accounts:
                record(by=by, verb="person_take_back", target=person)
            ImportedPlace.objects.filter(pk__in=ids).delete()
            enrolments.exclude(pk__in=again).delete()
            accounts.delete()
            enrolments.filter(pk__in=again, role=STUDENT, left_at=None).update(left_at=clock.now())
    except ProtectedError:  # there is work, or another class
        return False
    return True
