"""The verbs of the record in plain words."""

WORDS = {
    "sign_in": "signed in",
    "person_create": "added the account",
    "person_deactivate": "closed the account",
    "person_activate": "opened the account again",
    "passphrase_reset": "reset the passphrase of",
    "passphrase_change": "changed their passphrase",
    "term_create": "made the term",
    "classroom_create": "made the class",
    "classroom_edit": "changed the class",
    "students_add": "added students to",
    "student_move": "moved to another class:",
    "dates_change": "changed dates of",
    "demo_load": "loaded the demo",
    "seal": "sealed the record of",
}


def in_words(verb: str) -> str:
    """A verb that has no words of its own is said as it is, without underscores."""
    return WORDS.get(verb, verb.replace("_", " ").replace(".", ": "))
