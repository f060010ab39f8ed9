"""The record of who did what lies below this package, so what is kept in it is said here."""

from coursesite.audit.models import Event
from coursesite.privacy.registry import Kept

KEPT = [
    Kept(
        Event,
        "who did what and when in the site: numbers and names, and the reasons that teachers type (for "
        "more time, an answer that counts after all, a hidden post); never what a student wrote",
        "to settle questions about marks, roles and accounts",
        "three years",
        "actor",
    )
]
