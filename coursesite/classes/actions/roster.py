"""Adding students from a pasted list: looked through first, written only when nothing has changed since.

A few are added within the request, with their sign-in cards; many by the worker, whose accounts have no passphrase
until their cards are made (cards.py): a passphrase never waits anywhere for somebody to look at it.
"""

import hashlib
import json
from dataclasses import dataclass

from django.db import transaction

from coursesite.accounts.actions import create_person, hash_passphrases
from coursesite.accounts.models import User
from coursesite.accounts.names import spoken_name
from coursesite.accounts.passphrases import make_passphrase
from coursesite.audit.actions import record
from coursesite.classes.actions.school import enrol
from coursesite.classes.errors import RosterChanged
from coursesite.classes.models import Classroom, Enrolment, ImportedPlace, RosterImport
from coursesite.classes.policy import STUDENT, TEACHING
from coursesite.classes.queries import Known, known_people
from coursesite.classes.rosterlist import Line, read_list
from coursesite.jobs.actions import start_job
from coursesite.jobs.models import Job
from coursesite.ui.fold import fold

NEW, JOINS, HERE, TO_FIX = "new", "joins", "here", "to_fix"
AT_ONCE = 10  # so many new accounts are made within the request: about half a second of hashing on one core
STEP = 20  # so many rows are written in one transaction of the worker
ADD_FROM_LIST = "coursesite.classes.tasks.add_from_list"


@dataclass(frozen=True)
class Row:
    """One line and what would become of it. `words` say what to do where it cannot be added."""

    line: Line
    state: str
    words: str = ""
    person: User | None = None

    @property
    def other_name(self) -> bool:
        """The user name or school id belongs to an account with another name: perhaps of another person."""
        return self.person is not None and fold(spoken_name(self.line.name)) != fold(self.person.name)


@dataclass(frozen=True)
class Preview:
    """What a list would do to a class as it is now. `digest` names this list and this state of the class."""

    rows: list[Row]
    digest: str

    def count(self, state: str) -> int:
        return sum(row.state == state for row in self.rows)

    @property
    def rows_to_read(self) -> list[Row]:
        """What is to fix stands first, so that nobody must look for it among a hundred others."""
        return sorted(self.rows, key=lambda row: row.state != TO_FIX)

    @property
    def to_add(self) -> int:
        return self.count(NEW) + self.count(JOINS)

    @property
    def takes_long(self) -> bool:
        return self.count(NEW) > AT_ONCE

    @property
    def here(self) -> int:
        return self.count(HERE)

    @property
    def to_fix(self) -> int:
        return self.count(TO_FIX)


@dataclass(frozen=True)
class Card:
    """A student and the passphrase for one sign-in; "" where there is an account already."""

    person: User
    passphrase: str = ""


def preview_roster(*, classroom: Classroom, text: str) -> Preview:
    """Look through a list. Writes nothing. Raises ValueError where it cannot be read at all."""
    lines = read_list(text)
    known = known_people(classroom.pk, lines)
    rows = [_row(line, known) for line in lines]
    state = [[row.line.number, row.state, row.person.pk if row.person else 0] for row in rows]
    told = json.dumps([classroom.pk, text, state, sorted(known.in_class.items())])
    return Preview(rows, hashlib.sha256(told.encode()).hexdigest())


def _row(line: Line, known: Known) -> Row:
    if line.problem:
        return Row(line, TO_FIX, line.problem)
    person = known.by_id.get(line.external_id) or known.by_username.get(line.username.lower())
    holder = known.by_email.get(line.email.lower()) if line.email else None
    if holder and holder != person:
        return Row(line, TO_FIX, f"{holder} has this e-mail address. Leave it out or correct it.")
    if person is None:
        return Row(line, NEW)
    if person.external_id and line.external_id and person.external_id != line.external_id:
        return Row(line, TO_FIX, f"{person} has the user name {person.username}. Choose another user name.")
    if person.pk in known.staff:
        return Row(line, TO_FIX, f"{person} is a teacher or an admin. Add teachers on the page of the class.")
    if known.in_class.get(person.pk) in TEACHING:
        return Row(line, TO_FIX, f"{person} marks in this class and cannot be its student as well.")
    if not person.is_active:
        return Row(line, TO_FIX, f"The account of {person} is closed. Open it again under People first.")
    return Row(line, HERE if known.in_class.get(person.pk) == STUDENT else JOINS, person=person)


def add_students(*, classroom: Classroom, text: str, digest: str, by) -> tuple[RosterImport, list[Card]]:
    """Add what the preview with this digest showed as new; rows to fix are left out. All or nothing."""
    looked = preview_roster(classroom=classroom, text=text)
    words = [make_passphrase() for _ in range(looked.count(NEW))]
    hashes = hash_passphrases(words)  # slow, so before the transaction
    with transaction.atomic():
        room = Classroom.objects.select_for_update().get(pk=classroom.pk)
        preview = preview_roster(classroom=room, text=text)
        if preview.digest != digest or preview.count(NEW) != len(words):
            raise RosterChanged
        made = RosterImport.objects.create(classroom=room, by=by)
        given = iter(zip(words, hashes, strict=True))
        cards = []
        for row in preview.rows:
            if row.state in (NEW, JOINS):
                passphrase, hashed = next(given) if row.state == NEW else ("", None)
                cards.append(Card(_add(row, made, by, hashed).user, passphrase))
        record(by=by, verb="students_add", target=room, classroom_id=room.pk, added=len(cards))
    return made, cards


def start_adding(*, classroom: Classroom, text: str, digest: str, by, back: str) -> Job:
    """Let the worker add what the preview with this digest showed as new."""
    with transaction.atomic():
        room = Classroom.objects.select_for_update().get(pk=classroom.pk)
        preview = preview_roster(classroom=room, text=text)
        if preview.digest != digest:
            raise RosterChanged
        made = RosterImport.objects.create(classroom=room, by=by)
        return start_job(
            task=ADD_FROM_LIST,
            title=f"Adding {preview.to_add} students to {room}"[:200],
            by=by,
            total=preview.to_add,
            back=back,
            roster_import_id=made.pk,
            text=text,
        )


@transaction.atomic
def add_next(*, roster_import: RosterImport, text: str, by) -> int:
    """Add the next rows of a list that can still be added; says how many. 0: there is nothing left to add.

    Called again after a stop in the middle it goes on where it was: who is in the class is not added twice.
    """
    made = RosterImport.objects.select_for_update().get(pk=roster_import.pk)
    room = Classroom.objects.select_for_update().get(pk=made.classroom_id)
    if made.taken_back_at:
        return 0
    rows = [row for row in preview_roster(classroom=room, text=text).rows if row.state in (NEW, JOINS)][:STEP]
    for row in rows:
        _add(row, made, by, None)
    if rows:
        record(by=by, verb="students_add", target=room, classroom_id=room.pk, added=len(rows))
    return len(rows)


def _add(row: Row, made: RosterImport, by, hashed: str | None) -> Enrolment:
    person, sort = row.person, ImportedPlace.PLACE
    if person is None:
        sort, line = ImportedPlace.ACCOUNT, row.line
        person = create_person(
            by=by,
            name=spoken_name(line.name),
            sort=line.name if "," in line.name else "",
            username=line.username,
            email=line.email,
            external_id=line.external_id,
            hashed=hashed,
        )
    elif Enrolment.objects.filter(user=person, classroom=made.classroom_id).exists():
        sort = ImportedPlace.AGAIN
    place = enrol(person, made.classroom, STUDENT)
    card_at = made.made_at if hashed else None
    ImportedPlace.objects.create(roster_import=made, enrolment=place, sort=sort, card_at=card_at)
    return place
