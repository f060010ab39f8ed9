"""Signed in by default; what a request gets whose sign-in has ended; a new passphrase after a reset."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from coursesite.accounts.carry import Carried, pack
from coursesite.accounts.models import User
from coursesite.accounts.signin import last_here, remember_here
from coursesite.accounts.views.signin import sign_in_page
from coursesite.ui.forms import wants_json

ALLOWED_BEFORE_CHANGE = ("accounts:passphrase_change", "account_logout")


class SignInRequired(LoginRequiredMiddleware):
    """Who is not signed in goes to the sign-in page. What they were writing goes with them (architecture rule 19)."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:  # type: ignore[override]
        if wants_json(request):
            # The page stays, with all that was typed; its script says where to sign in.
            return JsonResponse({"code": "auth", "sign_in": reverse("account_login")}, status=401)
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return super().handle_no_permission(request, view_func)
        return sign_in_page(request, carried=pack(written(request)), status=401)


def written(request: HttpRequest) -> Carried:
    fields = tuple((name, text) for name, texts in request.POST.lists() for text in texts)
    return Carried(request.get_full_path(), fields, writer_of(request))


def writer_of(request: HttpRequest) -> str:
    """Public id of whom the ended session belonged to; where nothing of it is left, of who was last signed in here."""
    ended = Session.objects.filter(session_key=request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")).first()
    person = User.objects.filter(pk=ended.get_decoded().get(SESSION_KEY)).first() if ended else None
    return str(person.public_id) if person else last_here(request)


def present_user(get_response: Callable[[HttpRequest], HttpResponse]):
    """Somebody whose passphrase was reset chooses a new one before anything else. The browser keeps who was here."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        here = str(user.public_id) if user.is_authenticated else ""
        must = user.is_authenticated and user.must_change_password
        response = (change_first(request) if must else None) or get_response(request)
        if here and here != last_here(request):
            remember_here(response, here)
        return response

    return middleware


def change_first(request: HttpRequest) -> HttpResponse | None:
    """The way to the new passphrase, unless the request is on it. A script hears a code: its page stays."""
    if request.path in [reverse(name) for name in ALLOWED_BEFORE_CHANGE]:
        return None
    if wants_json(request):
        return JsonResponse({"code": "auth", "sign_in": reverse("accounts:passphrase_change")}, status=401)
    return redirect("accounts:passphrase_change")
