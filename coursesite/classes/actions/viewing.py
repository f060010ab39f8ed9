"""Beginning and ending to look at a class as one of its students: both stand in the record."""

from datetime import datetime

from django.db import transaction

from coursesite import clock
from coursesite.audit.actions import record
from coursesite.classes.models import Enrolment
from coursesite.classes.viewing import LASTS, Viewing


@transaction.atomic
def start_viewing(*, enrolment: Enrolment, by, at: datetime | None) -> Viewing:
    """What the session of `by` remembers from now on. The views have asked whether `by` may."""
    room = enrolment.classroom
    moment = at.isoformat() if at else ""
    record(by=by, verb="view_as_start", target=enrolment.user, classroom_id=room.pk, as_if_at=moment)
    return Viewing(str(enrolment.user.public_id), str(room.public_id), clock.now() + LASTS, at)


@transaction.atomic
def stop_viewing(*, viewing: Viewing, by) -> None:
    record(by=by, verb="view_as_stop", target=f"accounts.User {viewing.person}")
