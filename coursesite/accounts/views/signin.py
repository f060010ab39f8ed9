"""Signing in and out."""

from allauth.account.forms import LoginForm
from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib.auth import logout as end_session
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from coursesite.accounts.actions import limit_session
from coursesite.accounts.carry import Carried, unpack
from coursesite.accounts.forms import SignInForm

TOO_MANY, UNPROCESSABLE = 429, 422
CARRIED = "carried"


def own_address(request: HttpRequest, address: str) -> str:
    """The address one wanted, where it is one of this site; else Home."""
    own = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if own and address.startswith("/") else settings.LOGIN_REDIRECT_URL


def single_sign_on() -> dict | None:
    """Name and address of the school's own sign-in, where one is configured."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    if not apps:
        return None
    return {"name": apps[0]["name"], "url": reverse("openid_connect_login", args=[apps[0]["provider_id"]])}


def sign_in_page(
    request: HttpRequest, form: LoginForm | None = None, *, carried: str = "", status: int = 200
) -> HttpResponse:
    """The sign-in page. `carried`, from `carry.pack`, is what was being written when the sign-in ended."""
    wanted = request.GET.get("next", "")
    form = form or SignInForm(initial={"carried": carried, "next": wanted}, request=request)
    wrote = unpack(form["carried"].value() or "")
    lost = status == 401 and wrote is None  # too large to carry, so it is shown to be copied
    context = {
        "form": form,
        "invalid": status in (UNPROCESSABLE, TOO_MANY),
        "wrote": wrote,
        "texts": [text for text in request.POST.values() if len(text) > 20] if lost else [],
        "sso": single_sign_on(),
        "extra": settings.SIGN_IN_EXTRA,
    }
    response = render(request, "account/login.html", context, status=status)
    if status == TOO_MANY:
        response.headers["Retry-After"] = "60"
    return response


@rate_limit(action="login")
@login_not_required
@csrf_protect
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated and request.method != "POST":
        return redirect(own_address(request, request.GET.get("next", "")))
    if request.method != "POST":
        return sign_in_page(request)
    form = SignInForm(request.POST, request=request)
    if not form.is_valid():
        return sign_in_page(request, form, status=TOO_MANY if form.must_wait else UNPROCESSABLE)
    response = form.login(request, redirect_url=own_address(request, form.cleaned_data["next"]))
    if request.user.is_authenticated:
        limit_session(session=request.session, by=request.user)  # allauth has just set a length of its own
    carried = form.cleaned_data["carried"]
    wrote = unpack(carried)
    if wrote and request.user.is_authenticated:
        if not request.user.must_change_password:
            return carry_on(request, wrote, carried)
        request.session[CARRIED] = carried  # until a new passphrase has been chosen
    return response


def carry_on(request: HttpRequest, wrote: Carried, carried: str) -> HttpResponse:
    """One button that sends on what was written; another person's words are not shown and not sent."""
    same = wrote.writer in ("", str(request.user.public_id))
    return render(request, "accounts/carry_on.html", {"wrote": wrote, "same": same, "carried": carried})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "account/logout.html")
    carried = request.POST.get("carried", "")
    end_session(request)
    response = sign_in_page(request, carried=carried) if unpack(carried) else redirect("account_login")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
