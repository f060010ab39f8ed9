from coursesite.accounts.actions.mail import mail_person
from coursesite.accounts.actions.people import (
    activate_person,
    change_passphrase,
    choose_reading,
    clear_sessions,
    create_person,
    deactivate_person,
    hash_passphrases,
    reset_passphrase,
)
from coursesite.accounts.actions.school import change_school
from coursesite.accounts.actions.signin import limit_session, open_session

__all__ = [
    "activate_person",
    "change_passphrase",
    "change_school",
    "choose_reading",
    "clear_sessions",
    "create_person",
    "deactivate_person",
    "hash_passphrases",
    "limit_session",
    "mail_person",
    "open_session",
    "reset_passphrase",
]
