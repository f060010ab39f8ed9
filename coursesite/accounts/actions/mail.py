"""News for a person, by mail: only where there is an address, and the person has not switched it off."""

from django.conf import settings

from coursesite.accounts.models import User
from coursesite.jobs.actions import post


def takes_mail(person: User) -> bool:
    return bool(settings.SENDS_MAIL and person.is_active and person.mail and person.email)


def mail_person(*, person: User, key: str, subject: str, text: str) -> None:
    """Put a mail into the outbox, in the caller's transaction. `key` says what it is about: told once, mailed once."""
    if takes_mail(person):
        post(kind="mail", dedupe_key=key, payload={"to": person.email, "subject": subject, "text": text})
