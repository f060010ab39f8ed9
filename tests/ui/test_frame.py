"""The frame of every page: the reader's settings on <html>, the role's ways to go, one of each landmark."""

import re

import pytest
from django.test import Client

from coursesite.home.policy import sections_of
from tests import make

pytestmark = pytest.mark.django_db


def opening_tag(client: Client) -> str:
    return re.search(r"<html[^>]*>", client.get("/help/").content.decode()).group()


def test_reader_settings_are_written_by_the_server():
    client = Client()
    client.force_login(make.user(theme="dark", text_size=5, spacing=3, font="sans"))
    assert opening_tag(client) == (
        '<html lang="en" dir="ltr" data-theme="dark" data-size="5" data-spacing="3" data-font="sans">'
    )


def test_a_stranger_gets_the_defaults_and_follows_the_device():
    assert opening_tag(Client()) == (
        '<html lang="en" dir="ltr" data-theme="system" data-size="3" data-spacing="2" data-font="serif">'
    )


@pytest.mark.parametrize(
    ("person", "sections"),
    [
        ("irina", ("home", "lessons", "grades")),
        ("olga", ("home", "lessons", "grades")),
        ("ana", ("home", "classes", "lessons", "sources")),
        ("mia", ("home", "classes", "lessons", "sources")),
        ("adam", ("home", "people", "admin_classes", "terms", "log")),
    ],
)
def test_each_role_has_its_sections(person, sections):
    assert sections_of(getattr(make.Cast(), person)) == sections


def test_no_way_to_go_leads_nowhere():
    client = Client()
    client.force_login(make.Cast().adam)
    header = client.get("/help/").content.decode().split("<main")[0]
    links = [link for link in re.findall(r'<a [^>]*href="(/[^"]*)"', header) if link != "/"]
    assert [(link, client.get(link).status_code) for link in links] == [(link, 200) for link in links]


def test_a_name_is_escaped_in_the_header():
    client = Client()
    client.force_login(make.user("<script>alert(1)</script>", username="odd"))
    assert "<script>alert" not in client.get("/help/").content.decode()


def test_one_live_region_stands_empty_before_it_is_used():
    page = Client().get("/help/").content.decode()
    assert re.findall(r'<[^>]*role="status"[^>]*>(.*?)</div>', page) == [""]


def test_current_section_is_marked():
    page = Client().get("/help/").content.decode().split("<main")[0]
    assert re.findall(r'<a href="([^"]+)" aria-current="page">', page) == ["/help/"]
