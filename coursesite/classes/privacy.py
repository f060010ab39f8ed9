from coursesite.classes.models import Accommodation, Enrolment, ImportedPlace, RosterImport, Work
from coursesite.privacy.registry import Kept

KEPT = [
    Kept(Enrolment, "which classes, since when, until when", "to show one's classes", "13 months after the term"),
    Kept(
        RosterImport,
        "which class lists one has added and when",
        "to make sign-in cards and to take a list back",
        "13 months after the term",
        "by",
    ),
    Kept(
        ImportedPlace,
        "which list brought one into a class and when a sign-in card was made",
        "to make sign-in cards and to take a list back",
        "13 months after the term",
        "enrolment.user",
    ),
    Kept(
        Work,
        "dates of starting, handing in, feedback; extensions",
        "to show what is due and what is done",
        "13 months after the term",
        "enrolment.user",
    ),
    Kept(
        Accommodation,
        "extra time and later dates, set by teachers or admins, with their history",
        "to give every task the time that the student needs",
        "until the student leaves the school",
    ),
]
APPEND_ONLY = [(Accommodation, ())]
