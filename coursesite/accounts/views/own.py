"""One's own account: how one reads, one's passphrase."""

from django.conf import settings as site
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from coursesite.accounts.actions import change_passphrase, choose_reading
from coursesite.accounts.carry import unpack
from coursesite.accounts.forms import PassphraseForm, ReadingForm
from coursesite.accounts.models import User
from coursesite.accounts.views.signin import CARRIED, carry_on
from coursesite.ui.forms import invalid

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
def settings(request: HttpRequest) -> HttpResponse:
    form = ReadingForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    facts = [words for name in site.OWN_FACTS for words in import_string(name)(request.user)]
    if request.method != "POST":
        return render(request, "accounts/settings.html", {"form": form, "facts": facts})
    if not form.is_valid():
        return invalid(request, "accounts/settings.html", {"form": form, "facts": facts})
    choose_reading(person=request.user, by=request.user, **form.cleaned_data)
    messages.success(request, "Your reading settings are kept.")
    return redirect("accounts:settings")


@sensitive_post_parameters()
@require_http_methods(GET_OR_POST)
def passphrase_change(request: HttpRequest) -> HttpResponse:
    form = PassphraseForm(request.POST or None, person=request.user)
    context = {"form": form, "must": request.user.must_change_password}
    if request.method != "POST":
        return render(request, "accounts/passphrase_change.html", context)
    if not form.is_valid():
        return invalid(request, "accounts/passphrase_change.html", context)
    change_passphrase(person=request.user, passphrase=form.cleaned_data["passphrase"], by=request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, "Your passphrase is changed. On other devices you must sign in again.")
    carried = request.session.pop(CARRIED, "")
    wrote = unpack(carried)
    return carry_on(request, wrote, carried) if wrote else redirect("home:home")
