"""Publishing a draft and giving lessons, quizzes and essays to several classes."""

import datetime

import pytest
from django.urls import reverse

from assessments.models import AnswerKey, AssignedAssessment, LessonQuestion, QuestionVersion
from coursesite.classes.models import Assignment
from lessons.actions.publishing import publish_draft
from lessons.errors import LessonError
from lessons.models import AssignedLesson, Block, Lesson
from tests import make

MORNING = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


@pytest.fixture
def ana(client, cast, sign_in, standing_clock):
    return sign_in(client, cast.ana)


def url(name: str, *args) -> str:
    return reverse(name if ":" in name else f"lessons:{name}", args=args)


def draft(cast, *blocks, **values) -> Lesson:
    version = make.lesson(cast.shelf, blocks=blocks, locked=False, **values)
    return version.lesson


PART = {"kind": "part", "body": {"v": 1, "title": "One"}}
TEXT = {"kind": "prose", "body": {"v": 1, "html": "<p>Words.</p>"}}


# -- Publishing ----------------------------------------------------------------------------------------------


def test_publishing_locks_the_draft_and_makes_it_live(ana, cast):
    asked = make.prompt(cast.shelf)
    asked.prompt.versions.create(number=2, html="<p>New?</p>")
    lesson = draft(cast, PART, TEXT, {"kind": "prompt", "prompt": asked.prompt.versions.get(number=2)})
    answer = ana.post(url("lesson_publish", lesson.slug))
    assert answer.url == url("lesson_give", lesson.slug)
    lesson.refresh_from_db()
    live = lesson.live_version
    assert (live.number, live.locked_at, live.revised_on) == (1, MORNING, MORNING.date())
    assert lesson.first_posted == MORNING.date()
    assert asked.prompt.versions.get(number=2).locked_at == MORNING


def test_what_cannot_be_moved_leaves_the_draft_unpublished(cast):
    other = make.give_lesson(cast.hist, make.lesson(cast.shelf, blocks=[PART, TEXT]))
    lesson = draft(cast, PART, TEXT)
    with pytest.raises(LessonError):
        publish_draft(lesson=lesson, by=cast.ana, move=[other])
    lesson.refresh_from_db()
    assert lesson.live_version is None
    assert lesson.versions.get().locked_at is None


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ([TEXT], "The lesson has no part."),
        ([PART], "The lesson has nothing to read or do."),
        (
            [PART, {"kind": "prose", "body": {"v": 1, "html": "<p> </p>"}}],
            "“Text” is empty. Write its text, or delete it.",
        ),
        ([PART, {"kind": "callout", "body": {"v": 1}}], "“Call-out” is empty."),
        ([PART, {"kind": "excerpt", "body": {"v": 1}}], "An excerpt shows no source."),
        ([PART, {"kind": "prompt", "body": {"v": 1}}], "A prompt asks nothing."),
        ([PART, {"kind": "question", "body": {"v": 1}}], "Write the question, or delete this block."),
        ([{"kind": "part", "body": {"v": 1}}, TEXT], "A part has no title."),
    ],
)
def test_what_is_not_ready_is_refused_with_what_to_do(ana, cast, blocks, words):
    lesson = draft(cast, *blocks)
    assert words in ana.get(url("lesson_publish", lesson.slug)).content.decode()
    answer = ana.post(url("lesson_publish", lesson.slug))
    lesson.refresh_from_db()
    assert (answer.status_code, lesson.live_version) == (422, None)


def test_a_lesson_without_a_question_is_refused(ana, cast):
    lesson = draft(cast, PART, TEXT)
    lesson.versions.update(central_question="")
    assert ana.post(url("lesson_publish", lesson.slug)).status_code == 422


def test_publishing_twice_is_refused(ana, cast):
    lesson = draft(cast, PART, TEXT)
    ana.post(url("lesson_publish", lesson.slug))
    assert ana.post(url("lesson_publish", lesson.slug)).status_code == 409
    assert lesson.versions.count() == 1


def test_ticked_classes_go_on_with_the_new_version_the_others_keep_theirs(ana, cast):
    old = make.lesson(cast.shelf)
    second = make.classroom("Hist 11C", teachers=[cast.ana])
    theirs = make.give_lesson(cast.other, old)
    moved, kept = make.give_lesson(cast.hist, old), make.give_lesson(second, old)
    ana.post(url("block_add", old.lesson.slug), {"kind": "part"})
    block = Block.objects.get(version__lesson=old.lesson, version__locked_at=None, position=1)
    form = ana.get(url("block_edit", old.lesson.slug, block.key)).context["form"]
    ana.post(url("block_edit", old.lesson.slug, block.key), {"title": "New", "stamp": form["stamp"].value()})
    ana.post(url("lesson_publish", old.lesson.slug), {"move": [moved.pk]})
    versions = {row.pk: row.version.number for row in AssignedLesson.objects.select_related("version")}
    assert versions == {moved.pk: 2, kept.pk: 1, theirs.pk: 1}
    refused = ana.post(url("lesson_publish", old.lesson.slug), {"move": [theirs.pk]})
    assert refused.status_code == 422


def test_the_publish_page_lists_versions_with_their_days(ana, cast):
    version = make.lesson(cast.shelf)
    page = ana.get(url("lesson_publish", version.lesson.slug)).content.decode()
    assert "Nothing to publish." in page
    assert "Published <time" in page


# -- The practice question of a draft ---------------------------------------------------------------------------


def question_form(ana, lesson: Lesson, block: Block, kind: str = "single") -> dict:
    address = url("block_edit", lesson.slug, block.key)
    form = ana.post(address, {"kind": kind, "look": "1"}).context["form"]
    names = [name for name in form.fields if name.startswith("id_")]
    stamp = ana.get(address).context["form"]["stamp"].value()
    return {"kind": kind, "stamp": stamp} | {name: form.fields[name].initial for name in names}


def test_a_question_is_written_with_its_key_apart(ana, cast):
    lesson = draft(cast, PART, {"kind": "question", "body": {"v": 1}})
    block = lesson.versions.get().blocks.get(kind="question")
    sent = question_form(ana, lesson, block) | {
        "stem": "<p>Who spoke?</p>", "text_1": "Khrushchev", "mark_1": "on", "note_1": "Yes.", "text_2": "Mao & others",
        "explain": "<p>See A ¶1.</p>",
    }  # fmt: skip
    assert ana.post(url("block_edit", lesson.slug, block.key), sent).status_code == 302
    row = LessonQuestion.objects.get(lesson=lesson, key=block.key)
    version = row.question_version
    first, second = sent["id_1"], sent["id_2"]
    assert version.body == {
        "v": 1,
        "stem": "<p>Who spoke?</p>",
        "choices": [[first, "Khrushchev"], [second, "Mao &amp; others"]],
    }
    assert version.question.shelf == cast.shelf
    assert AnswerKey.objects.get(question_version=version).value == {
        "v": 1, "explain": "<p>See A ¶1.</p>", "right": [first], "feedback": {first: "Yes.", second: ""},
    }  # fmt: skip
    again = ana.get(url("block_edit", lesson.slug, block.key)).context["form"]
    assert (again["text_2"].value(), again["mark_1"].value(), again["id_1"].value()) == ("Mao & others", True, first)


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("single", {"stem": "Q?", "text_1": "One", "text_2": "Two"}, "Mark one choice as right; none is marked."),
        ("single", {"stem": "Q?", "text_1": "One"}, "Write at least two choices."),
        ("several", {"stem": "Q?", "text_1": "One", "text_2": "Two"}, "Mark at least one choice as right."),
        ("short", {"stem": "Q?", "accepted": " "}, "Write at least one accepted answer."),
        ("chronology", {"stem": "Q?", "text_1": "One"}, "Write at least two items."),
        ("single", {"stem": " ", "text_1": "Kept", "text_2": "Two", "mark_1": "on"}, "Write the question."),
    ],
)
def test_a_question_that_is_not_whole_says_what_to_do(ana, cast, kind, typed, words):
    lesson = draft(cast, PART, {"kind": "question", "body": {"v": 1}})
    block = lesson.versions.get().blocks.get(kind="question")
    answer = ana.post(url("block_edit", lesson.slug, block.key), question_form(ana, lesson, block, kind) | typed)
    page = answer.content.decode()
    assert (answer.status_code, QuestionVersion.objects.count()) == (422, 0)
    assert words in page
    assert typed.get("text_1", "Q?") in page


def test_chronology_keeps_its_order_and_what_is_of_one_time(ana, cast):
    lesson = draft(cast, PART, {"kind": "question", "body": {"v": 1}})
    block = lesson.versions.get().blocks.get(kind="question")
    sent = question_form(ana, lesson, block, "chronology") | {
        "stem": "Order?", "text_1": "Death", "note_1": "1953", "text_2": "Speech", "note_2": "1956",
        "text_3": "Strike", "mark_3": "on",
    }  # fmt: skip
    ana.post(url("block_edit", lesson.slug, block.key), sent)
    key = AnswerKey.objects.get().value
    assert key["ranks"] == {sent["id_1"]: 1, sent["id_2"]: 2, sent["id_3"]: 2}
    assert key["dates"][sent["id_1"]] == "1953"
    again = ana.get(url("block_edit", lesson.slug, block.key)).context["form"]
    assert sorted([again["text_2"].value(), again["text_3"].value()]) == ["Speech", "Strike"]
    assert (again["text_1"].value(), again["mark_3"].value()) == ("Death", True)


def test_a_changed_question_reaches_students_only_with_the_published_lesson(ana, cast):
    asked = make.question(cast.shelf)
    version = make.lesson(cast.shelf, blocks=(PART, {"kind": "question", "body": {"v": 1}}))
    block, lesson = version.blocks.get(kind="question"), version.lesson
    LessonQuestion.objects.create(lesson=lesson, key=block.key, question_version=asked)
    form = ana.get(url("block_edit", lesson.slug, block.key)).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False, "")}
    assert ana.post(url("block_edit", lesson.slug, block.key), sent | {"stem": "<p>New?</p>"}).status_code == 302
    assert LessonQuestion.objects.get().question_version == asked
    ana.post(url("lesson_publish", lesson.slug))
    now = LessonQuestion.objects.get().question_version
    assert (now.number, now.body["stem"], now.locked_at) == (2, "<p>New?</p>", MORNING)
    assert AnswerKey.objects.get(question_version=now).value["right"] == ["a"]


# -- Giving ------------------------------------------------------------------------------------------------------


def row_fields(answer) -> dict:
    """The fields of the table as a browser would send them."""
    return {
        row[name].html_name: row[name].value()
        for row in answer.context["table"].rows
        for name in row.fields
        if row[name].value() not in (None, False, "")
    }


def test_one_table_gives_a_lesson_and_its_quiz_to_two_classes(ana, cast):
    second = make.classroom("Hist 11C", teachers=[cast.ana], zone="America/New_York")
    version = make.lesson(cast.shelf)
    quiz = make.assessment(cast.shelf, [make.question(cast.shelf, points=4)], title="Quiz of the thaw")
    quiz.lesson = version.lesson
    quiz.save(update_fields=["lesson"])
    address = url("lesson_give", version.lesson.slug)
    page = ana.get(address)
    assert "New York time" in page.content.decode()
    sent = row_fields(page)
    for room in (cast.hist, second):
        sent[f"lesson-{room.public_id.hex}-give"] = "on"
    sent[f"{quiz.public_id.hex}-{second.public_id.hex}-give"] = "on"
    sent[f"lesson-{second.public_id.hex}-due_time"] = "17:00"
    assert ana.post(address, sent).status_code == 302
    due = {row.assignment.classroom: row.assignment.due_at for row in AssignedLesson.objects.all()}
    in_a_week = datetime.datetime(2026, 3, 9, 16, tzinfo=datetime.UTC)
    assert due == {cast.hist: in_a_week, second: datetime.datetime(2026, 3, 9, 21, tzinfo=datetime.UTC)}
    given = AssignedAssessment.objects.get()
    assert (given.assignment.classroom, given.assignment.points, given.tries) == (second, 4, 1)


def test_what_a_class_has_is_shown_and_its_dates_can_be_changed(ana, cast):
    version = make.lesson(cast.shelf)
    has = make.give_lesson(cast.hist, version, due_at=datetime.datetime(2026, 3, 20, 15, 30, tzinfo=datetime.UTC))
    address = url("lesson_give", version.lesson.slug)
    page = ana.get(address)
    assert "Has it" in page.content.decode()
    sent = row_fields(page) | {f"lesson-{cast.hist.public_id.hex}-due_date": datetime.date(2026, 3, 27)}
    assert ana.post(address, sent).status_code == 302
    assert Assignment.objects.get(pk=has.assignment_id).due_at == datetime.datetime(
        2026, 3, 27, 15, 30, tzinfo=datetime.UTC
    )
    assert AssignedLesson.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"due_date": "2026-03-01"}, "this due date has passed. Choose a later one."),
        ({"due_date": "soon"}, "Hist 11B, lesson: write the due date."),
        ({"opens_date": "2026-04-01"}, "the due date is before it opens. Choose a later due date."),
        ({"closes_date": "2026-03-03"}, "it closes before it is due. Choose a later closing date."),
        ({"due_date": "", "due_time": "10:00"}, "write the day on which it is due, or empty the time."),
    ],
)
def test_wrong_dates_say_what_to_do_and_keep_what_was_typed(ana, cast, typed, words):
    version = make.lesson(cast.shelf)
    address = url("lesson_give", version.lesson.slug)
    prefix = f"lesson-{cast.hist.public_id.hex}-"
    sent = (
        row_fields(ana.get(address)) | {f"{prefix}give": "on"} | {prefix + name: value for name, value in typed.items()}
    )
    answer = ana.post(address, sent)
    page = answer.content.decode()
    assert (answer.status_code, AssignedLesson.objects.count()) == (422, 0)
    assert words in page
    assert all(f'value="{value}"' in page for value in typed.values() if value)


def test_nothing_ticked_is_said(ana, cast):
    version = make.lesson(cast.shelf)
    address = url("lesson_give", version.lesson.slug)
    answer = ana.post(address, row_fields(ana.get(address)))
    assert answer.status_code == 422
    assert "Tick at least one class" in answer.content.decode()


def test_only_classes_that_one_teaches_stand_in_the_table(ana, cast):
    version = make.lesson(cast.shelf)
    address = url("lesson_give", version.lesson.slug)
    sent = row_fields(ana.get(address)) | {f"lesson-{cast.other.public_id.hex}-give": "on"}
    assert cast.other.name not in ana.get(address).content.decode()
    ana.post(address, sent)
    assert AssignedLesson.objects.count() == 0


def test_a_quiz_is_given_with_tries_and_feedback(ana, cast):
    quiz = make.assessment(cast.shelf, [make.question(cast.shelf)], title="Alone")
    address = url("assessments:assessment_give", quiz.public_id)
    sent = row_fields(ana.get(address)) | {"preset": "graded", "tries": "2", "feedback": "handed_in"}
    sent[f"{quiz.public_id.hex}-{cast.hist.public_id.hex}-give"] = "on"
    bad = ana.post(address, sent | {"tries": "0"})
    assert (bad.status_code, "Give at least 1 try." in bad.content.decode()) == (422, True)
    assert ana.post(address, sent).status_code == 302
    given = AssignedAssessment.objects.get()
    assert (given.assignment.classroom, given.tries, given.feedback) == (cast.hist, 2, "handed_in")


def test_quizzes_of_a_hidden_shelf_are_not_there(ana, cast):
    theirs = make.assessment(cast.other_shelf, [make.question(cast.other_shelf)], title="Tom's quiz")
    mine = make.assessment(cast.shelf, [make.question(cast.shelf)], title="Ana's quiz")
    page = ana.get(url("assessments:assessment_list")).content.decode()
    assert "Ana&#x27;s quiz" in page and "Tom&#x27;s quiz" not in page
    assert ana.get(url("assessments:assessment_preview", mine.public_id)).status_code == 200
    for name in ("assessment_preview", "assessment_give"):
        assert ana.get(url(f"assessments:{name}", theirs.public_id)).status_code == 404


def test_the_table_asks_the_same_number_of_queries_for_any_number_of_classes(ana, cast, query_count_is_constant):
    version = make.lesson(cast.shelf)

    def grow():
        for _ in range(3):
            make.give_lesson(make.classroom(teachers=[cast.ana]), version)

    query_count_is_constant(lambda: ana.get(url("lesson_give", version.lesson.slug)), grow)
