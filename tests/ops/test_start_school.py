"""A school begins with its first admin."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from coursesite.accounts.models import School, User
from coursesite.accounts.policy import is_admin

GIVEN = {"name": "Harbour School", "zone": "Europe/Oslo", "admin": "Eva Berg", "username": "eva.berg"}


def test_start_school_makes_an_admin_who_must_choose_a_passphrase(db, client):
    said = StringIO()
    call_command("start_school", **GIVEN, stdout=said)
    passphrase = said.getvalue().split(" with ")[1].split("\n")[0]
    assert is_admin(User.objects.get(username="eva.berg"))
    client.post("/sign-in/", {"login": "eva.berg", "password": passphrase})
    assert client.get("/").headers["Location"] == "/me/passphrase/"
    with pytest.raises(CommandError, match="There is a school already"):
        call_command("start_school", **GIVEN)


@pytest.mark.parametrize("wrong", [{"zone": "Mars"}, {"username": "eva berg"}])
def test_start_school_says_what_is_wrong_and_makes_nothing(db, wrong):
    with pytest.raises(CommandError):
        call_command("start_school", **(GIVEN | wrong))
    assert not School.objects.exists()
