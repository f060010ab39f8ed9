"""The question bank: who finds and changes what, search and filters, versions, two editors, where a question is used."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.actions.authoring import write_question
from assessments.actions.bank import (
    copy_question,
    describe_question,
    details_of,
    refresh_search,
    set_tags,
    stamp_of_version,
)
from assessments.models import AnswerKey, Question
from assessments.queries.bank import bank_page, found_questions, uses_of, versions_told
from coursesite import clock
from coursesite.accounts.models import ShelfMember
from coursesite.accounts.policy import READER
from lessons.actions.authoring import stamp_of
from lessons.errors import EditConflict
from tests import make
from tests.assessments import parts


def url(name, *args):
    return reverse(f"assessments:{name}", args=args)


@pytest.fixture
def ana(cast, sign_in, client) -> Client:
    return sign_in(client, cast.ana)


def bank_question(cast, stem="Who spoke?", *, shelf=None, title="", tags=(), kind="single", skill=""):
    """A question of the bank, locked, with what the search compares."""
    body = {"v": 1, "stem": f"<p>{stem}</p>", "choices": [["a", "Khrushchev"], ["b", "Mao"]]}
    version = make.question(shelf or cast.shelf, kind, body=body)
    question = version.question
    question.title, question.skill = title, skill
    question.save(update_fields=["title", "skill"])
    set_tags(question, tags)
    refresh_search(question)
    return question


def found(user, **asked):
    return [row.question for row in bank_page(user, found_questions(user, asked)).rows]


SENT = {
    "kind": "single",
    "points": "1",
    "text_1": "Khrushchev",
    "id_1": "a",
    "mark_1": "on",
    "text_2": "Mao",
    "id_2": "b",
}


def sent(question: Question, stem: str, **values) -> dict:
    version = question.versions.order_by("-number").first()
    return SENT | {"stem": stem, "stamp": stamp_of_version(version)} | values


# -- Finding -----------------------------------------------------------------------------------------------


def test_questions_are_found_by_words_of_stem_choices_title_and_tags_without_accents(cast):
    one = bank_question(cast, "What did Bolesław Bierut read?", title="The night in Moscow", tags=["Poland"])
    two = bank_question(cast, "Which newspaper?")
    bank_question(cast, "Who was Bierut?", shelf=cast.other_shelf)
    assert found(cast.ana, q="boleslaw read") == [one]
    assert found(cast.ana, q="POLAND night") == [one]
    assert found(cast.ana, q="khrushchev") == [two, one]
    assert found(cast.ana, q="poland newspaper") == []


def test_questions_are_filtered_by_kind_skill_tag_shelf_source_and_passage(cast):
    edition = make.source(cast.shelf)
    first, second = edition.passages.all()
    one = bank_question(cast, skill="Sourcing", tags=["exam"])
    two = bank_question(cast, kind="several")
    one.passages.create(passage=first)
    two.passages.create(passage=second)
    school = make.shelf(kind="school")
    three = bank_question(cast, shelf=school)
    assert found(cast.ana, kind="several") == [two]
    assert found(cast.ana, skill="Sourcing") == [one]
    assert found(cast.ana, tag="exam") == [one]
    assert found(cast.ana, shelf=school) == [three]
    assert found(cast.ana, source=edition.source) == [two, one]
    assert found(cast.ana, source=edition.source, passage="2") == [two]


def test_the_bank_pages_by_key_and_leaves_out_the_retired(cast, ana):
    questions = [bank_question(cast) for _ in range(3)]
    questions[1].retired_at = clock.now()
    questions[1].save(update_fields=["retired_at"])
    first = bank_page(cast.ana, found_questions(cast.ana, {}), size=1)
    assert [row.question for row in first.rows] == [questions[2]]
    then = bank_page(cast.ana, found_questions(cast.ana, {}), first.next, size=1)
    assert ([row.question for row in then.rows], then.next) == ([questions[0]], None)
    assert found(cast.ana, retired=True) == [questions[1]]
    page = ana.get(url("question_list"), {"kind": "no such kind", "before": "x", "shelf": "99999"})
    assert page.status_code == 200


def test_question_list_asks_the_same_number_of_queries_for_any_number_of_questions(cast, ana, query_count_is_constant):
    def grow():
        for _ in range(3):
            question = bank_question(cast, tags=["one", "two"])
            question.passages.create(passage=make.source(cast.shelf).passages.first())
            make.assessment(cast.shelf, [question.versions.get()])

    grow()
    query_count_is_constant(lambda: ana.get(url("question_list")), grow)


# -- Who ---------------------------------------------------------------------------------------------------


def test_another_shelf_is_not_there_and_who_may_only_read_is_refused(cast, ana):
    theirs, read = bank_question(cast, shelf=cast.other_shelf), bank_question(cast, shelf=make.shelf(cast.tom))
    ShelfMember.objects.create(shelf=read.shelf, user=cast.ana, right=READER)
    read.note = "not for readers"
    read.save(update_fields=["note"])
    assert [ana.get(url("question_page", one.public_id)).status_code for one in (theirs, read)] == [404, 200]
    assert [ana.get(url("question_edit", one.public_id)).status_code for one in (theirs, read)] == [404, 403]
    assert ana.post(url("question_retire", read.public_id)).status_code == 403
    page = ana.get(url("question_page", read.public_id)).content.decode()
    assert ("not for readers" in page, url("question_edit", read.public_id) in page) == (False, False)
    answer = ana.post(url("question_copy", read.public_id), {"shelf": cast.shelf.pk})
    mine = Question.objects.get(shelf=cast.shelf)
    assert (answer.status_code, mine.note, mine.versions.get().locked_at) == (302, "", None)


# -- Writing -----------------------------------------------------------------------------------------------


def test_question_new_by_kind_from_scratch_and_bad_input_is_told(cast, ana):
    shown = ana.post(url("question_new"), {"kind": "short", "look": "1", "stem": "Typed"}).content.decode()
    assert "Typed" in shown and 'name="accepted"' in shown
    bad = ana.post(url("question_new"), SENT | {"shelf": cast.shelf.pk, "stem": "", "mark_1": ""})
    assert (bad.status_code, Question.objects.count()) == (422, 0)
    values = {"shelf": cast.shelf.pk, "stem": "Who read it out?", "skill": "Sourcing", "points": "2"}
    assert ana.post(url("question_new"), SENT | values).status_code == 302
    made = Question.objects.get()
    version = made.versions.get()
    assert (made.skill, version.kind, version.points, version.locked_at) == ("Sourcing", "single", 2, None)
    assert (version.body["choices"], version.keys.get().value["right"]) == ([["a", "Khrushchev"], ["b", "Mao"]], ["a"])
    assert "who read it out?" in made.searched
    other = ana.post(url("question_new"), SENT | values | {"shelf": cast.other_shelf.pk})
    assert (other.status_code, Question.objects.count()) == (422, 1)


def test_question_new_for_a_quiz_goes_into_it_unless_it_is_another_s_or_begun(cast, ana):
    mine, theirs = make.assessment(cast.shelf, [], title="Mine"), make.assessment(cast.other_shelf, [], title="Theirs")
    sent = SENT | {"shelf": cast.shelf.pk, "points": "2"}
    address = url("question_new")
    for wanted in (mine, theirs):
        shown = ana.get(address, {"for": wanted.public_id}).content.decode()
        assert ("as its last question" in shown) == (wanted == mine)
        answer = ana.post(f"{address}?for={wanted.public_id}", sent | {"stem": f"For {wanted.title}?"})
        back = answer.headers["Location"] == url("assessment_edit", wanted.public_id)
        assert (answer.status_code, back) == (302, wanted == mine)
    assert [slot.points for slot in mine.slots.all()] == [2]
    assert (theirs.slots.count(), Question.objects.filter(shelf=cast.shelf).count()) == (0, 2)
    mine.locked_at = clock.now()
    mine.save(update_fields=["locked_at"])
    assert "as its last question" not in ana.get(address, {"for": mine.public_id}).content.decode()


def test_question_page_names_the_misreadings_for_teachers(cast, ana):
    key = {"v": 1, "right": ["a"], "misreadings": {"b": "takes who tells for who spoke"}}
    page = ana.get(url("question_page", make.question(cast.shelf, key=key).question.public_id)).content.decode()
    assert "takes who tells for who spoke" in page


def test_a_question_about_a_source_takes_it_from_the_library_and_is_linked_to_its_passages(cast, ana):
    edition = make.source(cast.shelf, passages=("He read it aloud.", "Nobody clapped.", "They left."))
    sent = {"shelf": cast.shelf.pk, "kind": "passage", "stem": "Who was silent?", "points": "1"}
    bad = ana.post(url("question_new"), sent).content.decode()
    assert "Choose a source, then show the fields of this kind." in bad
    sent |= {"edition": edition.pk, "mode": "all", "mark_2": "on", "note_1": "No."}
    assert ana.post(url("question_new"), sent).status_code == 302
    made = Question.objects.get()
    assert [link.passage.number for link in made.passages.all()] == ["2"]
    assert made.versions.get().keys.get().value["right"] == ["2"]
    again = ana.get(url("question_edit", made.public_id)).content.decode()
    assert "Nobody clapped." in again


def test_an_essay_and_an_upload_are_written_in_the_bank(cast, ana):
    rubric = make.rubric(cast.shelf)
    values = {"shelf": cast.shelf.pk, "stem": "Why?", "points": "1", "words_min": "100", "words_max": "50"}
    essay = values | {"kind": "essay", "rubric": rubric.pk}
    assert ana.post(url("question_new"), essay).status_code == 422
    assert ana.post(url("question_new"), essay | {"words_max": "200"}).status_code == 302
    version = Question.objects.get().versions.get()
    assert (version.kind, version.points, version.rubric_version) == ("essay", 12, rubric)
    assert ana.get(url("question_edit", version.question.public_id)).status_code == 200
    assert ana.post(url("question_new"), values | {"kind": "upload", "most": "2"}).status_code == 302
    upload = Question.objects.order_by("pk").last()
    assert upload.versions.get().body["most"] == 2
    assert ana.get(url("question_page", upload.public_id)).status_code == 200


def test_what_students_had_stays_and_the_change_is_a_draft(cast, ana):
    question = bank_question(cast)
    locked = question.versions.get()
    assert ana.post(url("question_edit", question.public_id), sent(question, "Who spoke first?")).status_code == 302
    assert ana.post(url("question_edit", question.public_id), sent(question, "Who spoke last?")).status_code == 302
    locked.refresh_from_db()
    assert [(v.number, v.locked_at is None) for v in question.versions.order_by("number")] == [(1, False), (2, True)]
    assert (locked.body["stem"], question.versions.get(number=2).body["stem"]) == (
        "<p>Who spoke?</p>", "<p>Who spoke last?</p>"
    )  # fmt: skip
    assert [row.changed for row in versions_told(question)] == ["What is asked", "First version"]
    question.refresh_from_db()
    assert question.searched.startswith("who spoke last?")


def test_the_second_of_two_tabs_is_shown_what_stands_and_loses_nothing(cast, ana):
    question = bank_question(cast)
    mine = sent(question, "My words")
    ana.post(url("question_edit", question.public_id), sent(question, "Their words"))
    answer = ana.post(url("question_edit", question.public_id), mine)
    page = answer.content.decode()
    assert (answer.status_code, "My words" in page, "Their words" in page) == (409, True, True)
    assert question.versions.get(number=2).body["stem"] == "<p>Their words</p>"
    assert ana.post(url("question_edit", question.public_id), sent(question, "My words")).status_code == 302
    assert question.versions.get(number=2).body["stem"] == "<p>My words</p>"


def test_details_of_two_tabs_do_not_write_over_each_other(cast, ana):
    question = bank_question(cast, tags=["old"])
    address, seen = url("question_page", question.public_id), stamp_of(details_of(question))
    ok = ana.post(
        address, {"title": "A", "tags": "new,  two words ,new", "skill": "Sourcing", "note": "n", "stamp": seen}
    )
    assert (ok.status_code, details_of(Question.objects.get(pk=question.pk))) == (
        302, {"title": "A", "skill": "Sourcing", "note": "n", "tags": ["new", "two words"]}
    )  # fmt: skip
    assert ana.post(address, {"title": "B", "stamp": seen}).status_code == 409
    assert ana.post(address, {"title": "B", "tags": "x" * 61, "stamp": seen}).status_code == 422
    with pytest.raises(EditConflict):
        describe_question(question=question, values={"title": "C"}, seen=seen, by=cast.ana)


def test_passages_are_linked_by_number_and_unlinked(cast, ana):
    question, edition = bank_question(cast), make.source(cast.shelf, passages=("One.", "Two.", "Three."))
    address = url("question_passages", question.public_id)
    bad = ana.post(address, {"edition": edition.pk, "numbers": "2, 9"})
    assert (bad.status_code, "This text has no ¶9" in bad.content.decode()) == (422, True)
    ana.post(address, {"edition": edition.pk, "numbers": "¶1-2"})
    ana.post(address, {"edition": edition.pk, "numbers": "2"})
    assert [link.passage.number for link in question.passages.all()] == ["1", "2"]
    ana.post(url("question_unlink", question.public_id, question.passages.first().pk))
    assert [link.passage.number for link in question.passages.all()] == ["2"]


# -- Where it stands ---------------------------------------------------------------------------------------


def test_where_used_names_what_one_may_read_and_counts_the_rest(cast, ana):
    question = bank_question(cast, shelf=make.shelf(kind="school"))
    version = question.versions.get()
    mine = make.assessment(cast.shelf, [version], title="Mine")
    theirs = make.assessment(cast.other_shelf, [version], title="Theirs")
    make.give_assessment(cast.hist, mine)
    make.give_assessment(cast.other, theirs)
    uses = uses_of(cast.ana, question)
    assert ([slot.assessment for slot in uses.assessments], uses.classrooms) == ([mine], [cast.hist])
    assert (uses.hidden, uses.other_classes) == (1, 1)
    page = ana.get(url("question_page", question.public_id)).content.decode()
    assert ("Mine" in page, "Theirs" in page, cast.other.name in page) == (True, False, False)


def test_question_page_asks_the_same_number_of_queries_for_any_number_of_uses(cast, ana, query_count_is_constant):
    question = bank_question(cast)

    def grow():
        for _ in range(2):
            made = make.assessment(cast.shelf, [question.versions.get(number=1)])
            make.give_assessment(make.classroom(teachers=[cast.ana]), made)
            AnswerKey.objects.create(question_version=question.versions.get(number=1), n=AnswerKey.objects.count() + 1,
                                     value={"v": 1, "right": ["b"]}, by=cast.ana)  # fmt: skip
            question.passages.create(passage=make.source(cast.shelf).passages.first())

    grow()
    query_count_is_constant(lambda: ana.get(url("question_page", question.public_id)), grow)


def test_retire_move_and_bring_back(cast, ana):
    question, second = bank_question(cast), make.shelf(cast.ana)
    ana.post(url("question_retire", question.public_id))
    assert (found(cast.ana), found(cast.ana, retired=True)) == ([], [question])
    ana.post(url("question_retire", question.public_id), {"back": "1"})
    assert found(cast.ana) == [question]
    assert ana.post(url("question_move", question.public_id), {"shelf": cast.other_shelf.pk}).status_code == 422
    assert ana.post(url("question_move", question.public_id), {"shelf": second.pk}).status_code == 302
    question.refresh_from_db()
    assert question.shelf == second


def test_a_copy_says_the_same_and_goes_its_own_way(cast):
    shown = make.excerpt(make.source(cast.shelf))
    version = parts.question(cast, "essay", documents=[shown], rubric_version=make.rubric(cast.shelf))
    made = copy_question(question=version.question, version=version, shelf=cast.shelf, by=cast.ana)
    copy = made.versions.get()
    assert (copy.body, copy.rubric_version, copy.documents.get().excerpt) == (
        version.body,
        version.rubric_version,
        shown,
    )
    assert copy.keys.get().value == version.keys.get().value


def test_a_practice_question_of_a_lesson_stands_in_the_bank(cast):
    lesson = make.lesson(cast.shelf).lesson
    body = {"v": 1, "stem": "<p>Whose diary?</p>"}
    written = {"kind": "short", "body": body, "answer": {"v": 1, "accepted": ["his"]}, "title": "Whose diary?"}
    key = lesson.live_version.blocks.first().key
    version = write_question(lesson=lesson, key=key, by=cast.ana, **written)
    assert found(cast.ana, q="whose diary") == [version.question]
    assert uses_of(cast.ana, version.question).lessons == [(lesson.slug, lesson.live_version.title)]
