"""The foot of a lesson: its references made from what it uses, its licence, and what its author is warned of."""

import pytest
from django.urls import reverse
from lxml import html as lxml_html

from lessons.actions.authoring import copy_lesson
from lessons.actions.content import load_module
from lessons.models import Block, Lesson
from lessons.queries.credits import licence_warnings
from lessons.sources.models import Agent, Edition, Source
from tests import make

PART = {"kind": "part", "body": {"v": 1, "title": "A part"}}


def excerpt_block(edition: Edition, letter: str) -> dict:
    return {"kind": "excerpt", "excerpt": make.excerpt(edition), "body": {"v": 1, "letter": letter}}


@pytest.fixture
def ivanov(cast) -> list[Edition]:
    """Two works by one author of one year, and one by somebody else that is secondary."""
    agent = Agent.objects.create(slug="ivanov", name="V. I. Ivanov", sort_name="Ivanov, V. I.")
    other = Agent.objects.create(slug="berg", name="Anna Berg", sort_name="Berg, Anna")
    made = [make.source(cast.shelf, slug=slug, kind=kind) for slug, kind in
            (("memo", "memorandum"), ("diary", "diary"), ("study", "article"))]  # fmt: skip
    for edition, by in zip(made, (agent, agent, other), strict=True):
        edition.source.agents.create(agent=by, role="creator", position=1)
    Source.objects.filter(slug="study").update(
        relation="secondary", imprint={"v": 1, "container": "Papers", "volume": "8"}
    )
    return made


@pytest.fixture
def version(cast, ivanov):
    memo, diary, study = ivanov
    blocks = [
        PART,
        excerpt_block(memo, "A"),
        PART,
        excerpt_block(diary, "B"),
        excerpt_block(memo, "C"),
        excerpt_block(study, "D"),
    ]
    return make.lesson(cast.shelf, slug="refs", blocks=blocks)


def part_page(client, version, number: int):
    answer = client.get(reverse("lessons:lesson_preview", args=[version.lesson.slug, number]))
    assert answer.status_code == 200
    return lxml_html.fromstring(answer.content.decode())


def entries(page) -> dict[str, list[str]]:
    """Heading -> entries without the links to where they are used."""
    found = {}
    for section in page.find_class("lesson-references"):
        for heading in section.iter("h4"):
            items = heading.getnext().findall("li")
            found[heading.text] = [item.text_content().partition(" Used in ")[0].strip() for item in items]
    return found


def test_references_are_made_from_what_the_lesson_uses_primary_and_secondary_apart(client, cast, version):
    client.force_login(cast.ana)
    assert entries(part_page(client, version, 2)) == {
        "Primary sources": [
            "Ivanov, V. I. 1956a. “Title of diary.”",
            "———. 1956b. “Title of memo.” Memorandum.",
        ],
        "Secondary sources": ["Berg, Anna. 1956. “Title of study.” Papers 8."],
    }


def test_references_stand_at_the_end_of_the_last_part_alone(client, cast, version):
    client.force_login(cast.ana)
    assert [len(part_page(client, version, n).find_class("lesson-references")) for n in (1, 2)] == [0, 1]


def test_each_entry_leads_back_to_where_it_is_used(client, cast, version):
    client.force_login(cast.ana)
    last = part_page(client, version, 2)
    keys = {b.body["letter"]: b.key for b in Block.objects.filter(version=version, kind="excerpt")}
    links = [(a.text, a.get("href")) for section in last.find_class("lesson-references") for a in section.iter("a")]
    assert links == [
        ("Part 2, Source B", f"#src-{keys['B']}"),
        ("Part 1, Source A", f"../1/#src-{keys['A']}"),
        ("Part 2, Source C", f"#src-{keys['C']}"),
        ("Part 2, Source D", f"#src-{keys['D']}"),
    ]
    assert last.get_element_by_id(f"src-{keys['B']}").tag == "h3"
    assert part_page(client, version, 1).get_element_by_id(f"src-{keys['A']}").tag == "h3"


def test_the_same_as_notes_in_the_order_of_the_lesson(client, cast, version):
    client.force_login(cast.ana)
    (section,) = part_page(client, version, 2).find_class("lesson-references")
    assert [li.text_content() for li in section.find("details/ol")] == [
        "V. I. Ivanov, “Title of memo,” memorandum, 1956, paras. 1, 2.",
        "V. I. Ivanov, “Title of diary,” entry of 1956, paras. 1, 2.",
        "Ivanov, “Title of memo,” paras. 1, 2.",
        "Anna Berg, “Title of study,” Papers 8 (1956), paras. 1, 2.",
    ]


def test_a_lesson_without_sources_has_no_references(client, cast):
    client.force_login(cast.ana)
    assert part_page(client, make.lesson(cast.shelf), 1).find_class("lesson-references") == []


def test_references_written_by_hand_stay(client, cast):
    load_module(shelf=make.shelf(cast.ana, kind="school"), by=cast.ana)
    client.force_login(cast.ana)
    version = Lesson.objects.get(slug="how-much-destalinization").live_version
    last = version.blocks.filter(kind="part").count()
    by_hand = version.blocks.filter(kind="references").count()
    pages = [part_page(client, version, n) for n in range(1, last + 1)]
    assert by_hand > 0
    assert sum(len(page.xpath("//details[contains(@class, 'references')]")) for page in pages) == by_hand
    used = {b.excerpt.edition for b in version.blocks.exclude(excerpt=None).select_related("excerpt__edition")}
    assert sum(len(items) for items in entries(pages[-1]).values()) == len(used)


# -- The licence -----------------------------------------------------------------------------------


def test_the_foot_names_each_source_once_with_its_licence(client, cast, version):
    Source.objects.filter(slug="diary").update(rights_code="CNE", credit="The archive")
    Source.objects.filter(slug="study").update(rights_code="CC-BY-4.0", adapted_from="a study of 1955")
    client.force_login(cast.ana)
    (foot,) = part_page(client, version, 1).find_class("lesson-foot")
    assert [" ".join(li.text_content().split()) for li in foot.iter("li")] == [
        "“Title of memo”, V. I. Ivanov, Rights not stated.",
        "“Title of diary”, The archive, Copyright not evaluated.",
        "“Title of study”, Anna Berg, Papers, CC BY 4.0. Adapted from a study of 1955.",
    ]


def test_a_copied_lesson_keeps_what_it_was_adapted_from(client, cast, version):
    lesson = copy_lesson(version=version, shelf=cast.shelf, by=cast.ana)
    copy = lesson.versions.get()
    copy.title = "My own"
    copy.save(update_fields=["title"])
    client.force_login(cast.ana)
    (foot,) = part_page(client, copy, 1).find_class("lesson-foot")
    assert f"Adapted from the lesson “{version.title}”." in foot.text_content()


@pytest.fixture
def clashing(cast, ivanov):
    """A draft under CC BY with a source under CC BY-SA and one under CC BY-NC."""
    for slug, code in (("memo", "CC-BY-SA-4.0"), ("diary", "CC-BY-NC-4.0"), ("study", "CC-BY-ND-4.0")):
        Source.objects.filter(slug=slug).update(rights_code=code)
    blocks = [PART, *(excerpt_block(edition, letter) for edition, letter in zip(ivanov, "ABC", strict=True))]
    draft = make.lesson(cast.shelf, slug="clashing", blocks=blocks, locked=False)
    draft.licence = "By Ana, CC BY 4.0"
    draft.save(update_fields=["licence"])
    return draft


WARNING = "Licences that may not go together."


def test_the_author_is_warned_of_licences_that_do_not_go_together(client, cast, clashing):
    client.force_login(cast.ana)
    for route in ("lesson_edit", "lesson_publish"):
        body = client.get(reverse(f"lessons:{route}", args=["clashing"])).content.decode()
        assert (route, WARNING in body, "CC BY-SA 4.0 and CC BY-NC 4.0 cannot be made into one work" in body) == (
            route,
            True,
            True,
        )
        assert "CC BY-ND 4.0 does not allow changes" not in body  # it is shown unchanged


def test_students_and_the_preview_see_no_warning(client, cast, clashing):
    client.force_login(cast.ana)
    body = client.get(reverse("lessons:lesson_preview", args=["clashing"])).content.decode()
    assert (WARNING in body, "CC BY-SA 4.0" in body) == (False, True)


def test_an_easier_wording_of_what_forbids_changes_is_warned_of(cast, clashing, ivanov):
    study = ivanov[2]
    easier = study.source.editions.create(label="easier", role="adaptation", based_on=study, scheme="s", extent="whole")
    block = clashing.blocks.get(body__letter="C")
    block.excerpt.adapted = easier
    block.excerpt.save(update_fields=["adapted"])
    blocks = list(clashing.blocks.select_related("excerpt__edition__source"))
    assert licence_warnings(clashing, blocks)[0].startswith("CC BY-ND 4.0 does not allow changes")


def test_the_warning_costs_the_same_number_of_queries_for_any_number_of_sources(
    client, cast, clashing, query_count_is_constant
):
    client.force_login(cast.ana)

    def grow():
        for n in range(10, 16):
            Block.objects.create(version=clashing, position=n, **excerpt_block(make.source(cast.shelf), "X"))

    address = reverse("lessons:lesson_edit", args=["clashing"])
    assert query_count_is_constant(lambda: client.get(address), grow) <= 30
    preview = reverse("lessons:lesson_preview", args=["clashing"])
    assert query_count_is_constant(lambda: client.get(preview), grow) <= 40
