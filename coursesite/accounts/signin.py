"""Sign-in by allauth, with sign-up closed: people are added by an admin, or found by single sign-on."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from coursesite.accounts.actions import open_session
from coursesite.accounts.models import User

WRONG = "The user name or the passphrase is not right. Check both; capital letters count in the passphrase."
WAIT = "This user name was tried too often. Wait a minute, then try again."
LAST_SALT, LAST_AGE = "coursesite.accounts.last", 30 * 24 * 60 * 60
UNKNOWN = "Your school account is not known here yet. Ask an administrator, or sign in with a passphrase."


class ClosedAccountAdapter(DefaultAccountAdapter):
    """One answer to everybody who cannot sign in, so that nobody learns which accounts exist."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "too_many_login_attempts": WAIT,
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def authenticate(self, request, **credentials):
        """A closed account is answered like a wrong passphrase."""
        user = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Tries are counted for a user name and who was last signed in with the browser.

        So nobody keeps a person from signing in on her own device by trying wrong passphrases on another.
        """
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{last_here(request)}"

    def login(self, request, user) -> None:
        super().login(request, user)
        open_session(session=request.session, by=user, way="single sign-on" if _by_sso(request) else "passphrase")

    def respond_user_inactive(self, request, user):
        messages.error(request, UNKNOWN)
        return redirect("account_login")

    def add_message(self, *args, **kwargs) -> None:
        """Signing in and out needs no words of its own."""


def _by_sso(request) -> bool:
    return bool(settings.SOCIALACCOUNT_PROVIDERS) and request.path != "" and "/sso/" in request.path


class ClosedSocialAdapter(DefaultSocialAccountAdapter):
    """Single sign-on finds people, it makes none. The first time by the outside id, never by e-mail."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def pre_social_login(self, request, sociallogin) -> None:
        claims = _claims(sociallogin.account.extra_data)
        sociallogin.account.extra_data = {"sub": claims.get("sub", "")}  # nothing of the person is kept
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
            return
        person = person_of(claims, sociallogin.account.provider)
        if person is None:
            messages.error(request, UNKNOWN)
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, person)

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None) -> None:
        messages.error(request, "Signing in with your school account did not work. Try again.")
        raise ImmediateHttpResponse(redirect("account_login"))


def _claims(data: dict) -> dict:
    """What the provider signed; what its user page says besides."""
    return {**data.get("userinfo", {}), **data.get("id_token", {})}


def person_of(claims: dict, provider: str) -> User | None:
    """The one person whose outside id is the claim, unless another outside account is theirs already."""
    outside = claims.get(settings.OIDC_ID_CLAIM)
    if not isinstance(outside, str | int) or not str(outside):
        return None
    found = list(User.objects.active().filter(external_id=str(outside))[:2])
    if len(found) != 1 or SocialAccount.objects.filter(user=found[0], provider=provider).exists():
        return None
    return found[0]


def last_here(request: HttpRequest) -> str:
    """Public id of who was last signed in with this browser, "" where it does not know. It opens nothing."""
    return request.get_signed_cookie(settings.LAST_COOKIE_NAME, default="", salt=LAST_SALT, max_age=LAST_AGE) or ""


def remember_here(response: HttpResponse, who: str) -> None:
    """Let the browser keep who is signed in, also after the sign-in has ended."""
    response.set_signed_cookie(
        settings.LAST_COOKIE_NAME, who, salt=LAST_SALT, max_age=LAST_AGE, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
