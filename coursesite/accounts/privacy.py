"""What is kept of people here, and of those who started a job or brought a file.

Those two packages stand beside the registry, not above it.
"""

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session

from coursesite.accounts.models import SchoolRole, ShelfMember, User
from coursesite.files.models import Upload
from coursesite.jobs.models import Job, Outbox
from coursesite.privacy.registry import Kept

KEPT = [
    Kept(
        User,
        "name, name in registers, user name, e-mail if given, school id, reading settings",
        "to sign in and to be known to teachers",
        "while at the school, then one year",
        "self",
    ),
    Kept(SchoolRole, "role in the school", "to know teachers and admins", "while at the school"),
    Kept(EmailAddress, "the e-mail address, for signing in with it", "to sign in", "while at the school"),
    Kept(SocialAccount, "the number of one's school account", "to sign in through the school", "while at the school"),
    Kept(
        Session, "who is signed in on which browser", "to stay signed in", "until one signs out, a day at most", "self"
    ),
    Kept(ShelfMember, "which shelves a teacher may read or edit", "to share lessons", "while at the school"),
    Kept(
        Job,
        "what one has let the site do in the background, how far it is and how it ended",
        "to show how far it is and to whom its result belongs",
        "30 days after it ended; what it was given to work on only until it ends",
        "by",
    ),
    Kept(
        Outbox,
        "mails to one that have not left yet, with the address",
        "to tell that feedback is ready or a mark has changed",
        "until they have left, three days at most",
        "self",
    ),
    Kept(
        Upload,
        "files that one has brought, with their names",
        "to show them where they belong",
        "as long as what they belong to",
        "by",
    ),
]
