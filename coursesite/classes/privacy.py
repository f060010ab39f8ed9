from coursesite.classes.models import Enrolment, Work
from coursesite.privacy.registry import Kept

KEPT = [
    Kept(Enrolment, "which classes, since when, until when", "to show one's classes", "13 months after the term"),
    Kept(
        Work,
        "dates of starting, handing in, feedback; extensions",
        "to show what is due and what is done",
        "13 months after the term",
        "enrolment.user",
    ),
]
