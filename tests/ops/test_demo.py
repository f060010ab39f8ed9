"""The demo: what it loads, when it refuses, its three ways in, and that other modes have nothing of it."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import NoReverseMatch, reverse

from coursesite.accounts.models import User
from coursesite.classes.models import Assignment
from coursesite.ops.actions.demo import empty_demo, load_demo
from coursesite.ops.errors import DemoRefused
from lessons.models import Lesson, Post
from tests import make
from tests.held import held

pytestmark = pytest.mark.once  # a demo is on SQLite
ROLES = ("student", "teacher", "admin")
CODE = """
import django
django.setup()
from django.test import Client
from django.urls import NoReverseMatch, reverse
try:
    print(reverse("ops:demo_sign_in", args=["student"]))
except NoReverseMatch:
    print("no route")
from coursesite.urls import urlpatterns
print(any("demo" in str(one.urlconf_module) or "ops" in str(one.urlconf_module) for one in urlpatterns))
"""


@held
def demo():
    load_demo()


def test_the_demo_refuses_a_database_with_other_people(cast):
    with pytest.raises(DemoRefused, match="The database holds 8 people who are not the demo's"):
        load_demo()
    assert User.objects.count() == 8


def test_the_command_is_refused_outside_the_demo(db):
    with pytest.raises(CommandError, match="load_demo is for the demo only"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_the_test_mode_has_no_route_of_the_demo(client, db):
    with pytest.raises(NoReverseMatch):
        reverse("ops:demo_sign_in", args=["student"])
    assert client.post("/demo/sign-in/student/").status_code == 404
    assert "Look around" not in client.get("/sign-in/").content.decode()


def run_code(mode: str, folder) -> list[str]:
    """The lines that CODE prints in a process of that mode."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTEST_VERSION", "DATABASE_URL")}
    environment |= {
        "SITE_MODE": mode,
        "SITE_DATA": str(folder),
        "SECRET_KEY": "k" * 50,
        "ALLOWED_HOSTS": "school.example.org",
        "DJANGO_SETTINGS_MODULE": "coursesite.settings",
    }
    if mode == "school":
        environment["DATABASE_URL"] = "postgres://nobody@127.0.0.1:1/none"
    done = subprocess.run(
        [sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, cwd=settings.BASE_DIR, check=True
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("mode", "said"),
    [("school", ["no route", "False"]), ("test", ["no route", "False"]), ("demo", ["/demo/sign-in/student/", "True"])],
)
def test_only_the_demo_mounts_the_demo(tmp_path, mode, said):
    assert run_code(mode, tmp_path) == said


def test_the_demo_has_its_school(demo):
    assert User.objects.count() == 16
    assert not any(person.has_usable_password() for person in User.objects.all())
    assert Lesson.objects.filter(live_version__isnull=False).count() == 5
    assert Post.objects.filter(parent=None, discussion__prompt__kind="discuss").count() == 4
    assert Post.objects.filter(discussion__prompt__kind="guess").count() == 1
    with pytest.raises(DemoRefused, match="there already"):
        load_demo()


def test_home_of_the_demo_shows_every_kind_of_row(client, demo, sign_in):
    sign_in(client, User.objects.get(username="irina.kim"))
    body = client.get("/").content.decode()
    found = re.findall(r'<h3 id="group-\w+">([^<]+)</h3>|<summary>([^<]+) \(\d+\)</summary>', body)
    groups = [first or second for first, second in found]
    assert groups == [
        "Late, still open", "Today", "This week", "Later", "No due date", "Handed in, waiting", "Done",
    ]  # fmt: skip
    assert "Feedback ready (1)" in body
    assert "Continue reading" in body


def test_every_page_that_the_demo_links_to_answers(client, demo, sign_in):
    """From the home of each role, two clicks deep, nothing leads nowhere."""
    for username in ("irina.kim", "ana.ortiz", "mia.falk", "adam.quist"):
        sign_in(client, User.objects.get(username=username))
        seen, ahead = {"/"}, ["/"]
        for _ in range(2):
            found = set()
            for address in ahead:
                response = client.get(address, follow=True)
                assert response.status_code == 200, f"{username} at {address}: {response.status_code}"
                links = re.findall(r'href="(/[^"#]*)', response.content.decode())
                found |= {link.replace("&amp;", "&") for link in links if not link.startswith("/static/")}
            ahead = sorted(found - seen)
            seen |= found


@pytest.mark.urls("tests.ops.demo_urls")
@pytest.mark.parametrize("role", ROLES)
def test_demo_sign_in(client, demo, settings, role):
    settings.SITE_MODE = "demo"
    settings.SIGN_IN_EXTRA = "ops/_demo_sign_in.html"
    page = client.get("/sign-in/").content.decode()
    assert page.count('action="/demo/sign-in/') == 3
    assert client.get(f"/demo/sign-in/{role}/").status_code == 405
    assert client.post(f"/demo/sign-in/{role}/", follow=True).status_code == 200
    assert client.session["_auth_user_id"]


@pytest.mark.urls("tests.ops.demo_urls")
def test_demo_sign_in_opens_no_account_of_a_real_person(client, db, settings):
    settings.SITE_MODE = "demo"
    make.user("Irina Kim")
    assert client.post("/demo/sign-in/student/").status_code == 404
    settings.SITE_MODE = "school"
    assert client.post("/demo/sign-in/student/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_empty_demo_lets_it_be_loaded_anew():
    load_demo()
    before = set(Assignment.objects.values_list("public_id", flat=True))
    empty_demo()
    assert not User.objects.exists()
    load_demo()
    assert Assignment.objects.count() == len(before)
    assert not before & set(Assignment.objects.values_list("public_id", flat=True))
