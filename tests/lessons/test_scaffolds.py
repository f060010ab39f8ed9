"""Questions that help with reading: by skill, as much as each student needs, seen by her alone; beginnings are no answers."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from coursesite.accounts.models import Shelf
from lessons.actions import load_module
from lessons.actions.scaffolds import move_scaffold, set_support, write_scaffold
from lessons.library import read_library
from lessons.models import PostText, Scaffold, SupportLevel
from lessons.starters import bare, is_only_a_beginning, skill_for
from tests import make
from tests.lessons.reading import part_address, small

QUESTION, STARTER = "Which word weighs most?", "The word “…” matters, because …"


@pytest.fixture
def lesson(cast):
    """The small lesson, whose second part asks for a close reading; the school has one question for that."""
    school = make.shelf(kind="school", name="The school's shelf")
    write_scaffold(by=cast.ana, shelf=school, skill="Close reading", question=QUESTION, starter=STARTER)
    return small(cast)


def help_of(client, cast, lesson) -> list[str]:
    """The lines of help on the page, as the reader hears them."""
    page = lxml_html.fromstring(client.get(part_address(cast.hist, lesson.lesson, 2)).content.decode())
    return [
        " ".join(line.text_content().split()) for line in page.xpath("//details[@class='reading-help no-print']//li")
    ]


def levels(cast, **by_name) -> None:
    for name, level in by_name.items():
        set_support(by=cast.ana, enrolment=cast.hist.enrolments.get(user=getattr(cast, name)), level=level)


def test_a_student_for_whom_nothing_is_set_gets_the_questions(client, cast, lesson):
    client.force_login(cast.irina)
    assert help_of(client, cast, lesson) == [QUESTION]


def test_each_level_shows_as_much_as_it_says_and_to_nobody_else(client, cast, lesson):
    levels(cast, irina="full", omar="none")
    client.force_login(cast.irina)
    assert help_of(client, cast, lesson) == [f"{QUESTION}You could begin: {STARTER} Use this beginning: {STARTER}"]
    client.force_login(cast.omar)
    assert help_of(client, cast, lesson) == []
    levels(cast, irina="none")
    client.force_login(cast.irina)
    assert help_of(client, cast, lesson) == []


def test_a_level_is_numbered_and_the_same_again_adds_nothing(cast, lesson):
    for level in ("full", "full", "none"):
        levels(cast, irina=level)
    assert list(SupportLevel.objects.values_list("n", "level")) == [(1, "full"), (2, "none")]


def test_the_teacher_sets_a_level_in_two_clicks_from_the_people_page(client, cast, lesson):
    client.force_login(cast.ana)
    people = client.get(reverse("classes:people", args=[cast.hist.public_id])).content.decode()
    address = reverse("lessons:support_list", args=[cast.hist.public_id])
    assert f'href="{address}#person-{cast.irina.public_id}"' in people
    assert f'id="person-{cast.irina.public_id}"' in client.get(address).content.decode()
    setting = reverse("lessons:support_set", args=[cast.hist.public_id, cast.irina.public_id])
    assert client.post(setting, {"level": "full"}).url == address
    assert SupportLevel.objects.get().level == "full"


def test_no_student_meets_a_word_for_her_level_or_another_s(client, cast, lesson):
    levels(cast, irina="full", omar="none")
    words = [word for _, word in SupportLevel.LEVELS]
    client.force_login(cast.irina)
    pages = [reverse("home:class_home", args=[cast.hist.public_id]), part_address(cast.hist, lesson.lesson, 2), "/"]
    shown = "".join(client.get(page).content.decode() for page in pages)
    assert [word for word in words if f">{word}<" in shown or f"{word}." in shown] == []
    assert client.get(reverse("lessons:support_list", args=[cast.hist.public_id])).status_code == 404
    assert client.get(reverse("classes:people", args=[cast.hist.public_id])).status_code == 404


def test_a_level_of_nonsense_changes_nothing(client, cast, lesson):
    client.force_login(cast.ana)
    client.post(reverse("lessons:support_set", args=[cast.hist.public_id, cast.irina.public_id]), {"level": "most"})
    assert SupportLevel.objects.count() == 0


def test_the_teachers_own_questions_win_over_the_schools_in_her_class(client, cast, lesson):
    write_scaffold(by=cast.ana, shelf=cast.shelf, skill="Close reading", question="Who acts?", starter="")
    write_scaffold(by=cast.tom, shelf=cast.other_shelf, skill="Close reading", question="Who is silent?", starter="")
    client.force_login(cast.irina)
    assert help_of(client, cast, lesson) == ["Who acts?"]


def test_the_help_costs_one_query_for_any_number_of_questions(client, cast, lesson, query_count_is_constant):
    client.force_login(cast.ana)
    shelf = Scaffold.objects.get().shelf
    address = reverse("lessons:scaffold_list")

    def grow():
        for n in range(5):
            write_scaffold(by=cast.ana, shelf=shelf, skill="Sourcing", question=f"Question {n}?", starter="")

    query_count_is_constant(lambda: client.get(address), grow)


# -- A beginning alone ------------------------------------------------------------------------------------------


def test_a_beginning_alone_is_refused_in_a_sentence_and_nothing_is_lost(client, cast, lesson):
    client.force_login(cast.irina)
    address = lesson.answer(cast.hist, lesson.close)
    answer = client.post(address, {"text": STARTER, "base": 0})
    page = answer.content.decode()
    assert (answer.status_code, "This is only a beginning" in page, STARTER in page) == (422, True, True)
    assert PostText.objects.count() == 0
    assert (
        client.post(address, {"text": "The word “ended” matters, because nobody ends it.", "base": 0}).status_code
        == 302
    )


def test_a_script_is_told_the_same(client, cast, lesson):
    client.force_login(cast.irina)
    answer = client.post(
        lesson.answer(cast.hist, lesson.close), {"text": STARTER, "base": 0}, headers={"accept": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (STARTER, True),
        ("the word … matters   because", True),
        ('The word "..." matters, because ...\n\nWho acts is …', True),
        ("The word “ended” matters, because …", False),
        ("", False),
        ("…", False),
    ],
)
def test_what_counts_as_a_beginning_alone(text, expected):
    assert is_only_a_beginning(text, [STARTER, "Who acts is …", ""]) == expected


@given(st.text(), st.text(alphabet="abcdefgh", min_size=1))
def test_a_starter_with_a_word_more_is_an_answer(starter, word):
    assert is_only_a_beginning(f"{starter} x{word}x", [starter]) is False or bare(starter) == ""


@pytest.mark.parametrize(
    ("kind", "skill", "expected"),
    [
        ("sourcing", "Contextualization", "Sourcing"),
        ("close", "", "Close reading"),
        ("corroboration", "", "Corroboration"),
        ("extension", "Contextualization", "Contextualization"),
        ("discuss", "Sourcing", ""),
        ("guess", "Sourcing", ""),
    ],
)
def test_each_kind_of_prompt_has_its_skill(kind, skill, expected):
    assert skill_for(kind, skill) == expected


# -- The list ---------------------------------------------------------------------------------------------------


def test_the_set_that_the_site_ships_has_three_or_four_questions_a_skill_with_beginnings(shipped_lessons):
    counts = {skill: len(rows) for skill, rows in read_library().scaffolds.items()}
    assert counts == {"Sourcing": 4, "Contextualization": 4, "Corroboration": 4, "Close reading": 3}
    assert Scaffold.objects.filter(shelf=shipped_lessons[0].shelf).exclude(starter="").count() == 15


def test_a_teacher_copies_the_schools_questions_and_changes_them(client, cast, lesson):
    client.force_login(cast.ana)
    client.post(reverse("lessons:scaffold_copy"), {"skill": "Close reading"})
    own = Scaffold.objects.get(shelf=cast.shelf)
    client.post(reverse("lessons:scaffold_edit", args=[own.pk]), {"question": "Which verb?", "starter": "The verb …"})
    rows = list(Scaffold.objects.order_by("pk").values_list("question", flat=True))
    assert rows == [QUESTION, "Which verb?"]
    assert "count in your classes" in client.get(reverse("lessons:scaffold_list")).content.decode()


def test_questions_move_by_buttons_and_stay_at_the_end(cast):
    rows = [write_scaffold(by=cast.ana, shelf=cast.shelf, skill="Sourcing", question=q, starter="") for q in "abc"]
    move_scaffold(by=cast.ana, scaffold=rows[2], up=True)
    move_scaffold(by=cast.ana, scaffold=rows[0], up=True)
    order = Scaffold.objects.order_by("position").values_list("question", flat=True)
    assert list(order) == ["a", "c", "b"]


def test_a_question_without_words_is_refused(client, cast, lesson):
    client.force_login(cast.ana)
    answer = client.post(reverse("lessons:scaffold_new"), {"skill": "Sourcing", "question": "", "shelf": cast.shelf.pk})
    assert (answer.status_code, "Write the question." in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("kind", ["school", "shared"])
def test_the_shipped_questions_stand_on_the_schools_shelf_whichever_shelf_takes_the_lessons(cast, kind):
    load_module(shelf=make.shelf(cast.ana, kind=kind), by=cast.ana)
    load_module(shelf=Shelf.objects.exclude(kind="personal").earliest("pk"), by=cast.ana)  # again adds nothing
    shipped = {skill: [entry["question"] for entry in entries] for skill, entries in read_library().scaffolds.items()}
    rows = Scaffold.objects.filter(shelf__kind="school").order_by("position")
    assert {skill: [row.question for row in rows if row.skill == skill] for skill in shipped} == shipped
    assert rows.count() == Scaffold.objects.count()
