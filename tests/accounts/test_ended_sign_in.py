"""A sign-in that ends while somebody writes loses no text (architecture rule 19)."""

import html
import re

import pytest
from django.contrib.sessions.models import Session

from coursesite.accounts.actions import reset_passphrase
from coursesite.accounts.carry import Carried, pack, unpack
from tests import make

ESSAY = "It was a crack, <not> a fatal blow: “Nobody asked.”\n\nÅnd it & went on. " * 40
WRITE = "/me/settings/"  # any page that takes a form; fields of its own are not needed


def fields_of(body: str) -> dict[str, str]:
    """Hidden fields of the first form in main."""
    form = body.split("<main", 1)[1].split("<form", 1)[1].split("</form", 1)[0]
    found = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', form)
    return {name: html.unescape(value) for name, value in found}


def end_sign_in(client):
    """The row of the session runs out; the browser still has its cookie."""
    Session.objects.update(expire_date="2020-01-01T00:00:00Z")


def refused_write(client, **posted):
    response = client.post(WRITE + "?part=2", posted or {"text": ESSAY, "two": ["a", "b"]})
    assert response.status_code == 401
    return fields_of(response.content.decode())


def test_what_was_written_is_sent_on_after_signing_in(client, cast, sign_in):
    sign_in(client, cast.irina)
    end_sign_in(client)
    carried = refused_write(client)["carried"]
    response = client.post("/sign-in/", {"login": "irina.kim", "password": make.PASSPHRASE, "carried": carried})
    body = response.content.decode()
    assert response.status_code == 200
    assert "Go on: send what you wrote" in body
    assert 'action="/me/settings/?part=2"' in body
    form = body.split("<main", 1)[1].split("<form", 1)[1].split("</form", 1)[0]
    sent = [(n, html.unescape(v)) for n, v in re.findall(r'name="([^"]+)" value="([^"]*)"', form)]
    assert sent[1:] == [("text", ESSAY), ("two", "a"), ("two", "b")]


def test_a_wrong_passphrase_on_the_way_keeps_what_was_written(client, cast, sign_in):
    sign_in(client, cast.irina)
    end_sign_in(client)
    carried = refused_write(client)["carried"]
    response = client.post("/sign-in/", {"login": "irina.kim", "password": "wrong words", "carried": carried})
    assert response.status_code == 422
    assert fields_of(response.content.decode())["carried"] == carried


def test_another_person_does_not_see_and_cannot_send_what_was_written(client, cast, sign_in):
    sign_in(client, cast.irina)
    end_sign_in(client)
    carried = refused_write(client)["carried"]
    response = client.post("/sign-in/", {"login": "omar.said", "password": make.PASSPHRASE, "carried": carried})
    body = response.content.decode()
    assert "This was written by somebody else" in body
    assert "Nobody asked" not in body
    again = client.post("/sign-out/", {"carried": carried})
    assert fields_of(again.content.decode())["carried"] == carried


def test_a_very_long_text_is_shown_to_be_copied(client, db):
    noise = "".join(chr(0x4E00 + (n * 7919) % 20000) for n in range(250_000))
    response = client.post(WRITE, {"text": noise})
    assert response.status_code == 401
    assert "Copy what you wrote" in response.content.decode()
    assert noise in response.content.decode()


def test_passphrases_and_tokens_are_not_carried():
    packed = pack(Carried("/x/", (("csrfmiddlewaretoken", "t"), ("new_password", "p"), ("text", "words"))))
    assert unpack(packed).fields == (("text", "words"),)


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "/\\evil.example", "evil"])
def test_a_foreign_address_is_never_carried(path):
    assert pack(Carried(path, (("text", "words"),))) == ""


def test_a_value_that_the_site_did_not_sign_is_nothing(client, cast):
    assert unpack("made:up:value") is None
    response = client.post("/sign-in/", {"login": "irina.kim", "password": make.PASSPHRASE, "carried": "made:up"})
    assert response.status_code == 302


def test_a_write_that_wants_json_gets_401(client, db):
    response = client.post(WRITE, "{}", content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (401, "auth")


def test_a_form_sent_in_place_gets_401_and_a_page_that_carries_it_on(client, db):
    response = client.post(WRITE, {"text": ESSAY}, headers={"X-In-Place": "true"})
    assert response.status_code == 401
    assert 'name="carried"' in response.content.decode()


def test_reading_a_page_leads_to_the_sign_in_page_and_back(client, db):
    assert client.get(WRITE).headers["Location"] == "/sign-in/?next=/me/settings/"


def test_after_signing_out_the_next_person_at_the_computer_sends_nothing_of_the_one_before(client, cast):
    """Irina signs out in a second tab, then sends the form of the first; nothing of her session is left."""
    client.post("/sign-in/", {"login": "irina.kim", "password": make.PASSPHRASE})
    client.get("/")
    client.post("/sign-out/")
    carried = refused_write(client)["carried"]
    assert unpack(carried).writer == str(cast.irina.public_id)
    response = client.post("/sign-in/", {"login": "omar.said", "password": make.PASSPHRASE, "carried": carried})
    assert "This was written by somebody else" in response.content.decode()


def test_who_was_here_last_cannot_be_made_up(client, cast):
    client.cookies["last"] = f"{cast.irina.public_id}:made:up"
    assert unpack(refused_write(client)["carried"]).writer == ""


def test_what_was_written_outlives_a_passphrase_that_was_reset(client, cast, sign_in):
    sign_in(client, cast.irina)
    end_sign_in(client)
    carried = refused_write(client)["carried"]
    new = reset_passphrase(person=cast.irina, by=cast.ana)
    first = client.post("/sign-in/", {"login": "irina.kim", "password": new, "carried": carried})
    assert first.headers["Location"] == "/"
    body = client.post("/me/passphrase/", {"present": new, "passphrase": "quiet river morning"}).content.decode()
    assert "Go on: send what you wrote" in body
    assert 'action="/me/settings/?part=2"' in body


def test_a_script_hears_401_while_a_new_passphrase_is_to_be_chosen(client, cast, sign_in):
    cast.irina.must_change_password = True
    cast.irina.save(update_fields=["must_change_password"])
    sign_in(client, cast.irina)
    response = client.post(
        "/attempts/00000000-0000-0000-0000-000000000000/save/", "{}", content_type="application/json"
    )
    assert (response.status_code, response.json()) == (401, {"code": "auth", "sign_in": "/me/passphrase/"})
