"""A lesson on paper: the numbers of the screen, room to answer, the key apart, nothing of a student. And S24."""

import re

import pytest
from django.urls import reverse
from lxml import html as lxml_html

from assessments.actions.content import load_questions
from assessments.models import LessonQuestion
from lessons.models import Lesson
from lessons.queries import drawn
from tests import make
from tests.held import held
from tests.lessons.reading import give_all, open_gates, part_addresses

SECRET = "Words that only Irina wrote."


def tree(response):
    return lxml_html.fromstring(response.content.decode())


def numbers(page) -> list[str]:
    return [link.text_content() for link in page.xpath("//a[@class='src-num']")]


@held
def lessons(cast, shipped_lessons):
    load_questions(shelf=shipped_lessons[0].shelf, by=cast.ana)
    give_all(cast, shipped_lessons)
    return shipped_lessons


def test_paper_and_screen_show_the_same_paragraphs_under_the_same_numbers(client, cast, lessons):
    client.force_login(cast.irina)
    open_gates(cast.irina, lessons)
    for lesson in lessons[:2]:
        paper = tree(client.get(reverse("lessons:class_print", args=[cast.hist.public_id, lesson.slug])))
        screen = [n for address in part_addresses(cast.hist, lesson) for n in numbers(tree(client.get(address)))]
        assert (lesson.slug, numbers(paper)) == (lesson.slug, screen)
        assert len(screen) > 5


def test_the_paper_has_the_question_the_tasks_with_lines_terms_works_and_licence(client, cast, lessons):
    client.force_login(cast.ana)
    version = lessons[0].live_version
    page = tree(client.get(reverse("lessons:lesson_print", args=[lessons[0].slug])))
    words = page.text_content()
    prompts = [b.prompt.prompt.title for b in version.blocks.filter(kind="prompt").select_related("prompt__prompt")]
    assert [title for title in prompts if title not in words] == []
    assert (version.central_question in words, version.licence in words, "Words of this lesson" in words) == (True,) * 3
    assert len(page.find_class("paper-lines")) >= len(prompts)
    assert len(page.find_class("paper-box")) > 3


def test_the_paper_says_which_answer_is_right_to_nobody_and_the_key_to_teachers_alone(client, cast, lessons):
    lesson = lessons[2]
    explained = [row.question_version.keys.latest("n").value.get("explain", "")
                 for row in LessonQuestion.objects.filter(lesson=lesson)]  # fmt: skip
    said = [lxml_html.fromstring(html).text_content().split(".")[0] for html in explained if html]
    assert len(said) > 2
    client.force_login(cast.ana)
    staff = reverse("lessons:lesson_print", args=[lesson.slug])
    key, paper = tree(client.get(staff, {"key": 1})).text_content(), tree(client.get(staff)).text_content()
    assert [words in key for words in said] == [True] * len(said)
    client.force_login(cast.irina)
    address = reverse("lessons:class_print", args=[cast.hist.public_id, lesson.slug])
    mine = tree(client.get(address, {"key": 1})).text_content()
    assert [words for words in said if words in paper or words in mine] == []
    assert client.get(staff, {"key": 1}).status_code == 404


def test_nothing_of_a_student_is_on_paper(client, cast, lessons):
    lesson = lessons[0]
    for block in lesson.live_version.blocks.filter(kind="prompt").select_related("prompt__prompt"):
        make.post(cast.hist, block.prompt, cast.irina, SECRET)
    for who in ("irina", "ana"):
        client.force_login(getattr(cast, who))
        page = client.get(reverse("lessons:class_print", args=[cast.hist.public_id, lesson.slug]))
        main = lxml_html.tostring(tree(page).get_element_by_id("main"), encoding="unicode")
        assert (who, SECRET in main, "Irina" in main) == (who, False, False)


def test_one_source_in_easier_words_with_wide_spacing(client, cast, lessons):
    client.force_login(cast.ana)
    address = reverse("lessons:lesson_print", args=[lessons[0].slug])
    whole = tree(client.get(address))
    page = tree(client.get(address, {"sources": "A", "words": "easier", "wide": "on"}))
    assert [label.text_content() for label in page.find_class("src-label")] == ["Source A"]
    assert numbers(page) == numbers(whole)[:4]
    excerpt = lessons[0].live_version.blocks.get(kind="excerpt", body__letter="A").excerpt
    easier = excerpt.adapted.passages.get(number="11").text
    text = " ".join(page.text_content().split())
    assert (easier in text, excerpt.edition.passages.get(number="11").text.split("\n")[0] in text) == (True, False)
    assert len(page.find_class("paper-wide")) == 1


@pytest.mark.parametrize("query", [{"sources": "Z"}, {"words": "none"}, {"sources": ["A", "\x00"]}])
def test_options_that_mean_nothing_print_the_whole_lesson(client, cast, lessons, query):
    client.force_login(cast.ana)
    page = client.get(reverse("lessons:lesson_print", args=[lessons[0].slug]), query)
    assert (page.status_code, len(tree(page).find_class("src-label"))) == (200, 5)


def test_paper_takes_the_same_queries_for_any_number_of_blocks(client, cast, query_count_is_constant):
    version = make.lesson(cast.shelf, locked=False)
    client.force_login(cast.ana)

    def grow():
        for letter in "ABC":
            at = version.blocks.count()
            excerpt = make.excerpt(make.source(cast.shelf))
            prompt = make.prompt(cast.shelf, audience="teacher", kind="sourcing")
            letters = {"v": 1, "letter": f"{letter}"}
            version.blocks.create(position=at + 1, kind="excerpt", body=letters, excerpt=excerpt, prompt=prompt)
            version.blocks.create(position=at + 2, kind="prompt", prompt=make.prompt(cast.shelf))

    grow()
    query_count_is_constant(lambda: client.get(reverse("lessons:lesson_print", args=[version.lesson.slug])), grow)


# -- S24 ----------------------------------------------------------------------------------------------------------

CORRECTION = "The page is wrong twice"


def test_s24_a_card_says_whose_account_it_is_and_of_when_and_keeps_the_error(client, cast, lessons):
    lesson = Lesson.objects.get(slug="can-you-trust-a-reference-page")
    client.force_login(cast.irina)
    pages = "".join(tree(client.get(address)).text_content() for address in part_addresses(cast.hist, lesson))
    card = " ".join(re.search(r"Source A\b.*?It calls Khrushchev head of state in 1958", pages, re.S)[0].split())
    assert [words in card for words in ("Our summary: can be pointed at, never quoted", "2006")] == [True, True]


def test_s24_the_correction_comes_only_after_the_students_own_answer(client, cast, lessons):
    lesson = Lesson.objects.get(slug="can-you-trust-a-reference-page")
    client.force_login(cast.irina)
    addresses = part_addresses(cast.hist, lesson)
    addresses += [
        reverse("sources:source", args=["card-003"]),
        reverse("lessons:lesson", args=[cast.hist.public_id, lesson.slug]),
    ]
    addresses += [reverse("lessons:class_print", args=[cast.hist.public_id, lesson.slug])]
    shown = [address for address in addresses if CORRECTION in client.get(address, follow=True).content.decode()]
    found = client.get(reverse("home:search"), {"q": "head of state wrong twice"})
    assert (shown, CORRECTION in found.content.decode()) == ([], False)
    rows = LessonQuestion.objects.filter(lesson=lesson).select_related("question_version")
    key = next(row.key for row in rows if CORRECTION in row.question_version.keys.latest("n").value.get("explain", ""))
    check = reverse("assessments:practice_check", args=[cast.hist.public_id, lesson.slug, key])
    wrong = client.post(check, {"answer-0": "head of state", "wrong": 0})
    right = client.post(check, {"answer-0": "head of government", "wrong": 1})
    assert [CORRECTION in page.content.decode() for page in (wrong, right)] == [False, True]
    assert drawn.number_of(lesson.live_version, key) > 1
