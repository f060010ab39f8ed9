"""Single sign-on, against a provider of the test's own."""

import os
import subprocess
import sys

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings as site_settings

from coursesite.accounts.actions import deactivate_person
from coursesite.accounts.models import User
from tests.accounts.provider import CLIENT, Provider, state_of

ID = "school-test"
START = f"/sso/{ID}/login/"
UNKNOWN = "Your school account is not known here yet."
FAILED = "Signing in with your school account did not work."


@pytest.fixture(scope="module")
def server():
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def provider(server, settings, cast):
    settings.ROOT_URLCONF = "tests.accounts.sso_urls"
    settings.OIDC_ID_CLAIM = "school_id"
    app = {"provider_id": ID, "name": "Harbour login", "client_id": CLIENT, "secret": "s"}
    app["settings"] = {"server_url": server.issuer}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    server.claims, server.changes, server.signs_with = {"sub": "s-1", "school_id": "0042"}, {}, server.key
    User.objects.filter(pk=cast.irina.pk).update(external_id="0042", email="irina@example.org")
    return server


def come_back(client, **changed):
    """Go to the provider and back with a code."""
    there = client.get(START).headers["Location"]
    return client.get(f"{START}callback/", {"code": "c", "state": changed.get("state", state_of(there))}, follow=True)


def signed_in(client) -> str:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key).name if key else ""


def test_the_button_appears_and_leads_to_the_provider(client, provider):
    body = client.get("/sign-in/").content.decode()
    assert f'href="{START}">Sign in with Harbour login</a>' in body
    there = client.get(START).headers["Location"]
    assert there.startswith(f"{provider.issuer}/authorize?client_id={CLIENT}&")
    assert "code_challenge_method=S256" in there


def test_the_first_time_finds_the_person_by_outside_id_then_by_subject(client, cast, provider):
    assert come_back(client).status_code == 200
    assert signed_in(client) == "Irina Kim"
    account = SocialAccount.objects.get()
    assert (account.user, account.provider, account.uid, account.extra_data) == (cast.irina, ID, "s-1", {"sub": "s-1"})
    client.post("/sign-out/")
    User.objects.filter(pk=cast.irina.pk).update(external_id="changed")
    come_back(client)
    assert signed_in(client) == "Irina Kim"
    assert SocialAccount.objects.count() == 1


def test_an_equal_e_mail_address_links_nobody(client, provider):
    provider.claims = {"sub": "s-2", "email": "irina@example.org", "email_verified": True}
    assert UNKNOWN in come_back(client).content.decode()
    assert (signed_in(client), SocialAccount.objects.count()) == ("", 0)


@pytest.mark.parametrize("claims", [{"school_id": "42"}, {"school_id": ""}, {"school_id": ["0042"]}, {}])
def test_another_outside_id_makes_no_account(client, provider, claims):
    provider.claims = {"sub": "s-3"} | claims
    before = User.objects.count()
    assert UNKNOWN in come_back(client).content.decode()
    assert (signed_in(client), User.objects.count()) == ("", before)


def test_a_second_outside_account_cannot_take_a_person_over(client, provider):
    come_back(client)
    client.post("/sign-out/")
    provider.claims = {"sub": "somebody-else", "school_id": "0042"}
    assert UNKNOWN in come_back(client).content.decode()
    assert signed_in(client) == ""


def test_a_closed_account_stays_closed(client, cast, provider):
    come_back(client)
    client.post("/sign-out/")
    deactivate_person(person=cast.irina, by=cast.adam)
    assert UNKNOWN in come_back(client).content.decode()
    assert signed_in(client) == ""


@pytest.mark.parametrize("changes", [{"iss": "https://evil.example"}, {"aud": "another-client"}, {"exp": 1}])
def test_a_token_for_somebody_else_or_of_yesterday_is_refused(client, provider, changes):
    provider.changes = changes
    assert FAILED in come_back(client).content.decode()
    assert signed_in(client) == ""


def test_a_token_signed_with_another_key_is_refused(client, provider):
    provider.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert FAILED in come_back(client).content.decode()
    assert signed_in(client) == ""


def test_an_answer_that_was_not_asked_for_is_refused(client, provider):
    assert FAILED in come_back(client, state="made-up").content.decode()
    assert signed_in(client) == ""


CODE = """
import django
django.setup()
from django.urls import NoReverseMatch, reverse
from django.conf import settings
try:
    print(reverse("openid_connect_login", args=[settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["provider_id"]]))
except (NoReverseMatch, KeyError):
    print("none")
"""


@pytest.mark.parametrize(
    ("given", "mounted"),
    [
        ({}, False),
        ({"OIDC_ISSUER": "https://id.example.org"}, False),
        ({"OIDC_ISSUER": "https://id.example.org", "OIDC_CLIENT_ID": "c", "OIDC_CLIENT_SECRET": "s"}, True),
    ],
)
def test_routes_are_mounted_only_where_all_three_are_set(given, mounted):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("OIDC_")} | given
    environment |= {"SITE_MODE": "test", "DJANGO_SETTINGS_MODULE": "coursesite.settings"}
    command = [sys.executable, "-c", CODE]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, cwd=site_settings.BASE_DIR, check=True
    )
    assert done.stdout.startswith("/sso/school-") is mounted
