"""Sourcing before reading (S14): a prompt before the text of an excerpt, answered or passed on."""

import pytest
from django.urls import reverse
from lxml import html as lxml_html

from lessons.actions.authoring import copy_lesson
from lessons.actions.gates import gate_of
from lessons.actions.publishing import publish_draft
from lessons.forms.authoring import editors
from lessons.models import Block, GatePass, Lesson, PostText, PromptVersion
from lessons.sources.models import Source
from tests import make
from tests.lessons.reading import part_address

TEXT = "The words behind the gate."
FIRST, SECOND = "A party man would praise his party.", "He blames one man and spares the party."


class Gated:
    """A lesson of one part whose one source asks first, given to Hist 11B."""

    def __init__(self, cast):
        self.room = cast.hist
        self.edition = make.source(cast.shelf, slug="gated", passages=[TEXT])
        self.prompt = make.prompt(
            cast.shelf, "Who made it?", audience="teacher", kind="sourcing", html="<p>For whom?</p>"
        )
        excerpt = make.excerpt(self.edition, "A headnote.")
        blocks = [
            {"kind": "part", "body": {"v": 1, "title": "The source"}},
            {"kind": "excerpt", "body": {"v": 1, "letter": "A"}, "excerpt": excerpt, "prompt": self.prompt},
        ]
        self.version = make.lesson(cast.shelf, title="A gated lesson", blocks=blocks)
        self.key = self.version.blocks.get(kind="excerpt").key
        make.give_lesson(self.room, self.version)
        self.page = part_address(self.room, self.version.lesson, 1)
        names = [self.room.public_id, self.prompt.prompt.public_id]
        self.answer, self.answers = (
            reverse("lessons:answer_save", args=names),
            reverse("lessons:discussion", args=names),
        )
        self.skip = reverse("lessons:gate_open", args=[self.room.public_id, self.version.lesson.slug, self.key])
        self.print = reverse("lessons:class_print", args=[self.room.public_id, self.version.lesson.slug])


@pytest.fixture
def gated(cast):
    return Gated(cast)


def tree(response):
    return lxml_html.fromstring(response.content.decode())


def expected_of(page) -> list[str]:
    """What stands beside the text, in order."""
    return [
        " ".join(quote.text_content().split()) for quote in tree(page).xpath("//aside[@class='expected']/blockquote")
    ]


def test_s14_the_text_is_in_no_response_until_the_student_has_answered(client, cast, gated):
    client.force_login(cast.irina)
    page = client.get(gated.page).content.decode()
    assert ("Title of gated" in page, "A headnote." in page, "For whom?" in page, TEXT in page) == (
        True,
        True,
        True,
        False,
    )
    source = reverse("sources:source", args=["gated"])
    assert (client.get(source).status_code, TEXT in client.get(gated.print).content.decode()) == (404, False)
    assert TEXT not in client.get(reverse("home:search"), {"q": "behind gate"}).content.decode()
    back = f"{gated.page}#gate-{gated.key}"
    answer = client.post(gated.answer, {"text": FIRST, "base": 0, "back": back})
    assert (answer.status_code, answer.url) == (302, back)
    page = client.get(gated.page)
    assert (TEXT in page.content.decode(), expected_of(page)) == (True, [FIRST])
    assert (client.get(source).status_code, TEXT in client.get(gated.print).content.decode()) == (200, True)


def test_s14_the_first_answer_stands_beside_the_text_and_both_versions_are_kept_with_their_times(
    client, cast, gated, standing_clock
):
    client.force_login(cast.irina)
    client.post(gated.answer, {"text": FIRST, "base": 0})
    standing_clock.advance(minutes=30)
    client.post(gated.answer, {"text": SECOND, "base": 1})
    page = client.get(gated.page)
    assert expected_of(page) == [FIRST, SECOND]
    assert list(PostText.objects.order_by("n").values_list("n", "text")) == [(1, FIRST), (2, SECOND)]
    times = tree(page).xpath("//aside[@class='expected']/p[@class='meta']")
    assert [" ".join(line.text_content().split()) for line in times] == [
        "Before reading, Mon 2 Mar, 9:00 am",
        "As I see it now, Mon 2 Mar, 9:30 am",
    ]


def test_s14_passing_on_opens_the_text_and_answering_later_stays_possible(client, cast, gated):
    client.force_login(cast.irina)
    answer = client.post(gated.skip, {"back": f"{gated.page}#gate-{gated.key}"})
    assert answer.url == f"{gated.page}#gate-{gated.key}"
    client.post(gated.skip)
    page = client.get(gated.page)
    assert (TEXT in page.content.decode(), expected_of(page), GatePass.objects.count()) == (True, [], 1)
    client.post(gated.answer, {"text": FIRST, "base": 0})
    assert expected_of(client.get(gated.page)) == [FIRST]


def test_s14_the_teacher_sees_all_predictions_and_who_passed_on_one_page(client, cast, gated):
    client.force_login(cast.irina)
    client.post(gated.answer, {"text": FIRST, "base": 0})
    client.post(gated.answer, {"text": SECOND, "base": 1})
    client.force_login(cast.omar)
    client.post(gated.skip)
    assert "Opened the text without answering" not in client.get(gated.answers).content.decode()
    client.force_login(cast.ana)
    words = tree(client.get(gated.answers)).text_content()
    assert [said in words for said in (FIRST, SECOND, "Opened the text without answering", "Omar Said,")] == [True] * 4
    client.force_login(cast.omar)
    client.post(gated.answer, {"text": "Late, but said.", "base": 0})
    client.force_login(cast.ana)
    words = tree(client.get(gated.answers)).text_content()
    assert ("Late, but said." in words, "without answering" in words) == (True, False)


def test_an_empty_answer_does_not_open_the_text(client, cast, gated):
    client.force_login(cast.irina)
    assert client.post(gated.answer, {"text": "  ", "base": 0}).status_code == 422
    assert TEXT not in client.get(gated.page).content.decode()


def test_a_student_of_another_class_or_a_teacher_passes_no_gate_here(client, cast, gated):
    statuses = {}
    for who in ("lena", "olga", "tom", "ana", "mia"):
        client.force_login(getattr(cast, who))
        statuses[who] = client.post(gated.skip).status_code
    assert statuses == dict.fromkeys(statuses, 404)
    assert GatePass.objects.count() == 0


def test_a_block_without_a_gate_cannot_be_passed(client, cast, gated):
    client.force_login(cast.irina)
    part = gated.version.blocks.get(kind="part").key
    address = reverse("lessons:gate_open", args=[gated.room.public_id, gated.version.lesson.slug, part])
    assert client.post(address).status_code == 404


@pytest.mark.parametrize("who", ["ana", "mia"])
def test_who_teaches_reads_the_text_and_is_told_what_students_are_asked(client, cast, gated, who):
    client.force_login(getattr(cast, who))
    words = tree(client.get(gated.page)).text_content()
    assert (TEXT in words, "Students are asked first: Who made it?" in words) == (True, True)


def test_a_preview_shows_the_question_and_the_text(client, cast, gated):
    client.force_login(cast.ana)
    words = tree(client.get(reverse("lessons:lesson_preview", args=[gated.version.lesson.slug]))).text_content()
    assert ("Students are asked first" in words, TEXT in words) == (True, True)


def test_the_answer_of_one_student_opens_nothing_for_another(client, cast, gated):
    client.force_login(cast.irina)
    client.post(gated.answer, {"text": FIRST, "base": 0})
    client.force_login(cast.omar)
    page = client.get(gated.page).content.decode()
    assert (TEXT in page, FIRST in page) == (False, False)
    assert Source.objects.visible_to(cast.omar).filter(slug="gated").exists() is False


def test_a_part_with_a_gate_takes_the_same_queries_for_any_number_of_answers(
    client, cast, gated, query_count_is_constant
):
    client.force_login(cast.irina)

    def grow():
        for _ in range(3):
            n = PostText.objects.count()
            client.post(gated.answer, {"text": "More words than before. " * (n + 1), "base": n})

    grow()
    client.get(gated.page)
    query_count_is_constant(lambda: client.get(gated.page), grow)


# -- In the editor --------------------------------------------------------------------------------------------


def edit(client, lesson: Lesson, key, **changes):
    """Save the excerpt's form as it stands, with some fields changed."""
    address = reverse("lessons:block_edit", args=[lesson.slug, key])
    block = Block.objects.filter(version__lesson=lesson, key=key).order_by("-version__number").first()
    editor = editors()["excerpt"]
    values = editor.values(block)
    form = tree(client.get(address)).xpath("//form[@data-block]")[0]
    stamp = form.xpath(".//input[@name='stamp']/@value")[0]
    sent = {name: values[name] for name in ("letter", "edition", "passages", "headnote", "gate", "gate_html")}
    return client.post(address, sent | {"stamp": stamp} | changes)


def draft_of(lesson: Lesson, key) -> Block:
    return Block.objects.get(version__lesson=lesson, version__locked_at=None, key=key)


def test_a_teacher_takes_the_gate_away_and_writes_another(client, cast, gated):
    client.force_login(cast.ana)
    lesson = gated.version.lesson
    assert edit(client, lesson, gated.key, gate="", gate_html="").status_code == 302
    assert draft_of(lesson, gated.key).prompt is None
    assert edit(client, lesson, gated.key, gate="own", gate_html="What do you expect?").status_code == 302
    assert gate_of(draft_of(lesson, gated.key)) == {"gate": "own", "gate_html": "<p>What do you expect?</p>"}
    assert gated.version.blocks.get(key=gated.key).prompt == gated.prompt  # the published version stays
    version = publish_draft(lesson=lesson, by=cast.ana)
    assert version.blocks.get(key=gated.key).prompt.locked_at is not None


def test_a_gate_that_asks_nothing_is_refused_in_a_sentence(client, cast, gated):
    client.force_login(cast.ana)
    answer = edit(client, gated.version.lesson, gated.key, gate="own", gate_html="")
    assert (answer.status_code, "Write what is asked before the text" in answer.content.decode()) == (422, True)


def test_a_prompt_of_the_lesson_may_stand_before_the_text_and_stays_one_prompt(client, cast):
    prompt = make.prompt(cast.shelf, "Who made it?", audience="teacher", kind="sourcing")
    excerpt = make.excerpt(make.source(cast.shelf))
    blocks = [
        {"kind": "part", "body": {"v": 1, "title": "One"}},
        {"kind": "prompt", "prompt": prompt},
        {"kind": "excerpt", "body": {"v": 1, "letter": "A"}, "excerpt": excerpt},
    ]
    version = make.lesson(cast.shelf, blocks=blocks)
    asking, key = version.blocks.get(kind="prompt").key, version.blocks.get(kind="excerpt").key
    client.force_login(cast.ana)
    edit(client, version.lesson, key, gate=str(asking))
    assert draft_of(version.lesson, key).prompt == prompt
    address = reverse("lessons:block_edit", args=[version.lesson.slug, asking])
    stamp = tree(client.get(address)).xpath("//form[@data-block]//input[@name='stamp']/@value")[0]
    client.post(address, {"html": "Who, and for whom?", "stamp": stamp})
    assert draft_of(version.lesson, key).prompt == draft_of(version.lesson, asking).prompt
    assert PromptVersion.objects.filter(prompt=prompt.prompt).count() == 2


def test_a_copied_lesson_keeps_its_gate(cast, gated):
    copy = copy_lesson(version=gated.version, shelf=cast.other_shelf, by=cast.tom)
    assert copy.versions.get().blocks.get(kind="excerpt").prompt == gated.prompt


# -- In the module that the site ships --------------------------------------------------------------------------


def test_the_speech_of_lesson_one_opens_by_the_sourcing_prompt_that_the_lesson_asks_anyway(
    client, cast, shipped_lessons
):
    lesson = shipped_lessons[0]
    version = lesson.live_version
    asking, gate = (version.blocks.filter(prompt__prompt__title__startswith="Who made Source A").get(kind=kind)
                    for kind in ("prompt", "excerpt"))  # fmt: skip
    assert (asking.prompt_id, gate.body["letter"]) == (gate.prompt_id, "A")
    make.give_lesson(cast.hist, version)
    client.force_login(cast.irina)
    words = gate.excerpt.ranges.first().passage.text.split("\n")[0][:40]
    page = part_address(cast.hist, lesson, 4)
    assert words not in client.get(page).content.decode()
    address = reverse("lessons:answer_save", args=[cast.hist.public_id, asking.prompt.prompt.public_id])
    client.post(address, {"text": "Khrushchev, to the delegates.", "base": 0})
    page = client.get(page)
    assert (words in page.content.decode(), expected_of(page)) == (True, ["Khrushchev, to the delegates."])
