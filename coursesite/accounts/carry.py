"""What was written while the sign-in had ended, carried by the sign-in page as one signed value.

Only the site can make such a value, and only for an address of its own, so nothing foreign is ever sent on.
"""

from dataclasses import dataclass

from django.core import signing

SALT = "coursesite.accounts.carry"
MAX_AGE = 24 * 60 * 60
MAX_SIZE = 600_000  # a form with this field must still pass DATA_UPLOAD_MAX_MEMORY_SIZE
NEVER = ("csrfmiddlewaretoken", "password", "passphrase")


@dataclass(frozen=True)
class Carried:
    """An address of ours, the fields that were posted to it, and whose sign-in it was ("" where not known)."""

    path: str
    fields: tuple[tuple[str, str], ...]
    writer: str = ""


def pack(carried: Carried) -> str:
    """The signed value, or "" where there is nothing to carry or it is too large."""
    kept = [pair for pair in carried.fields if not any(word in pair[0].lower() for word in NEVER)]
    if not kept or not is_own(carried.path):
        return ""
    value = signing.dumps([carried.path, kept, carried.writer], salt=SALT, compress=True)
    return value if len(value) <= MAX_SIZE else ""


def unpack(value: str) -> Carried | None:
    """What was carried; None for anything that the site did not sign, or that is a day old."""
    try:
        path, fields, writer = signing.loads(value, salt=SALT, max_age=MAX_AGE)
    except (signing.BadSignature, ValueError):
        return None
    return Carried(path, tuple((name, text) for name, text in fields), writer) if is_own(path) else None


def is_own(path: str) -> bool:
    """A path of this site, not another site's address in disguise."""
    return path.startswith("/") and not path.startswith(("//", "/\\"))
