"""Every page of lessons and sources, held by the page helper in light and dark, wide and narrow."""

import pytest
from django.urls import reverse

from tests import make
from tests.lessons import reading
from tests.lessons.reading import part_addresses
from tests.pagecheck import LOOKS, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def faults(page, addresses) -> list[str]:
    found = []
    for address in addresses:
        for theme, width in LOOKS:
            page.goto(address)
            found += [f"{address} {theme} {width}: {fault}" for fault in faults_of(page, theme=theme, width=width)]
    return found


def test_the_pages_of_a_student_are_clean(page, cast, sign_in):
    lessons = reading.load(cast)
    reading.give_all(cast, lessons[:2])
    small = reading.small(cast)
    post = make.post(cast.hist, small.talk, cast.irina, "Mine")
    make.post(cast.hist, small.talk, cast.omar, "A reply", parent=post)
    sign_in(page, cast.irina)
    own = reverse("lessons:post_edit", args=[post.public_id])
    addresses = [reverse("lessons:lesson_list"), small.discussion(cast.hist), own]
    addresses += part_addresses(cast.hist, lessons[0])[:4:3]
    addresses += [reverse("sources:source", args=[slug]) for slug in ("secret-speech", "card-002")]
    assert "\n".join(faults(page, addresses)) == ""


def test_the_pages_of_a_teacher_are_clean(page, cast, sign_in):
    lesson = reading.load(cast)[0]
    small = reading.small(cast)
    post = make.post(cast.hist, small.talk, cast.omar, "Rude words")
    make.post(cast.hist, small.close, cast.irina, "A private answer")
    sign_in(page, cast.ana)
    addresses = [
        small.discussion(cast.hist),
        small.discussion(cast.hist, small.close),
        reverse("lessons:post_hide", args=[post.public_id]),
        reverse("lessons:lesson_teacher", args=[lesson.slug]),
        reverse("lessons:lesson_preview", args=[lesson.slug, 3]),
    ]
    assert "\n".join(faults(page, addresses)) == ""
