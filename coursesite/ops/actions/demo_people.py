"""The people of the demo: Harbour School, with two classes. Nobody has a passphrase; the demo's buttons sign in."""

from dataclasses import dataclass
from datetime import date, timedelta

from coursesite import clock
from coursesite.accounts.actions import create_person
from coursesite.accounts.models import School, Shelf, ShelfMember, User
from coursesite.accounts.policy import ADMIN, EDITOR, STAFF
from coursesite.classes.actions import create_classroom, create_term, enrol
from coursesite.classes.models import Classroom
from coursesite.classes.policy import MARKER, STUDENT

SOURCE = "demo"
ZONE = "Europe/Dublin"

# name, as in a register ("" where it is the last name first), user name
TEACHERS = [
    ("Ana Ortiz", "", "ana.ortiz"),
    ("Bertrand Lee", "", "bertrand.lee"),
    ("Mia Falk", "", "mia.falk"),
]
ADMINS = [("Adam Quist", "", "adam.quist")]
FIRST = [
    ("Irina Kim", "", "irina.kim"),
    ("Omar Saïd", "", "omar.said"),
    ("Zoë Ångström", "", "zoe.angstrom"),
    ("Łukasz Wójcik", "", "lukasz.wojcik"),
    ("José María García López", "García López, José María", "jose.garcia"),
    ("Nguyễn Thị An", "Nguyễn Thị An", "an.nguyen"),
    ("Siân O’Neill", "", "sian.oneill"),
    ("Björk Jónsdóttir", "Björk Jónsdóttir", "bjork.jonsdottir"),
]
SECOND = [
    ("Ana de Souza", "Souza, Ana de", "ana.souza"),
    ("Deniz Öztürk", "", "deniz.ozturk"),
    ("Chen Wei", "Chen Wei", "wei.chen"),
    ("Thandiwe Nkosi", "", "thandiwe.nkosi"),
]


@dataclass
class Cast:
    """Who is who in the demo."""

    school: School
    people: dict[str, User]
    first: Classroom
    second: Classroom
    shelf: Shelf

    def __getitem__(self, username: str) -> User:
        return self.people[username]

    @property
    def ana(self) -> User:
        return self.people["ana.ortiz"]


def make_people() -> Cast:
    """School, term, two classes, teachers, a marker, an admin, students, and the shelf that the lessons stand on."""
    school = School.objects.create(name="Harbour School", zone=ZONE, settings={"demo": True})
    people: dict[str, User] = {}
    for given, role in ((ADMINS, ADMIN), (TEACHERS, STAFF), (FIRST, ""), (SECOND, "")):
        for name, sort, username in given:
            outside = f"00{len(people) + 417}" if not role else ""
            people[username] = create_person(
                by=None, name=name, sort=sort, username=username, role=role, external_id=outside, external_source=SOURCE
            )
    admin, ana, lee, mia = (people[key] for key in ("adam.quist", "ana.ortiz", "bertrand.lee", "mia.falk"))
    first_day, last_day = term_around(clock.now().date())
    term = create_term(by=admin, name=f"Term of {first_day:%B %Y}", starts_on=first_day, ends_on=last_day)
    first = create_classroom(by=admin, term=term, name="Hist 11B", zone=ZONE, teachers=[ana, lee])
    second = create_classroom(by=admin, term=term, name="Hist 11C", zone=ZONE, teachers=[ana])
    enrol(mia, first, MARKER)
    for room, given in ((first, FIRST), (second, SECOND)):
        for _, _, username in given:
            enrol(people[username], room, STUDENT)
    shelf = Shelf.objects.create(school=school, name="History department", kind="shared")
    for teacher in (ana, lee):
        ShelfMember.objects.create(shelf=shelf, user=teacher, right=EDITOR)
    return Cast(school, people, first, second, shelf)


def term_around(today: date) -> tuple[date, date]:
    return today - timedelta(days=45), today + timedelta(days=75)
