"""The lesson page: what every part shows, anchors, words of quotations, who gets what, queries."""

import json
import re
from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html as lxml_html

from lessons.library import CONTENT
from lessons.models import TeacherPage
from lessons.sources.render import numbers_of
from tests import make
from tests.held import held
from tests.lessons.reading import give_all, open_gates, part_address, part_addresses

QUOTATIONS = json.loads((CONTENT / "quotations.json").read_text())


def tree(response):
    return lxml_html.fromstring(response.content.decode())


@held
def lessons(cast, shipped_lessons):
    give_all(cast, shipped_lessons)
    return shipped_lessons


@held(copied=False)
def pages(cast, lessons):
    """Address -> the page of every part of every lesson, as Irina sees it."""
    client = Client()
    client.force_login(cast.irina)
    open_gates(cast.irina, lessons)
    addresses = [address for lesson in lessons for address in part_addresses(cast.hist, lesson)]
    return {address: client.get(address) for address in addresses}


def test_every_part_of_every_lesson_opens_with_the_central_question(pages, lessons):
    assert {response.status_code for response in pages.values()} == {200}
    for lesson in lessons:
        question = lesson.live_version.central_question
        mine = [tree(page) for address, page in pages.items() if f"/l/{lesson.slug}/" in address]
        assert [" ".join(t.find_class("central-question")[0].text_content().split()) for t in mine] == [
            f"The question of this lesson {question}"
        ] * len(mine)


def test_ids_are_unique_on_every_part(pages):
    for address, page in pages.items():
        ids = Counter(tree(page).xpath("//@id"))
        assert (address, [name for name, count in ids.items() if count > 1]) == (address, [])


def test_every_link_into_its_own_page_arrives(pages):
    for address, page in pages.items():
        found = tree(page)
        ids = set(found.xpath("//@id"))
        assert (address, [h for h in found.xpath("//a/@href[starts-with(., '#')]") if h[1:] not in ids]) == (
            address,
            [],
        )


def test_every_passage_of_an_excerpt_is_reached_by_its_label_and_each_of_its_numbers(cast, lessons, pages):
    for lesson in lessons:
        ids = set()
        for address, page in pages.items():
            if f"/l/{lesson.slug}/" in address:
                ids |= set(tree(page).xpath("//@id"))
        missing = []
        for block in lesson.live_version.blocks.exclude(excerpt=None):
            slug = block.excerpt.edition.source.slug
            for number in block.excerpt.ranges.values_list("passage__number", flat=True):
                names = {f"{slug}-p{n}" for n in [number, *numbers_of(number)]}
                missing += sorted(names - ids)
        assert (lesson.slug, missing) == (lesson.slug, [])


def test_shown_quotations_are_one_uninterrupted_run_of_the_pages_words(pages):
    runs = [p.text_content() for page in pages.values() for p in tree(page).find_class("src-words")]
    shown = [row["id"] for row in QUOTATIONS if any(row["exact"] in run for run in runs)]
    assert len(shown) > 15


def test_objectives_stand_on_the_first_part_only(cast, lessons, pages):
    first, *others = part_addresses(cast.hist, lessons[0])
    objective = lessons[0].live_version.objectives[0]
    assert objective in tree(pages[first]).text_content()
    assert [a for a in others if tree(pages[a]).find_class("objectives")] == []


def test_no_page_of_a_student_holds_a_word_of_the_teachers_page(pages, client, cast, lessons):
    """Whole sentences of the answers and of the likely wrong answers, which the student's pages do not say."""
    student = " ".join(tree(page).text_content() for page in pages.values())
    for page in TeacherPage.objects.all():
        items = [" ".join(li.text_content().split()) for li in lxml_html.fromstring(page.html).iter("li")]
        shown = [item for item in items if len(item) > 60 and item in " ".join(student.split())]
        assert shown == []


@pytest.mark.parametrize(("who", "status"), [("ana", 200), ("mia", 200), ("irina", 404), ("olga", 404)])
def test_the_teachers_page_is_for_staff_who_may_read_the_shelf(client, cast, lessons, who, status):
    client.force_login(getattr(cast, who))
    address = reverse("lessons:lesson_teacher", args=[lessons[0].slug])
    assert client.get(address).status_code == status


def test_citations_of_the_teachers_page_lead_to_passages_that_arrive(client, cast, lessons):
    client.force_login(cast.ana)
    ids: dict[str, set] = {}
    missing = []
    for lesson in lessons:
        page = tree(client.get(reverse("lessons:lesson_teacher", args=[lesson.slug])))
        links = [h for h in page.xpath("//a/@href") if re.match(r"^/sources/[\w-]+/#p", h)]
        assert (lesson.slug, len(links) > 5) == (lesson.slug, True)
        for link in links:
            address, _, anchor = link.partition("#")
            if address not in ids:
                ids[address] = set(tree(client.get(address)).xpath("//@id"))
            missing += [] if anchor in ids[address] else [link]
    assert missing == []


def test_previous_and_next_lesson_are_those_of_the_module_that_the_class_was_given(client, cast, lessons):
    client.force_login(cast.irina)
    page = tree(client.get(part_address(cast.hist, lessons[1], 1)))
    links = page.xpath("//nav[@aria-label='Lessons of the module']//a/@href")
    room = cast.hist.public_id
    assert links == [reverse("lessons:lesson", args=[room, lessons[n].slug]) for n in (0, 2)]


def test_a_part_takes_at_most_eight_queries_whatever_stands_in_the_school(
    client, cast, lessons, query_count_is_constant
):
    client.force_login(cast.irina)
    made = []

    def grow():
        for _ in range(20):
            version = make.lesson(cast.shelf)
            make.give_lesson(cast.hist, version)
            made.append(make.source(cast.shelf))
        lesson = lessons[0]
        prompts = lesson.live_version.blocks.exclude(prompt=None).select_related("prompt__prompt")
        for block in prompts:
            make.post(cast.hist, block.prompt, cast.irina, "Words that the page now shows. " * 5)

    counts = []
    for address in part_addresses(cast.hist, lessons[0])[:1]:
        counts.append(query_count_is_constant(lambda address=address: client.get(address), grow))
    assert max(counts) <= 8


def test_every_part_takes_at_most_eight_queries(client, cast, lessons, django_assert_max_num_queries):
    client.force_login(cast.irina)
    for address in (a for lesson in lessons for a in part_addresses(cast.hist, lesson)):
        client.get(address)
        with django_assert_max_num_queries(8):
            client.get(address)
