"""The page that corrects a key, and the one about the school, in a real browser: nothing wrong with them, and they save."""

import pytest
from django.urls import reverse

from assessments.models import AnswerKey, QuestionVersion
from tests.assessments.parts import begin, quiz
from tests.pagecheck import LOOKS, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def faults(page):
    return [fault for theme, width in LOOKS for fault in faults_of(page, theme=theme, width=width)]


def test_a_key_is_corrected_with_the_words_around_it(page, cast, sign_in):
    begin(quiz(cast, ("single",)), cast.irina)
    version = QuestionVersion.objects.get()
    sign_in(page, cast.ana)
    page.goto(reverse("assessments:regrade", args=[version.question.public_id, version.number]))
    assert faults(page) == []
    page.get_by_label("Said to those who choose “Mao”").fill("Mao spoke.")
    page.locator(".ProseMirror").fill("It was Mao.")
    page.get_by_label("Mao", exact=True).check()
    page.get_by_label("Khrushchev", exact=True).uncheck()
    page.get_by_label("Why the key changes").fill("Mao spoke.")
    page.get_by_role("button", name="Show who would move").click()
    page.get_by_role("button", name="Correct the key and mark again").click()
    page.wait_for_url("**/jobs/**")
    key = AnswerKey.objects.get(question_version=version, n=2).value
    assert [key["right"], key["feedback"]["b"], key["explain"]] == [["b"], "Mao spoke.", "<p>It was Mao.</p>"]


def test_the_page_about_the_school_has_no_fault(page, cast, sign_in):
    sign_in(page, cast.adam)
    page.goto(reverse("accounts:school_edit"))
    assert faults(page) == []
