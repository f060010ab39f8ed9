"""The house stands: no breach in the tree, and every sort of breach, planted in a copy of it, is named."""

import os
import shutil
from pathlib import Path

import pytest

from tests import house
from tests.layers import breaches

ROOT = Path(__file__).resolve().parent.parent


def test_the_house_stands():
    assert "\n".join(map(str, breaches(ROOT))) == ""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory) -> Path:
    """One copy of the tree as it is now, to plant faults in copies of."""
    tree = tmp_path_factory.mktemp("house")
    for folder in (*house.ROOTS, "templates"):
        if (ROOT / folder).exists():
            ignore = shutil.ignore_patterns("__pycache__", "static", "content")
            shutil.copytree(ROOT / folder, tree / folder, ignore=ignore)
    return tree


@pytest.fixture(scope="module")
def known(snapshot: Path) -> set:
    return set(breaches(snapshot))


@pytest.fixture
def copied_tree(snapshot: Path, tmp_path: Path) -> Path:
    # Links, for speed: a planted file is written anew and leaves the snapshot as it is.
    return Path(shutil.copytree(snapshot, tmp_path / "tree", copy_function=os.link))


def plant(tree: Path, path: str, text: str) -> int:
    """Add the text at the end of the file, made if need be; the number of its first line."""
    file = tree / path
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.read_text() if file.exists() else ""
    file.unlink(missing_ok=True)
    file.write_text(f"{before.rstrip()}\n{text}\n" if before else f"{text}\n")
    return before.rstrip().count("\n") + 2 if before else 1


# (file, what is added, sort, what the message says)
PYTHON_FAULTS = [
    # between packages
    ("coursesite/accounts/queries.py", "from coursesite.classes.models import Classroom", "package order",
     "coursesite.accounts may not use coursesite.classes.models.Classroom"),
    ("coursesite/accounts/queries.py", "import lessons.models", "package order", "lessons stands above it"),
    ("coursesite/accounts/queries.py", "from coursesite import classes", "package order", "coursesite.classes"),
    ("coursesite/accounts/queries.py", "from ..classes import models as theirs", "package order", "coursesite.classes"),
    ("coursesite/clock.py", "from coursesite.audit.actions import record", "package order", "coursesite.audit"),
    ("coursesite/audit/queries.py", "from coursesite.jobs.models import Periodic", "package order", "coursesite.jobs"),
    ("coursesite/privacy/queries.py", "from coursesite.jobs.models import Periodic", "package order", "beside it"),
    ("coursesite/home/queries.py", "from coursesite.ops import checks", "package order", "beside it"),
    ("coursesite/classes/queries.py", "from lessons.sources.models import Source", "package order", "lessons.sources"),
    ("lessons/sources/queries.py", "from coursesite.classes.models import Work", "package order", "knows no classes"),
    ("lessons/queries.py", "from assessments.models import Assessment", "package order", "assessments"),
    ("assessments/queries.py", "from coursesite.urls import urlpatterns", "package order", "coursesite.urls"),
    # what counts as an import
    ("coursesite/accounts/queries.py", 'LAZY = "lessons.Lesson"', "package order", "a model of lessons"),
    ("coursesite/accounts/models.py", 'key = models.ForeignKey("lessons.lesson", models.PROTECT)', "package order",
     "a model of lessons"),
    ("coursesite/accounts/models.py", 'key = models.ManyToManyField(to="classes.classroom")', "package order",
     "a model of classes"),
    ("coursesite/accounts/queries.py", 'apps.get_model("assessments", "Attempt")', "package order",
     "a model of assessments"),
    ("coursesite/accounts/queries.py", 'apps.get_model("lessons.lesson")', "package order", "a model of lessons"),
    ("coursesite/accounts/queries.py", 'import_module("lessons.models")', "package order", "lessons.models"),
    ("coursesite/accounts/queries.py", 'KINDS = "lessons.models.Lesson"', "package order", "lessons.models.Lesson"),
    ("coursesite/accounts/urls.py", 'include("lessons.urls")', "package order", "lessons.urls"),
    ("coursesite/accounts/queries.py", 'PAGE = "lessons/lesson_detail.html"', "package order", "lesson_detail.html"),
    ("coursesite/accounts/migrations/0099_fault.py",
     'class Migration(migrations.Migration):\n    dependencies = [("lessons", "0001_initial")]', "package order",
     "a model of lessons"),
    # inside a package
    ("coursesite/accounts/policy.py", "from coursesite.accounts.models import User", "file order",
     "policy may not use models"),
    ("coursesite/accounts/models.py", "from coursesite.accounts import queries", "file order",
     "models may not use queries"),
    ("lessons/models/fault.py", "from ..actions import anything", "file order", "models may not use actions"),
    ("coursesite/accounts/errors.py", "from .views import anything", "file order", "errors may not use views"),
    ("assessments/kinds/fault.py", "from assessments.queries import anything", "file order",
     "kinds may not use queries"),
    ("coursesite/classes/due.py", "from coursesite.classes.models import Work", "pure", "due is a pure module"),
    ("coursesite/classes/due.py", "from django.db import transaction", "pure", "django.db.transaction"),
    # file names
    ("coursesite/accounts/helpers.py", "", "unknown file name", "coursesite.accounts.helpers"),
    ("lessons/utils/text.py", "", "unknown file name", "lessons.utils.text"),
    ("coursesite/common.py", "", "unknown file name", "coursesite.common"),
    ("coursesite/core/models.py", "", "unknown package", "coursesite.core.models"),
    # inside a file
    ("coursesite/accounts/queries.py", "def late():\n    import json", "import in a function", "json"),
    ("coursesite/accounts/queries.py", "def late():\n    from django import db", "import in a function", "django.db"),
    ("coursesite/accounts/queries.py", "moment = timezone.now()", "clock", "timezone.now"),
    ("coursesite/accounts/queries.py", "from django.utils.timezone import now", "clock", "timezone.now"),
    ("coursesite/accounts/queries.py", "moment = datetime.datetime.now()", "clock", "datetime.datetime.now"),
    ("coursesite/accounts/queries.py", "today = datetime.date.today()", "clock", "date.today"),
    ("coursesite/accounts/models.py", "at = models.DateTimeField(auto_now_add=True)", "clock", "auto_now_add"),
    ("coursesite/accounts/views.py", "def page(user):\n    if user.is_superuser:\n        return 1", "role test",
     "user.is_superuser"),
    ("coursesite/accounts/forms.py", 'keep = [e for e in () if e.role == "teacher"]', "role test", "e.role"),
    ("coursesite/accounts/actions.py", 'def may(by):\n    return by.role == "admin"', "role test", "by.role"),
    ("coursesite/accounts/views.py", 'html = mark_safe("<b>")', "unsafe", "mark_safe"),
    ("coursesite/accounts/views.py", 'html = SafeString("<b>")', "unsafe", "SafeString"),
    ("coursesite/accounts/views.py", "@csrf_exempt\ndef page(request):\n    return 1", "unsafe", "csrf_exempt"),
    ("coursesite/accounts/queries.py", "#\n" * 301, "length", "at most 300"),
    ("coursesite/accounts/queries.py", "def long():\n" + "    1\n" * 40, "length", "long has 41 lines"),
]  # fmt: skip

TEMPLATE_FAULTS = [
    ("accounts", '{% extends "lessons/lesson_detail.html" %}', "template order", "extends lessons/lesson_detail.html"),
    ("accounts", '{% include "classes/_row.html" with row=1 %}', "template order", "include classes/_row.html"),
    ("home", "{% include 'ops/_status.html' %}", "template order", "beside it"),
    ("sources", '{% include "classes/_row.html" %}', "template order", "knows no classes"),
    ("components", '{% include "home/_due.html" %}', "template order", "include home/_due.html"),
    ("accounts", "{% load fault_tags %}", "template order", "load fault_tags"),
    ("elsewhere", "", "unknown template folder", "elsewhere"),
    ("accounts", "{% if request.user.is_staff %}x{% endif %}", "role test", ".is_staff"),
    ("accounts", "{% if perms.lessons.add %}x{% endif %}", "role test", "perms."),
    ("accounts", "{{ text|safe }}", "unsafe", "|safe"),
    ("accounts", "{% autoescape off %}{% endautoescape %}", "unsafe", "{% autoescape off"),
    ("accounts", '{% now "Y" %}', "clock", "{% now"),
    ("accounts", '<p class="a" style="color: red">', "inline", "style="),
    ("accounts", '<button onclick="go()">', "inline", "onclick="),
    ("accounts", "<script>go()</script>", "inline", "<script>"),
]


@pytest.mark.parametrize(("path", "text", "sort", "message"), PYTHON_FAULTS)
def test_a_planted_fault_is_named(copied_tree, known, path, text, sort, message):
    line = plant(copied_tree, path, text)
    new = [breach for breach in breaches(copied_tree) if breach not in known]
    named = [breach for breach in new if breach.path == path and breach.sort == sort and message in breach.what]
    assert named, f"not named, but: {new}"
    assert named[0].line == 1 or line <= named[0].line <= line + text.count("\n")


@pytest.mark.parametrize(("folder", "text", "sort", "message"), TEMPLATE_FAULTS)
def test_a_fault_planted_in_a_template_is_named(copied_tree, known, folder, text, sort, message):
    plant(copied_tree, "assessments/templatetags/fault_tags.py", "")
    path = f"templates/{folder}/fault.html"
    plant(copied_tree, path, f"{{# {{{{ text|safe }}}} in a comment is nothing #}}\n{text}")
    new = [breach for breach in breaches(copied_tree) if breach not in known]
    assert [(b.path, b.sort) for b in new] == [(path, sort)]
    assert message in new[0].what


INNOCENT = [
    ("lessons/queries.py", "from coursesite.classes.models import Classroom"),
    ("coursesite/accounts/migrations/0099_fine.py",
     "class Migration:\n    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]"),
    ("coursesite/audit/models.py", "by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)"),
    ("coursesite/accounts/views.py", "def page(user):\n    if policy.is_admin(user):\n        return 1"),
    ("coursesite/accounts/queries.py", '"""A docstring may speak of lessons.Lesson."""'),
    ("coursesite/ui/views.py", 'def page(edition):\n    if edition.role == "summary":\n        return 1'),
    ("coursesite/classes/actions/fine.py", 'def move(place):\n    if place.role == "student":\n        return 1'),
    ("templates/sources/fine.html", '{% if edition.role == "summary" %}x{% endif %}'),
    ("templates/home/finer.html", '<p {% include "components/_card.html" with one=1 %}>x</p>'),
    ("templates/home/fine.html", '{% extends "base.html" %}{% include "components/_card.html" %}'),
    ("templates/lessons/fine.html", '{% include "sources/_passage.html" %}<script src="a.js"></script>'),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text"), INNOCENT)
def test_what_is_allowed_is_not_called_a_fault(copied_tree, known, path, text):
    plant(copied_tree, path, text)
    assert [breach for breach in breaches(copied_tree) if breach not in known] == []


def test_an_allowance_has_a_reason_and_covers_one_sort_in_one_file(copied_tree, known):
    path = "templates/accounts/fault.html"
    plant(copied_tree, path, "{{ text|safe }}")
    allowed = {**house.ALLOWED, (path, "unsafe"): "a planted reason"}
    assert [breach for breach in breaches(copied_tree, allowed) if breach not in known] == []
    assert all(reason.strip() for reason in house.ALLOWED.values())


def test_an_allowance_that_allows_nothing_is_named(copied_tree):
    allowed = {**house.ALLOWED, ("coursesite/gone.py", "unsafe"): "a planted reason"}
    assert "coursesite/gone.py:0: allow-list: unsafe: nothing left to allow" in map(str, breaches(copied_tree, allowed))
