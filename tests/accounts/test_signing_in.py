"""Signing in and out: who may, what is said, how often, and what a session is worth."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from coursesite.accounts.actions import change_passphrase, deactivate_person
from coursesite.audit.models import Event
from tests import make

SIGN_IN = "/sign-in/"


def enter(client, login, passphrase=make.PASSPHRASE, **more):
    return client.post(SIGN_IN, {"login": login, "password": passphrase, **more})


def without_tokens(response) -> str:
    return re.sub(
        r'(csrfmiddlewaretoken" value=)"\w+"|nonce="[^"]+"|value="(irina.kim|nobody.here)"',
        r"\1",
        response.content.decode(),
    )


def test_login_with_user_name_or_e_mail_in_any_case(client, cast):
    cast.irina.email = "irina@example.org"
    cast.irina.save(update_fields=["email"])
    for login in ("irina.kim", "Irina.Kim", " irina.kim ", "irina@example.org", "Irina@Example.org"):
        assert enter(client, login).status_code == 302, login
        assert client.session["_auth_user_id"] == str(cast.irina.pk)
        client.post("/sign-out/")


def test_login_wrong_passphrase_says_what_to_do_and_keeps_the_name(client, cast):
    response = enter(client, "irina.kim", "wrong words here")
    assert response.status_code == 422
    body = response.content.decode()
    assert "The user name or the passphrase is not right." in body
    assert "There is a problem" in body
    assert 'value="irina.kim"' in body
    assert "wrong words here" not in body


def test_login_answers_alike_for_known_unknown_and_closed_accounts(client, cast):
    known = without_tokens(enter(client, "irina.kim", "wrong words here"))
    unknown = without_tokens(enter(client, "nobody.here", "wrong words here"))
    deactivate_person(person=cast.irina, by=cast.adam)
    closed_wrong = without_tokens(enter(client, "irina.kim", "wrong words here"))
    closed_right = without_tokens(enter(client, "irina.kim"))
    assert known == unknown == closed_wrong == closed_right
    assert "_auth_user_id" not in client.session


def test_passphrases_are_kept_with_argon2id_and_older_ones_are_kept_anew_at_a_sign_in(client, cast, settings):
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]  # without the quick one of the tests
    cast.irina.password = make_password(make.PASSPHRASE, hasher="pbkdf2_sha256")
    cast.irina.save(update_fields=["password"])
    assert enter(client, "irina.kim").status_code == 302
    cast.irina.refresh_from_db()
    assert cast.irina.password.split("$")[:4] == ["argon2", "argon2id", "v=19", "m=19456,t=2,p=1"]
    client.post("/sign-out/")
    assert enter(client, "irina.kim").status_code == 302


def test_login_gives_a_new_session_key(client, cast):
    client.get(SIGN_IN)
    session = client.session
    session["seen"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key
    enter(client, "irina.kim")
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_login_is_recorded_without_the_passphrase(client, cast):
    enter(client, "irina.kim")
    event = Event.objects.get(verb="sign_in")
    assert (event.actor, event.detail) == (cast.irina.public_id, {"way": "passphrase"})


def test_60_good_sign_ins_from_one_address_within_a_minute_all_succeed(client, db):
    people = [make.user(f"Student {n}") for n in range(60)]
    codes = []
    for person in people:
        codes.append(enter(client, person.username).status_code)
        client.post("/sign-out/")
    assert codes == [302] * 60


def test_20_bad_sign_ins_slow_only_that_user(client, cast):
    codes = [enter(client, "irina.kim", f"wrong words {n}").status_code for n in range(20)]
    assert codes == [422] * 5 + [429] * 15
    waits = enter(client, "irina.kim")
    assert waits.status_code == 429
    assert waits.headers["Retry-After"] == "60"
    assert "This user name was tried too often. Wait a minute" in waits.content.decode()
    assert enter(client, "omar.said").status_code == 302


def test_nobody_can_lock_a_person_out_of_her_own_device(client, cast):
    enter(client, "irina.kim")
    client.get("/")
    client.post("/sign-out/")
    elsewhere = Client()
    assert [enter(elsewhere, "irina.kim", f"wrong words {n}").status_code for n in range(6)][-1] == 429
    assert enter(client, "irina.kim").status_code == 302


@pytest.mark.parametrize("wanted", ["//evil.example", "/\\evil.example", "https:evil.example", "javascript:alert(1)"])
def test_login_goes_to_no_foreign_address(client, cast, wanted):
    assert enter(client, "irina.kim", next=wanted).headers["Location"] == "/"


def test_login_goes_where_one_wanted_to_go(client, cast):
    assert enter(client, "irina.kim", next="/me/settings/").headers["Location"] == "/me/settings/"


def test_logout_by_post_only_clears_the_cache(client, cast, sign_in):
    sign_in(client, cast.irina)
    assert client.get("/sign-out/").status_code == 200
    assert "_auth_user_id" in client.session
    response = client.post("/sign-out/")
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert "_auth_user_id" not in client.session


def test_a_closed_account_is_out_at_its_next_request(client, cast, sign_in):
    sign_in(client, cast.irina)
    assert client.get("/me/settings/").status_code == 200
    deactivate_person(person=cast.irina, by=cast.adam)
    assert client.get("/me/settings/").status_code == 302


def test_a_new_passphrase_ends_other_sign_ins(client, cast, sign_in):
    sign_in(client, cast.irina)
    change_passphrase(person=cast.irina, passphrase="quiet river morning", by=cast.irina)
    assert client.get("/me/settings/").status_code == 302


def test_a_sign_in_ends_after_a_day_however_much_it_is_used(client, cast):
    enter(client, "irina.kim")
    assert 23.9 < client.session.get_expiry_age() / 3600 <= 24
    client.post("/sign-out/")
    enter(client, "ana.ortiz")
    assert 11.9 < client.session.get_expiry_age() / 3600 <= 12


def test_sign_up_and_other_routes_of_allauth_are_not_mounted(client, db):
    for path in (
        "/signup/",
        "/sign-in/signup/",
        "/accounts/signup/",
        "/password/reset/",
        "/email/",
        "/sso/school/login/",
    ):
        assert client.get(path).status_code in (302, 404)
        assert "signup" not in client.get(path, follow=True).request["PATH_INFO"] or client.get(path).status_code == 404
    assert reverse("account_login") == SIGN_IN
