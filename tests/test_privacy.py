"""What we keep of people is declared: every model with something about a person is in a package's privacy.py."""

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from django.utils.html import escape
from django.utils.text import capfirst

from coursesite.accounts.models import User
from coursesite.privacy.registry import Kept, declared

# Rows that name a person and say nothing about them, or that are not rows of ours. Each with its reason.
NOT_ABOUT_PEOPLE = {
    "lessons.LessonVersion": "a text of the library; who edited it last is its credit, as with a book",
    "lessons.DroppedBlock": "a text of the library that waits in the bin; who took it out is its credit",
    "assessments.AnswerKey": "the key of a question; who wrote it is its credit",
    "account.EmailConfirmation": "never made: this site confirms no address by mail",
    "socialaccount.SocialToken": "never made: keys of the school's sign-in are not stored",
    "privacy.ErasureOpen": "stands within one transaction only",
}
WORDS = (models.TextField, models.CharField, models.JSONField, models.FileField)


def is_person(field: models.Field) -> bool:
    return isinstance(field, models.ForeignKey) and field.related_model is User


def has_words(model: type[models.Model]) -> bool:
    return any(isinstance(field, WORDS) and not field.choices for field in model._meta.concrete_fields)


def undeclared(all_models, kept: list[Kept], excused=NOT_ABOUT_PEOPLE) -> list[str]:
    """Models that name a person, or whose words hang from a row kept of a person, and are declared nowhere."""
    declared_models = {one.model for one in kept}
    missing = []
    for model in all_models:
        if model in declared_models or model._meta.label in excused:
            continue
        ends = [field for field in model._meta.concrete_fields if field.remote_field]
        if any(is_person(field) for field in ends):
            missing.append(f"{model._meta.label} names a person")
        elif has_words(model) and any(field.related_model in declared_models for field in ends):
            missing.append(f"{model._meta.label} holds words and hangs from a row kept of a person")
    return missing


def test_every_model_about_a_person_is_declared():
    assert undeclared(apps.get_models(include_auto_created=True), declared()) == []


def test_every_excuse_is_needed():
    excused = undeclared(apps.get_models(), declared(), excused={})
    assert sorted(set(NOT_ABOUT_PEOPLE) - {said.split()[0] for said in excused}) == ["privacy.ErasureOpen"]


@pytest.mark.parametrize("kept", declared(), ids=lambda kept: kept.label)
def test_what_is_kept_leads_to_its_person_and_says_why(kept):
    assert all((kept.what, kept.why, kept.keep))
    model = kept.model
    for name in [] if kept.subject == "self" else kept.subject.split("."):
        field = model._meta.get_field(name)
        model = field.related_model or field
    by_number = {
        "audit.Event",
        "sessions.Session",
        "jobs.Outbox",
    }  # these know people by a number or address, not by a key
    assert model is User or kept.label in by_number


def test_rows_that_know_people_by_a_number_are_declared_too():
    """No foreign key leads from these to a person, so no rule finds them."""
    assert {"audit.Event", "sessions.Session"} - {kept.label for kept in declared()} == set()


def test_nothing_is_declared_twice():
    labels = [kept.label for kept in declared()]
    assert labels == list(dict.fromkeys(labels))


@isolate_apps("coursesite.accounts")
def test_planted_models_that_nobody_declared_are_named():
    class Letter(models.Model):
        to = models.ForeignKey(User, on_delete=models.PROTECT)

        class Meta:
            app_label = "accounts"

    class Postscript(models.Model):
        letter = models.ForeignKey(Letter, on_delete=models.PROTECT)
        text = models.TextField()

        class Meta:
            app_label = "accounts"

    kept = Kept(Letter, "letters", "to write", "a year", "to")
    assert undeclared([Letter], []) == ["accounts.Letter names a person"]
    assert undeclared([Letter, Postscript], [kept]) == [
        "accounts.Postscript holds words and hangs from a row kept of a person"
    ]


# -- The privacy page says it ---------------------------------------------------------------------------------


def test_the_privacy_page_lists_all_that_is_kept(client, db):
    page = client.get("/privacy/").content.decode()
    assert [kept.label for kept in declared() if escape(capfirst(kept.what)) not in page] == []
