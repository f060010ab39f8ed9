"""Reading: places, parts done, who finds what, previews."""

import datetime

import pytest
from django.urls import reverse
from lxml import html as lxml_html

from coursesite import clock
from coursesite.classes.models import Work
from lessons.models import LessonVersion, ReadingPlace, TeacherPage
from lessons.queries import drawn
from tests import make
from tests.lessons import reading
from tests.lessons.reading import part_address


def tree(response):
    return lxml_html.fromstring(response.content.decode())


@pytest.fixture
def small(cast):
    return reading.small(cast)


def test_parts_name_their_state_in_words(client, cast, small):
    client.force_login(cast.irina)
    lesson = small.lesson
    client.get(part_address(cast.hist, lesson, 1))
    client.post(reverse("lessons:part_done", args=[cast.hist.public_id, lesson.slug, 1]), {"done": "1"})
    page = tree(client.get(part_address(cast.hist, lesson, 2)))
    states = [span.text_content() for span in page.find_class("part-state")]
    assert states == ["Done", "In progress"] + ["Not started"] * (len(states) - 2)


def test_the_first_unopened_part_is_not_started_and_the_lesson_goes_to_the_remembered_place(client, cast, small):
    client.force_login(cast.irina)
    lesson = small.lesson
    start = reverse("lessons:lesson", args=[cast.hist.public_id, lesson.slug])
    assert client.get(start).url == part_address(cast.hist, lesson, 1)
    client.get(part_address(cast.hist, lesson, 3))
    place = reverse("lessons:place_save", args=[cast.hist.public_id, lesson.slug, 3])
    assert client.post(place, {"anchor": "at-2"}).status_code == 204
    assert client.get(start).url == part_address(cast.hist, lesson, 3) + "#at-2"


def test_a_place_that_is_no_id_is_refused(client, cast, small):
    client.force_login(cast.irina)
    client.get(part_address(cast.hist, small.lesson, 1))
    place = reverse("lessons:place_save", args=[cast.hist.public_id, small.lesson.slug, 1])
    assert client.post(place, {"anchor": '"><script>'}).status_code == 422


def test_opening_starts_the_work_and_the_last_part_done_finishes_it(client, cast, small):
    client.force_login(cast.irina)
    lesson = small.lesson
    client.get(part_address(cast.hist, lesson, 1))
    work = Work.objects.get(enrolment__user=cast.irina)
    assert (work.started_at is not None, work.done_at) == (True, None)
    count = len(drawn.outline(small.version).parts)
    for number in range(1, count + 1):
        client.post(reverse("lessons:part_done", args=[cast.hist.public_id, lesson.slug, number]), {"done": "1"})
    work.refresh_from_db()
    assert work.done_at is not None
    assert ReadingPlace.objects.filter(enrolment__user=cast.irina).exclude(done_at=None).count() == count


def test_a_part_can_be_marked_as_not_done_after_all(client, cast, small):
    client.force_login(cast.irina)
    address = reverse("lessons:part_done", args=[cast.hist.public_id, small.lesson.slug, 1])
    client.post(address, {"done": "1"})
    client.post(address, {"done": "0"})
    assert ReadingPlace.objects.get().done_at is None


def test_a_teacher_reading_leaves_no_place_and_no_work(client, cast, small):
    client.force_login(cast.ana)
    assert client.get(part_address(cast.hist, small.lesson, 1)).status_code == 200
    assert (ReadingPlace.objects.count(), Work.objects.count()) == (0, 0)
    done = reverse("lessons:part_done", args=[cast.hist.public_id, small.lesson.slug, 1])
    assert client.post(done, {"done": "1"}).status_code == 404


def test_a_lesson_that_opens_later_says_when_and_shows_nothing(client, cast, small):
    client.force_login(cast.lena)
    version = small.version
    opens = clock.now() + datetime.timedelta(days=2)
    make.give_lesson(cast.other, version, opens_at=opens)
    page = client.get(part_address(cast.other, small.lesson, 1))
    text = tree(page).text_content()
    assert (page.status_code, "Opens " in text, version.central_question in text) == (200, True, False)
    assert Work.objects.count() == 0


@pytest.mark.parametrize("who", ["lena", "olga", "tom", "adam"])
def test_other_people_find_no_lesson_of_the_class(client, cast, small, who):
    client.force_login(getattr(cast, who))
    assert client.get(part_address(cast.hist, small.lesson, 1)).status_code == 404
    assert client.get(reverse("lessons:lesson", args=[cast.hist.public_id, small.lesson.slug])).status_code == 404


def test_a_part_that_is_not_there_is_not_found(client, cast, small):
    client.force_login(cast.irina)
    assert client.get(part_address(cast.hist, small.lesson, 99)).status_code == 404
    assert client.get(part_address(cast.hist, small.lesson, 0)).status_code == 404


def test_the_teachers_page_of_a_personal_shelf_is_its_members_alone(client, cast):
    version = make.lesson(cast.shelf, locked=False)
    TeacherPage.objects.create(version=version, html="<p>CANARY plan</p>")
    version.locked_at = clock.now()
    version.save(update_fields=["locked_at"])
    version.lesson.live_version = version
    version.lesson.save(update_fields=["live_version"])
    address = reverse("lessons:lesson_teacher", args=[version.lesson.slug])
    statuses = {}
    for who in ("ana", "tom", "mia", "irina"):
        client.force_login(getattr(cast, who))
        statuses[who] = client.get(address).status_code
    assert statuses == {"ana": 200, "tom": 404, "mia": 404, "irina": 404}


def test_a_preview_shows_the_lesson_and_keeps_nothing(client, cast, small):
    client.force_login(cast.ana)
    page = client.get(reverse("lessons:lesson_preview", args=[small.lesson.slug]))
    text = tree(page).text_content()
    assert ("Preview" in text, "data-draft" in page.content.decode()) == (True, False)
    client.force_login(cast.irina)
    assert client.get(reverse("lessons:lesson_preview", args=[small.lesson.slug])).status_code == 404


def test_a_preview_shows_the_draft_to_those_who_may_edit_it(client, cast):
    live = make.lesson(cast.shelf, title="The live title")
    LessonVersion.objects.create(lesson=live.lesson, number=2, title="The draft title").blocks.create(
        position=1, kind="part", body={"v": 1, "title": "One"}
    )
    client.force_login(cast.ana)
    assert "The draft title" in client.get(reverse("lessons:lesson_preview", args=[live.lesson.slug])).content.decode()


def test_stored_html_is_drawn_and_titles_are_escaped(client, cast):
    blocks = (
        {"kind": "part", "body": {"v": 1, "title": "<script>alert(1)</script>"}},
        {"kind": "prose", "body": {"v": 1, "html": "<p><em>kept</em></p>"}},
        {"kind": "callout", "body": {"v": 1, "style": "think", "title": "<b>bold</b>", "html": "<p>Say.</p>"}},
    )
    version = make.lesson(cast.shelf, title="<i>Title</i>", blocks=blocks)
    make.give_lesson(cast.hist, version)
    client.force_login(cast.irina)
    body = client.get(part_address(cast.hist, version.lesson, 1)).content.decode()
    assert "<em>kept</em>" in body
    assert [bad for bad in ("<script>alert", "<b>bold", "<i>Title") if bad in body] == []
