"""One's own account, and the people that an admin manages."""

import re

import pytest

from coursesite.accounts.models import SchoolRole, Shelf, User
from coursesite.accounts.names import sort_name, spoken_name
from coursesite.accounts.passphrases import WORDS, make_passphrase
from coursesite.audit.models import Event
from coursesite.ui.fold import fold
from tests import make


def test_settings_are_kept_and_written_on_the_page(client, cast, sign_in):
    sign_in(client, cast.irina)
    client.post("/me/settings/", {"theme": "dark", "text_size": "5", "spacing": "3", "font": "sans"})
    body = client.get("/me/settings/").content.decode()
    assert 'data-theme="dark" data-size="5" data-spacing="3" data-font="sans"' in body


def test_settings_refuse_what_is_not_a_choice_and_say_so(client, cast, sign_in):
    sign_in(client, cast.irina)
    response = client.post("/me/settings/", {"theme": "dark", "text_size": "9", "spacing": "3", "font": "sans"})
    assert response.status_code == 422
    assert User.objects.get(pk=cast.irina.pk).text_size == 3
    assert 'data-theme="system"' in response.content.decode()


def test_passphrase_change_asks_for_the_present_one(client, cast, sign_in):
    sign_in(client, cast.irina)
    wrong = client.post("/me/passphrase/", {"present": "not it", "passphrase": "quiet river morning"})
    assert wrong.status_code == 422
    short = client.post("/me/passphrase/", {"present": make.PASSPHRASE, "passphrase": "short"})
    assert short.status_code == 422
    done = client.post("/me/passphrase/", {"present": make.PASSPHRASE, "passphrase": "quiet river morning"})
    assert done.headers["Location"] == "/"
    assert client.get("/me/settings/").status_code == 200
    assert User.objects.get(pk=cast.irina.pk).check_password("quiet river morning")


@pytest.fixture
def reset(client, cast, sign_in) -> str:
    """The passphrase that an admin made for Irina."""
    sign_in(client, cast.adam)
    body = client.post(f"/people/{cast.irina.public_id}/passphrase/").content.decode()
    return re.search(r"<code>([^<]+)</code>", body)[1]


def test_passphrase_reset_is_shown_once_and_must_be_changed(client, cast, reset):
    assert not set(reset) & set("l1O0oi")
    client.post("/sign-out/")
    client.post("/sign-in/", {"login": "irina.kim", "password": reset})
    assert client.get("/").headers["Location"] == "/me/passphrase/"
    client.post("/me/passphrase/", {"present": reset, "passphrase": "quiet river morning"})
    assert client.get("/").status_code == 200


def test_passphrase_reset_ends_open_sign_ins_and_is_recorded(client, cast, sign_in):
    other = sign_in(type(client)(), cast.irina)
    assert other.get("/me/settings/").status_code == 200
    sign_in(client, cast.adam)
    client.post(f"/people/{cast.irina.public_id}/passphrase/")
    assert other.get("/me/settings/").status_code == 302
    event = Event.objects.get(verb="passphrase_reset")
    assert (event.actor, event.target) == (cast.adam.public_id, f"accounts.User:{cast.irina.pk} Irina Kim")


@pytest.mark.parametrize(
    ("who", "whom", "status"),
    [
        ("adam", "irina", 200),
        ("adam", "ana", 200),
        ("ana", "irina", 200),
        ("ana", "lena", 404),
        ("ana", "mia", 404),
        ("mia", "irina", 404),
        ("tom", "irina", 404),
        ("irina", "omar", 404),
    ],
)
def test_passphrase_reset_for_ones_own_students_only(client, cast, sign_in, who, whom, status):
    sign_in(client, getattr(cast, who))
    assert client.post(f"/people/{getattr(cast, whom).public_id}/passphrase/").status_code == status


def test_a_teacher_resets_nobody_who_teaches_or_marks_elsewhere(client, cast, sign_in):
    """Her student, without a role in the school, marks another class: the passphrase would open that class as well."""
    make.enrolment(cast.other, cast.irina, "marker")
    sign_in(client, cast.ana)
    assert client.post(f"/people/{cast.irina.public_id}/passphrase/").status_code == 404
    assert client.post(f"/people/{cast.omar.public_id}/passphrase/").status_code == 200


def test_passphrases_are_four_plain_words_and_two_digits():
    assert not any(set(word) & set("loi10") for word in WORDS)
    assert len(set(WORDS)) == len(WORDS) >= 180
    parts = make_passphrase().split("-")
    assert (len(parts), set(parts[:4]) <= set(WORDS), set(parts[4]) <= set("23456789")) == (5, True, True)


@pytest.mark.parametrize("words", ["angstrom", "ÅNGSTRÖM zoe", "zoe.a", "0042"])
def test_person_list_finds_without_accents(client, cast, sign_in, words):
    make.user("Zoë Ångström", username="zoe.a", external_id="0042")
    sign_in(client, cast.adam)
    body = client.get("/people/", {"q": words}).content.decode()
    assert "Ångström, Zoë" in body
    assert "Kim, Irina" not in body


def test_person_list_is_paged_by_key(client, cast, sign_in):
    for n in range(60):
        make.user(f"Student Number{n:02}")
    sign_in(client, cast.adam)
    seen, address = [], "/people/"
    while address:
        body = client.get(address).content.decode()
        seen += re.findall(r"<bdi>(Number\d\d), Student</bdi>", body)
        link = re.search(r'href="(\?[^"]*after=[^"]+)"', body)
        address = f"/people/{link[1].replace('&amp;', '&')}" if link else ""
    assert seen == [f"Number{n:02}" for n in range(60)]


def test_person_list_asks_as_much_for_many(client, cast, sign_in, query_count_is_constant):
    sign_in(client, cast.adam)
    query_count_is_constant(lambda: client.get("/people/"), lambda: [make.user() for _ in range(20)])


def test_person_deactivate_and_activate(client, cast, sign_in):
    sign_in(client, cast.adam)
    client.post(f"/people/{cast.irina.public_id}/deactivate/")
    assert "Open this account again" in client.get(f"/people/{cast.irina.public_id}/").content.decode()
    client.post(f"/people/{cast.irina.public_id}/activate/")
    assert User.objects.get(pk=cast.irina.pk).is_active
    assert list(Event.objects.filter(verb__startswith="person_").order_by("pk").values_list("verb", flat=True)) == [
        "person_deactivate",
        "person_activate",
    ]


def test_an_admin_cannot_close_her_own_account(client, cast, sign_in):
    sign_in(client, cast.adam)
    client.post(f"/people/{cast.adam.public_id}/deactivate/")
    assert User.objects.get(pk=cast.adam.pk).is_active


def test_person_new_makes_a_teacher_with_a_shelf(client, cast, sign_in):
    sign_in(client, cast.adam)
    values = {"name": "Bertrand  Lee", "username": "bertrand.lee", "role": "staff", "email": "", "external_id": "007"}
    response = client.post("/people/new/", values)
    assert response.status_code == 200
    lee = User.objects.get(username="bertrand.lee")
    assert (lee.name, lee.sort_name, lee.external_id, lee.must_change_password) == (
        "Bertrand Lee",
        "Lee, Bertrand",
        "007",
        True,
    )
    assert list(SchoolRole.objects.filter(user=lee).values_list("role", flat=True)) == ["staff"]
    assert Shelf.objects.editable_by(lee).count() == 1


def test_person_new_says_what_to_do(client, cast, sign_in):
    sign_in(client, cast.adam)
    response = client.post("/people/new/", {"name": "", "username": "irina.kim", "role": "", "email": "x"})
    body = response.content.decode()
    assert response.status_code == 422
    for words in ("Enter the person", "The user name irina.kim is taken.", "Enter an address such as"):
        assert words in body


@pytest.mark.parametrize("who", ["ana", "mia", "irina", "olga"])
def test_people_are_not_there_for_others(client, cast, sign_in, who):
    sign_in(client, getattr(cast, who))
    for path in ("/people/", "/people/new/", f"/people/{cast.omar.public_id}/"):
        assert client.get(path).status_code == 404
    assert client.post(f"/people/{cast.omar.public_id}/deactivate/").status_code == 404
    assert User.objects.get(pk=cast.omar.pk).is_active


def test_names():
    assert fold("Łukasz  ØSTBY-Ångström") == "lukasz ostby-angstrom"
    assert [sort_name(n) for n in ("Ana Ortiz", "García, José", "Björk")] == ["Ortiz, Ana", "García, José", "Björk"]
    assert spoken_name("García López, José María") == "José María García López"


def test_passphrase_reset_says_first_what_it_does(client, cast, sign_in):
    sign_in(client, cast.ana)
    before = cast.irina.password
    page = client.get(f"/people/{cast.irina.public_id}/passphrase/").content.decode()
    assert "stops working" in page
    cast.irina.refresh_from_db()
    assert cast.irina.password == before
