"""What the site needs to know of the present user on each request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

ALLOWED_BEFORE_CHANGE = ("accounts:passphrase_change", "account_logout")


def present_user(get_response: Callable[[HttpRequest], HttpResponse]):
    """Somebody whose passphrase was reset chooses a new one before anything else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.must_change_password:
            allowed = [reverse(name) for name in ALLOWED_BEFORE_CHANGE]
            if request.path not in allowed:
                return redirect("accounts:passphrase_change")
        return get_response(request)

    return middleware


