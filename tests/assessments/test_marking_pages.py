"""The grader's pages through the client."""

from datetime import timedelta

import pytest
from django.urls import reverse
from lxml import html as lxml_html

from assessments.actions.marking import release_marks
from assessments.models import Attempt, Comment, Grade, Score
from assessments.queries.marking import counts_of, hand_ins
from assessments.queries.table import class_table
from assessments.views.marking import table_body
from coursesite import clock
from coursesite.classes.models import Work
from lessons.sources.actions.editions import correct_edition
from lessons.sources.drafts import PassageDraft
from lessons.sources.models import Edition
from tests import make
from tests.assessments.test_marking_actions import handed_in, mark_all


@pytest.fixture
def essay(cast):
    edition = make.source(cast.shelf, passages=["grave abuse of power", "many honest workers"], slug="speech")
    question = make.question(
        cast.shelf,
        "essay",
        body={"v": 1, "stem": "<p>How much?</p>"},
        points=12,
        rubric_version=make.rubric(cast.shelf),
        documents=[make.excerpt(edition)],
    )
    return make.give_assessment(cast.hist, make.assessment(cast.shelf, [question], kind="essay", title="Essay"))


def url(name, given, *more):
    return reverse(
        f"assessments:{name}", args=[given.assignment.classroom.public_id, given.assignment.public_id, *more]
    )


def fields(attempt, **changes):
    """What the page posts when nothing was touched, with changes by criterion title or `comment`."""
    item = attempt.items.get()
    data = {f"comment-{item.pk}-text": changes.pop("comment", ""), f"comment-{item.pk}-seen": 0}
    for criterion in item.question_version.rubric_version.criteria.all():
        data[f"{item.pk}-{criterion.key}-seen"] = 0
        if criterion.title in changes:
            level = criterion.levels.get(points=changes[criterion.title])
            data[f"{item.pk}-{criterion.key}-level"] = level.pk
    return data


def test_marking_an_essay_and_releasing_it(client, cast, essay):
    attempt = handed_in(
        essay, cast.irina, 'He named a "grave abuse of power" [A ¶1] and "many dishonest workers" [A ¶2].'
    )
    client.force_login(cast.mia)
    page = client.get(url("mark", essay, attempt.public_id))
    text = page.content.decode()
    assert page.status_code == 200
    assert 'href="#q1-A-p1"' in text
    assert 'id="q1-A-p1"' in text
    assert text.count("<strong>exact</strong>") == 1
    assert text.count("<strong>altered</strong>") == 1
    answer = client.post(
        url("mark", essay, attempt.public_id),
        fields(attempt, Claim=4, Evidence=2, Reasoning=2, comment="Good.") | {"go": "next"},
    )
    assert answer.status_code == 302
    assert sorted(int(score.points) for score in Score.objects.all()) == [2, 2, 4]
    assert [comment.text for comment in Comment.objects.all()] == ["Good."]
    listed = client.get(url("hand_ins", essay)).content.decode()
    assert "Release 1 mark" in listed
    assert client.post(url("release", essay)).status_code == 302
    client.force_login(cast.irina)
    grades = client.get(reverse("assessments:grades")).content.decode()
    assert "8 of 12" in grades


def test_what_was_cited_from_a_text_that_was_corrected_later_says_so(client, cast, essay):
    attempt = handed_in(essay, cast.irina, "[A ¶1]")
    client.force_login(cast.mia)
    before = client.get(url("mark", essay, attempt.public_id)).content.decode()
    old = Edition.objects.get(source__slug="speech")
    drafts = [PassageDraft("1", "p", "grave abuse of powers"), PassageDraft("2", "p", "many honest workers")]
    correct_edition(edition=old, passages=drafts, by=cast.ana)
    after = client.get(url("mark", essay, attempt.public_id)).content.decode()
    assert ("Later corrected." in before, "Later corrected." in after) == (False, True)
    assert '<a href="/sources/speech/text/en/1/">version 1, and what stands now</a>' in after
    assert "grave abuse of power</p>" in after


def test_a_stale_sheet_is_answered_409_and_keeps_the_typed_comment(client, cast, essay):
    attempt = handed_in(essay, cast.irina)
    mark_all(attempt, cast.ana)
    client.force_login(cast.mia)
    answer = client.post(url("mark", essay, attempt.public_id), fields(attempt, Claim=0, comment="My long words"))
    assert answer.status_code == 409
    assert "My long words" in answer.content.decode()
    assert Score.objects.count() == 3


def test_points_out_of_range_are_answered_422_with_what_to_do(client, cast):
    quiz = make.give_assessment(cast.hist, make.assessment(cast.shelf, [make.question(cast.shelf, points=2)]))
    attempt = handed_in(quiz, cast.irina)
    item = attempt.items.get()
    client.force_login(cast.ana)
    for wrong in ("5", "-1", "1e5", "abc", "0.123456"):
        data = {
            f"{item.pk}-points": wrong,
            f"{item.pk}-seen": 0,
            f"comment-{item.pk}-text": "",
            f"comment-{item.pk}-seen": 0,
        }
        answer = client.post(url("mark", quiz, attempt.public_id), data)
        assert (wrong, answer.status_code) == (wrong, 422)
        assert "Enter a number from 0 to 2 for question 1." in answer.content.decode()
    assert Score.objects.count() == 0


def test_saving_by_script_answers_the_new_numbers(client, cast, essay):
    attempt = handed_in(essay, cast.irina)
    client.force_login(cast.ana)
    answer = client.post(url("mark", essay, attempt.public_id), fields(attempt, Claim=4), headers={"X-Save": "part"})
    assert answer.json()["sum"] == "4 of 12 points, 2 of 3 parts to go"
    assert sorted((one["title"], one["seen"], one["words"]) for one in answer.json()["fields"].values()) == [
        ("Claim", 1, "4 points"),
        ("Comment", 0, ""),
        ("Evidence", 0, ""),
        ("Reasoning", 0, ""),
    ]


@pytest.mark.parametrize("who", ["tom", "irina", "omar", "adam", "olga"])
def test_nobody_else_reaches_the_graders_pages(client, cast, essay, who):
    attempt = handed_in(essay, cast.irina, "canary-essay")
    client.force_login(getattr(cast, who))
    for name, more in (("mark", [attempt.public_id]), ("hand_ins", [])):
        assert client.get(url(name, essay, *more)).status_code == 404
    assert client.post(url("release", essay)).status_code == 404
    assert client.get(reverse("assessments:class_table", args=[cast.hist.public_id])).status_code == 404


def test_pages_of_hand_ins_and_the_table_cost_the_same_for_more_students(client, cast, essay, query_count_is_constant):
    client.force_login(cast.ana)
    mark_all(handed_in(essay, cast.irina), cast.ana)

    def grow():
        for _ in range(4):
            student = make.user()
            make.enrolment(cast.hist, student)
            mark_all(handed_in(essay, student), cast.ana)
        make.give_assessment(cast.hist, make.assessment(cast.shelf, [make.question(cast.shelf)]))

    table = reverse("assessments:class_table", args=[cast.hist.public_id])
    assert query_count_is_constant(lambda: client.get(table), grow) <= 8
    assert query_count_is_constant(lambda: client.get(url("hand_ins", essay)), lambda: more_students(cast, essay)) <= 12


def more_students(cast, essay):
    for _ in range(3):
        student = make.user()
        make.enrolment(cast.hist, student)
        handed_in(essay, student)


def test_a_mark_changed_by_nobody_stays_unreleased_and_unseen(client, cast, essay):
    mark_all(handed_in(essay, cast.irina), cast.ana)
    client.force_login(cast.irina)
    assert "12 of 12" not in client.get(reverse("assessments:grades")).content.decode()
    release_marks(assignment=essay.assignment, by=cast.ana)
    assert "12 of 12" in client.get(reverse("assessments:grades")).content.decode()


def test_each_cell_of_the_table_says_the_newest_mark_else_how_far_the_work_is(cast, essay, django_assert_num_queries):
    room, now = cast.hist, clock.now()
    quiz = make.give_assessment(room, make.assessment(cast.shelf, [make.question(cast.shelf)], title="<b>Quiz</b>"))
    works = [make.work(given.assignment, cast.irina, done_at=now) for given in (essay, quiz)]
    make.work(essay.assignment, cast.omar, done_at=now, excused_at=now)
    for n, points in enumerate((7, 8), 1):
        Grade.objects.create(work=works[0], n=n, kind="computed", points=points, out_of=12, released_at=now)
    Grade.objects.create(work=works[1], n=1, kind="override", points=3, out_of=4)
    with django_assert_num_queries(4):
        table = class_table(room.pk, now)
    assert told(table) == {"Irina Kim": ["3 ✎ (not released)", "8"], "Omar Said": ["Excused", "Not started"]}
    assert "<li>&lt;b&gt;Quiz&lt;/b&gt;: 3 of 4</li>" in table_body(table)
    Grade.objects.create(work=works[1], n=2, kind="cleared", points=None, out_of=4)
    assert told(class_table(room.pk, now))["Irina Kim"] == ["8", "to mark"]


def test_the_table_the_list_and_the_counts_say_the_same_of_what_is_to_mark(cast, essay, django_assert_num_queries):
    now, later = clock.now(), clock.now() + timedelta(minutes=5)
    for person, excused in ((cast.irina, None), (cast.omar, later)):
        work = handed_in(essay, person).work
        Grade.objects.create(work=work, n=1, kind="computed", points=7, out_of=12, at=now, released_at=now)
        Attempt.objects.create(work=work, student=person, number=2, started_at=now, submitted_at=later)
        Work.objects.filter(pk=work.pk).update(done_at=later, excused_at=excused)
    with django_assert_num_queries(4):
        table = class_table(cast.hist.pk, later)
    assert told(table) == {"Irina Kim": ["7, a newer try is to mark"], "Omar Said": ["7"]}
    assert counts_of([essay.assignment], later)[essay.assignment.pk].to_mark == 1
    lines = {line.enrolment.user.name: "to_mark" in line.lists for line in hand_ins(essay.assignment, later)}
    assert lines == {"Irina Kim": True, "Omar Said": False}


def told(table) -> dict[str, list[str]]:
    """Student -> the words of the cells, in the order of the alphabet."""
    rows = lxml_html.fromstring(f"<table>{table_body(table)}</table>").findall(".//tr")
    names = [enrolment.user.name for enrolment, _ in table.rows]
    cells = [sorted(td.text_content() for td in row.findall("td")[1:]) for row in rows]
    return dict(zip(names, cells, strict=True))
