"""Practice questions and the closing task inside a lesson, and the questions that the site ships."""

import re
import uuid
from datetime import timedelta

import pytest

from assessments.actions.content import load_questions
from assessments.actions.giving import give_assessment
from assessments.blocks import ClosingKind, QuestionKind
from assessments.errors import CannotGive
from assessments.models import Answer, AnswerKey, Assessment, LessonQuestion, QuestionVersion
from coursesite import clock
from coursesite.classes.models import Assignment
from lessons.actions.content import load_module
from lessons.blocks import Reader
from lessons.library import read_library
from tests import make
from tests.assessments.parts import CANARY, KINDS, question
from tests.held import held

GOOD = {"single": "a", "several": ["a", "b"], "short": "brinkmanship", "chronology": ["x:1", "z:2", "y:3"]}
BAD = {"single": "b", "several": ["c"], "short": "other", "chronology": ["y:1", "z:2", "x:3"]}


@pytest.fixture
def practice(cast):
    """A lesson given to Hist 11B, with one practice question a kind: (version, kind -> key)."""
    keys = {kind: uuid.uuid4() for kind in KINDS}
    part = {"kind": "part", "body": {"v": 1, "title": "One"}}
    blocks = [part, *({"kind": "question", "key": key, "body": {"v": 1}} for key in keys.values())]
    version = make.lesson(cast.shelf, blocks=blocks, slug="practised")
    for kind, key in keys.items():
        LessonQuestion.objects.create(lesson=version.lesson, key=key, question_version=question(cast, kind))
    make.give_lesson(cast.hist, version)
    return version, keys


def path(cast, key) -> str:
    return f"/c/{cast.hist.public_id}/l/practised/q/{key}/"


@pytest.mark.parametrize("kind", KINDS)
def test_a_practice_question_is_checked_and_may_be_tried_again(client, cast, sign_in, practice, kind):
    _, keys = practice
    irina = sign_in(client, cast.irina)
    before = irina.get(path(cast, keys[kind])).content.decode()
    assert "Practice: does not count." in before
    assert CANARY not in before
    wrong = irina.post(path(cast, keys[kind]), {"answer-0": BAD[kind]}).content.decode()
    assert "Not right yet." in wrong
    assert "answer-explain" not in wrong
    assert kind == "several" or CANARY not in wrong  # a word on what was chosen is no explanation
    right = irina.post(path(cast, keys[kind]), {"answer-0": GOOD[kind]}).content.decode()
    assert "Right." in right
    assert CANARY in right
    assert Answer.objects.count() == 0


def tried(client, where: str, answer, **more) -> tuple[bool, bool, str]:
    """(the explanation stands there, it is offered, the count that the page carries on) after one more try."""
    body = client.post(where, {"answer-0": answer, **more}).content.decode()
    return "answer-explain" in body, "Show why" in body, re.search(r'name="wrong" value="(\d+)"', body)[1]


@pytest.mark.parametrize("kind", KINDS)
def test_why_is_told_after_two_wrong_tries_where_it_is_asked_for(client, cast, sign_in, practice, kind):
    irina, where = sign_in(client, cast.irina), path(cast, practice[1][kind])
    assert tried(irina, where, BAD[kind]) == (False, False, "1")
    assert tried(irina, where, BAD[kind], wrong=1) == (False, True, "2")
    assert tried(irina, where, BAD[kind], wrong=2) == (False, True, "3")
    assert tried(irina, where, BAD[kind], wrong=2, why=1) == (True, False, "2")
    assert tried(irina, where, BAD[kind], wrong=1, why=1) == (False, True, "2")


@pytest.mark.parametrize("wrong", ["-1", "x", "9999"])
def test_a_count_that_no_page_carries_is_refused(client, cast, sign_in, practice, wrong):
    answer = sign_in(client, cast.irina).post(path(cast, practice[1]["single"]), {"answer-0": "b", "wrong": wrong})
    assert (answer.status_code, CANARY in answer.content.decode()) == (422, False)


def test_a_try_in_a_preview_is_held_against_the_draft(client, cast, sign_in, practice):
    """The draft asks the same with another right choice; the class still has what was published."""
    _, keys = practice
    published = LessonQuestion.objects.get(key=keys["single"]).question_version
    draft = QuestionVersion.objects.create(
        question=published.question, number=2, kind="single", body=published.body, points=published.points
    )
    value = published.keys.get().value
    AnswerKey.objects.create(question_version=draft, n=1, value=value | {"right": ["b"]}, by=cast.ana)
    ana = sign_in(client, cast.ana)
    assert "Right." in ana.post(f"/lessons/practised/q/{keys['single']}/", {"answer-0": "b"}).content.decode()
    assert "Not right yet." in ana.post(path(cast, keys["single"]), {"answer-0": "b"}).content.decode()


def test_what_only_a_draft_asks_is_asked_of_nobody(client, cast, sign_in, practice):
    version, _ = practice
    key = uuid.uuid4()
    LessonQuestion.objects.create(lesson=version.lesson, key=key, question_version=question(cast, "single"))
    irina = sign_in(client, cast.irina)
    assert irina.get(path(cast, key)).status_code == 404
    assert irina.post(path(cast, key), {"answer-0": "a"}).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_without_an_answer_nothing_is_told(client, cast, sign_in, practice, kind):
    answer = sign_in(client, cast.irina).post(path(cast, practice[1][kind]), {})
    assert answer.status_code == 422
    assert "Answer first, then check." in answer.content.decode()
    assert CANARY not in answer.content.decode()


def test_the_page_of_a_question_leads_back_to_where_it_stands(client, cast, sign_in, practice):
    page = sign_in(client, cast.irina).post(path(cast, practice[1]["short"]), {"answer-0": "x"}).content.decode()
    assert f'href="/c/{cast.hist.public_id}/l/practised/p/1/#practice-{practice[1]["short"]}"' in page


def test_a_lesson_given_twice_has_its_questions_and_one_not_open_yet_has_none(client, cast, sign_in, practice):
    version, keys = practice
    make.give_lesson(cast.hist, version)
    irina = sign_in(client, cast.irina)
    assert irina.get(path(cast, keys["single"])).status_code == 200
    Assignment.objects.update(opens_at=clock.now() + timedelta(days=1))
    assert irina.get(path(cast, keys["single"])).status_code == 404


def test_a_script_gets_the_question_alone(client, cast, sign_in, practice):
    irina = sign_in(client, cast.irina)
    answer = irina.post(path(cast, practice[1]["single"]), {"answer-0": "a"}, headers={"X-In-Place": "true"})
    assert "<html" not in answer.content.decode()
    assert "Right." in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("irina", 200), ("ana", 200), ("lena", 404), ("olga", 404), ("adam", 404)])
def test_only_the_class_sees_it(client, cast, sign_in, practice, who, status):
    assert sign_in(client, getattr(cast, who)).get(path(cast, practice[1]["single"])).status_code == status


@pytest.mark.parametrize(("who", "status"), [("ana", 200), ("tom", 404), ("irina", 404)])
def test_in_the_library_those_who_read_the_lesson_may_try_it(client, cast, sign_in, practice, who, status):
    answer = sign_in(client, getattr(cast, who)).get(f"/lessons/practised/q/{practice[1]['single']}/")
    assert answer.status_code == status


def test_questions_of_a_page_are_loaded_at_once(cast, practice, django_assert_num_queries):
    version, keys = practice
    blocks = list(version.blocks.filter(kind="question").select_related("version__lesson"))
    drawn = QuestionKind().load(blocks, Reader(cast.irina, cast.hist))
    with django_assert_num_queries(1):
        loaded = QuestionKind().load(blocks, Reader(cast.omar, cast.hist))
    assert loaded == drawn
    assert {key for key, data in loaded.items() if "</fieldset>" in data["fields"]} == set(keys.values())
    assert CANARY not in repr(loaded)


def test_a_question_that_was_published_anew_is_shown_at_once(cast, practice):
    version, keys = practice
    blocks = list(version.blocks.filter(kind="question"))
    reader = Reader(cast.irina, cast.hist)
    before = QuestionKind().load(blocks, reader)
    row = LessonQuestion.objects.get(key=keys["single"])
    row.question_version = make.question(
        cast.shelf, body=row.question_version.body | {"stem": "<p>Asked anew?</p>"}, key={"v": 1, "right": "a"}
    )
    row.save(update_fields=["question_version"])
    after = QuestionKind().load(blocks, reader)
    assert "Asked anew?" in after[keys["single"]]["fields"]
    assert [key for key in before if before[key] != after[key]] == [keys["single"]]


def test_each_reader_gets_a_form_that_is_her_own(client, cast, practice):
    def tokens(person):
        client.force_login(person)
        html = client.get(f"/c/{cast.hist.public_id}/l/practised/p/1/").content.decode()
        return re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', html), html

    (hers, page), (his, other) = tokens(cast.irina), tokens(cast.omar)
    assert len(hers) == len(his) > len(KINDS)
    assert set(hers) & set(his) == set()
    assert (cast.omar.name in page, cast.irina.name in other) == (False, False)


def test_the_closing_task_leads_to_the_essay_of_the_class(cast):
    closing = {"kind": "closing", "body": {"v": 1, "html": "<p>Write.</p>"}}
    version = make.lesson(cast.shelf, blocks=[{"kind": "part", "body": {"v": 1, "title": "One"}}, closing])
    made = make.assessment(cast.shelf, [question(cast, "essay", points=12)], kind="essay", title="Closing")
    made.lesson = version.lesson
    made.save(update_fields=["lesson"])
    block = version.blocks.get(kind="closing")
    here, elsewhere = Reader(cast.irina, cast.hist), Reader(cast.lena, cast.other)
    given = make.give_assessment(cast.hist, made)
    url = f"/c/{cast.hist.public_id}/t/{given.assignment.public_id}/"
    assert ClosingKind().load([block], here)[block.key]["url"] == url
    assert "url" not in ClosingKind().load([block], elsewhere)[block.key]


def test_a_copied_lesson_keeps_its_questions(cast, practice):
    version, keys = practice
    copy = make.lesson(cast.shelf, blocks=[{"kind": "question", "key": keys["short"]}])
    QuestionKind().copy(list(copy.blocks.all()), version.lesson, copy.lesson)
    assert [row.key for row in LessonQuestion.objects.filter(lesson=copy.lesson)] == [keys["short"]]


# -- The questions that the site ships ----------------------------------------------------------------------


@held
def loaded(cast):
    school = make.shelf(kind="school")
    load_module(shelf=school, by=cast.adam)
    return school, load_questions(shelf=school, by=cast.adam)


def test_the_shipped_questions_are_all_there_and_no_body_holds_its_key(cast, loaded):
    _, made = loaded
    files = sorted(read_library().lessons.values(), key=lambda file: file.position)
    wanted = [kind for file in files for kind in (["quiz", "essay"] if file.quiz else ["essay"])]
    assert [one.kind for one in made] == wanted
    assert LessonQuestion.objects.count() == sum(len(file.blocks("question")) for file in files)
    for assessment in made:
        for slot in assessment.slots.all():
            version = slot.question_version
            assert version.locked_at is not None
            if assessment.kind == "essay":
                assert version.rubric_version.criteria.count() == 3
                assert version.points == 12
                file = next(one for one in files if one.slug == assessment.lesson.slug)
                core = [source.letter for source in file.sources if source.role == "core"]
                assert list(version.documents.values_list("letter", flat=True)) == core
    quizzes = [one for one in made if one.kind == "quiz"]
    kinds = [sorted(one.slots.values_list("question_version__kind", flat=True)) for one in quizzes]
    assert kinds == [["chronology", "several", "short", "single"]] * 2
    for version in QuestionVersion.objects.exclude(kind="essay"):
        assert set(version.body) <= {"v", "stem", "choices", "items", "passage", "depth", "parts", "unit"}
        explain = version.keys.get().value["explain"]
        assert explain
        assert explain not in str(version.body)
    for version in QuestionVersion.objects.filter(kind="chronology"):
        ranks = version.keys.get().value["ranks"]
        shown = [ranks[pair[0]] for pair in version.body["items"]]
        assert shown != sorted(shown)


def test_loading_again_changes_nothing_and_what_is_loaded_can_be_given(cast, loaded):
    school, made = loaded
    before = [model.objects.count() for model in (QuestionVersion, AnswerKey, Assessment, LessonQuestion)]
    assert load_questions(shelf=school, by=cast.adam) == made
    assert [model.objects.count() for model in (QuestionVersion, AnswerKey, Assessment, LessonQuestion)] == before
    assignment = give_assessment(assessment=loaded[1][0], classroom=cast.hist, by=cast.ana, tries=2)
    assert (assignment.title, assignment.points) == (loaded[1][0].title, 10)
    assert (assignment.assignedassessment.tries, assignment.assignedassessment.feedback) == (2, "release")


def test_an_assessment_without_questions_is_not_given(cast):
    with pytest.raises(CannotGive, match="no questions yet"):
        give_assessment(assessment=make.assessment(cast.shelf), classroom=cast.hist, by=cast.ana)
