"""What happens to a session when somebody signs in."""

import datetime

from coursesite import clock
from coursesite.accounts.policy import is_staff
from coursesite.audit.actions import record

# Also when it is used all the time; a student's essay may take a day (promises.md 6.1).
LONGEST_STAFF, LONGEST_STUDENT = datetime.timedelta(hours=12), datetime.timedelta(hours=24)


def limit_session(*, session, by) -> None:
    """A sign-in ends after half a day for staff, after a day for students, however much it is used."""
    session.set_expiry(clock.now() + (LONGEST_STAFF if is_staff(by) else LONGEST_STUDENT))


def open_session(*, session, by, way: str) -> None:
    """Somebody has signed in."""
    limit_session(session=session, by=by)
    record(by=by, verb="sign_in", target=by, way=way)
