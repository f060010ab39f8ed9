"""A form that is not right: 422, "Error:" in the title, a list of problems that leads to the fields, words kept."""

import re

import pytest
from django.test import Client

pytestmark = [pytest.mark.urls("tests.ui.urls"), pytest.mark.django_db]


@pytest.fixture
def answer():
    return Client().post("/style/", {"name": "", "notes": "My first <i>thought</i>", "day": "soon", "term": "1"})


def test_invalid_form_answers_422(answer):
    assert answer.status_code == 422


def test_invalid_form_has_error_in_its_title(answer):
    assert re.search(r"<title>Error: Style page – ", answer.content.decode()) is not None


def test_each_problem_leads_to_its_field(answer):
    page = answer.content.decode()
    links = re.findall(
        r'<li><a href="#([^"]+)">([^<]+)</a></li>', page.split("There is a problem")[1].split("</ul>")[0]
    )
    assert links == [
        ("id_name", "Enter the student’s name."),
        ("id_day", "Enter a valid date."),
        ("id_kind_0", "Choose quiz or essay."),
    ]
    assert [page.count(f'id="{target}"') for target, _ in links] == [1, 1, 1]


def test_what_was_typed_is_kept(answer):
    assert "My first &lt;i&gt;thought&lt;/i&gt;</textarea>" in answer.content.decode()


def test_problem_is_tied_to_its_field(answer):
    page = answer.content.decode()
    field = re.search(r'<input[^>]*name="name"[^>]*>', page).group()
    described = re.search(r'aria-describedby="([^"]+)"', field).group(1).split()
    assert described == ["id_name_helptext", "id_name_error"]
    assert [page.count(f'id="{name}"') for name in described] == [1, 1]


def test_problem_stands_above_its_field(answer):
    page = answer.content.decode()
    assert page.index('id="id_name_error"') < page.index('name="name"')


def test_page_without_mistakes_has_no_list_of_problems():
    page = Client().get("/style/").content.decode()
    assert ("There is a problem" in page, "<title>Error" in page) == (False, False)
