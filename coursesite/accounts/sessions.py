"""The session and the person of each request: Django's own, asked in prepared questions since every page asks them."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import BigIntegerField, CharField, DateTimeField

from coursesite import clock
from coursesite.accounts.models import User
from coursesite.prepared import Prepared, Slot

SESSION = Prepared(
    lambda: Session.objects.filter(session_key=Slot("key", CharField()), expire_date__gt=Slot("now", DateTimeField()))
)
PERSON = Prepared(lambda: User.objects.filter(pk=Slot("pk", BigIntegerField())))


class SessionStore(db.SessionStore):
    """settings.SESSION_ENGINE."""

    def _get_session_from_db(self) -> Session | None:
        found = SESSION.rows(key=self.session_key, now=clock.now())
        if not found:
            self._session_key = None
            return None
        return found[0]


class SignIn(AuthenticationBackend):
    """settings.AUTHENTICATION_BACKENDS."""

    def get_user(self, user_id: int) -> User | None:
        person = next(iter(PERSON.rows(pk=user_id)), None)
        return person if person and self.user_can_authenticate(person) else None
