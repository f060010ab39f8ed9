"""Work on paper: reading points, keying in marks by list, taking a list back, and what students see of it."""

import re
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from assessments.actions.marking import release_marks
from assessments.models import Draw, Grade
from assessments.papermarks import LETTERS, lines_for, own_ids, paper_code, read_points
from assessments.queries.marking import count_lists, counts_of, hand_ins
from assessments.queries.table import class_table
from coursesite import clock
from coursesite.classes.models import Work
from tests import make
from tests.assessments.parts import begin, hand_in_attempt, quiz

OUT_OF = Decimal("8.0000")


@pytest.mark.parametrize(
    ("typed", "points"),
    [
        ("", None), ("   ", None), ("0", "0"), ("7", "7"), ("7.5", "7.5"), ("7,5", "7.5"), (" 6,25 ", "6.25"),
        ("8", "8"), ("8,00", "8"), ("007", "7"),
    ],
)  # fmt: skip
def test_points_are_read_with_point_or_comma(typed, points):
    assert read_points(typed, OUT_OF) == (None if points is None else Decimal(points))


@pytest.mark.parametrize(
    "typed",
    [
        "1e5", "-0", "-1", "+5", "NaN", "∞", "Infinity", "٣", "７", "½", "33.3333333", "5.333", "1,234", "8.01", "9",
        "1.2.3", "1,2,3", ",5", "5.", "5 points", "0x5", "5_0", "=5", "99999999999", "x" * 39,
    ],
)  # fmt: skip
def test_what_is_no_number_of_points_is_refused_with_what_to_do(typed):
    with pytest.raises(ValueError, match="Write a number from 0 to 8"):
        read_points(typed, OUT_OF)


@settings(max_examples=100)
@for_all(st.decimals(0, 8, places=2), st.sampled_from(".,"))
def test_every_number_in_the_range_is_read_exactly(points, sign):
    assert read_points(str(points).replace(".", sign), OUT_OF) == points


@settings(max_examples=100)
@for_all(st.text(max_size=12))
def test_whatever_is_typed_is_points_in_the_range_or_refused(text):
    try:
        points = read_points(text, OUT_OF)
    except ValueError:
        return
    assert points is None or 0 <= points <= OUT_OF


def test_a_code_is_the_same_each_time_and_another_for_each_student():
    one = uuid.UUID(int=1)
    codes = [paper_code(one, uuid.UUID(int=n)) for n in range(500)]
    assert len(set(codes)) == 500
    assert codes == [paper_code(one, uuid.UUID(int=n)) for n in range(500)]
    assert all(re.fullmatch(f"[{LETTERS}]{{6}}", code) for code in codes)


def url(name, given):
    return reverse(f"assessments:{name}", args=[given.assignment.classroom.public_id, given.assignment.public_id])


def place(given, person):
    return given.assignment.classroom.enrolments.get(user=person)


def body(given, seen=0, anyway=(), **points):
    """What the page posts: each student's number, and the points of those who are named by the first name."""
    data = {}
    for one in given.assignment.classroom.enrolments.filter(role="student"):
        first = one.user.name.split()[0].lower()
        data |= {f"{one.pk}-seen": seen, f"{one.pk}-points": points.get(first, "")}
        if first in anyway:
            data[f"{one.pk}-anyway"] = "on"
    return data


def numbers(given, person):
    grades = Grade.objects.filter(work__enrolment__user=person, work__assignment=given.assignment).order_by("n")
    return [(one.n, one.kind, one.points, one.reason, one.released_at is not None) for one in grades]


def test_paper_marks_are_stored_for_the_rows_that_were_filled_and_seen_once_released(client, cast, sign_in):
    now = clock.now()
    given = quiz(cast, due_at=now - make.datetime.timedelta(days=2))
    sign_in(client, cast.mia)
    shown = client.get(url("paper_marks", given)).content.decode()
    assert paper_code(given.assignment.public_id, cast.irina.public_id) in shown
    assert client.post(url("paper_marks", given), body(given, irina="6,5")).status_code == 302
    assert numbers(given, cast.irina) == [(1, "override", Decimal("6.5"), "Paper copy", False)]
    assert numbers(given, cast.omar) == []
    work = Work.objects.get(assignment=given.assignment, enrolment__user=cast.irina)
    assert (work.done_at, work.feedback_at) == (given.assignment.due_at, None)
    lines = hand_ins(given.assignment, clock.now())
    assert [(one.status.key, one.status.late, one.on_paper) for one in lines] == [
        ("handed_in", False, True),
        ("not_started", True, False),
    ]
    assert (count_lists(lines)["marked"], counts_of([given.assignment], now)[given.assignment.pk].to_mark) == (1, 0)
    page = client.get(url("hand_ins", given)).content.decode()
    assert "Release 1 mark" in page and "on paper" in page
    cells = {row.user.name: cells[0] for row, cells in class_table(cast.hist.pk, now).rows}
    assert (cells["Irina Kim"].points, cells["Irina Kim"].released, cells["Irina Kim"].by_hand) == (
        Decimal("6.5"), False, True,
    )  # fmt: skip
    sign_in(client, cast.irina)
    assert client.get(url("feedback", given)).status_code == 404
    task = client.get(url("task", given)).content.decode()
    assert "You handed this in on paper." in task and "6.5" not in task
    assert release_marks(assignment=given.assignment, by=cast.ana) == 1
    told = client.get(url("feedback", given)).content.decode()
    assert "6.5 of 8 points" in told and "Handed in on paper." in told
    assert "6.5 of 8" in client.get(reverse("assessments:grades")).content.decode()


def test_attempt_start_is_refused_to_who_handed_in_on_paper_until_a_further_try_is_given(client, cast, sign_in):
    given = quiz(cast)
    sign_in(client, cast.mia).post(url("paper_marks", given), body(given, irina="6.5"))
    sign_in(client, cast.irina)
    answer = client.post(url("attempt_start", given), follow=True).content.decode()
    assert "You handed this in on paper. Ask your teacher if you should do it here as well." in answer
    work = Work.objects.get(assignment=given.assignment, enrolment__user=cast.irina)
    assert not work.attempts.exists()
    Work.objects.filter(pk=work.pk).update(extra_tries=1)
    assert ">Start</button>" in client.get(url("task", given)).content.decode()
    client.post(url("attempt_start", given))
    assert work.attempts.count() == 1


def test_paper_marks_that_cannot_be_read_are_shown_again_and_nothing_is_stored(client, cast, sign_in):
    given = quiz(cast)
    answer = sign_in(client, cast.ana).post(url("paper_marks", given), body(given, irina="1e5", omar="5"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="1e5"' in text and 'value="5"' in text and "Irina Kim: We cannot read “1e5” as points." in text
    assert Grade.objects.count() == 0


def test_a_changed_paper_mark_gets_the_next_number_and_an_untouched_one_none(client, cast, sign_in):
    given = quiz(cast)
    sign_in(client, cast.ana)
    client.post(url("paper_marks", given), body(given, irina="5", omar="4"))
    client.post(url("paper_marks", given), body(given, seen=1, irina="5", omar="4,5"))
    assert [n for n, *_ in numbers(given, cast.irina)] == [1]
    assert [(n, points) for n, _, points, *_ in numbers(given, cast.omar)] == [(1, 4), (2, Decimal("4.5"))]


def test_paper_marks_that_somebody_else_keyed_meanwhile_are_a_conflict_that_keeps_what_was_typed(client, cast, sign_in):
    given = quiz(cast)
    sign_in(client, cast.mia).post(url("paper_marks", given), body(given, irina="3"))
    answer = sign_in(client, cast.ana).post(url("paper_marks", given), body(given, irina="5", omar="4"))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="5"' in text and 'value="4"' in text and "3 of 8, paper copy" in text
    assert (len(numbers(given, cast.irina)), numbers(given, cast.omar)) == (1, [])
    again = {f"{place(given, cast.irina).pk}-seen": 1}
    assert client.post(url("paper_marks", given), body(given, irina="5", omar="4") | again).status_code == 302
    assert [points for _, _, points, *_ in numbers(given, cast.irina)] == [3, 5]


def test_paper_marks_leave_alone_who_worked_on_the_site_unless_the_row_is_ticked(client, cast, sign_in):
    given = quiz(cast, kinds=("single",))
    attempt = begin(given, cast.irina)
    hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina)
    sign_in(client, cast.ana)
    refused = client.post(url("paper_marks", given), body(given, seen=1, irina="2") | body_of_omar(given, cast))
    assert refused.status_code == 422
    assert "Irina Kim has also worked on the site." in refused.content.decode()
    assert [kind for _, kind, *_ in numbers(given, cast.irina)] == ["computed"]
    ticked = body(given, seen=1, anyway=["irina"], irina="2") | body_of_omar(given, cast)
    assert client.post(url("paper_marks", given), ticked).status_code == 302
    assert [(kind, points) for _, kind, points, *_ in numbers(given, cast.irina)] == [("computed", 0), ("override", 2)]
    assert release_marks(assignment=given.assignment, by=cast.ana) == 1


def body_of_omar(given, cast):
    return {f"{place(given, cast.omar).pk}-seen": 0}


def undo_event(client, given):
    return re.search(r'name="event" value="(\d+)"', client.get(url("paper_marks", given)).content.decode())[1]


def test_the_last_list_of_paper_marks_is_taken_back_within_the_hour(client, cast, sign_in, standing_clock):
    given = quiz(cast)
    sign_in(client, cast.ana)
    client.post(url("paper_marks", given), body(given, irina="5"))
    client.post(
        url("paper_marks", given), body(given, omar="4", irina="6") | {f"{place(given, cast.irina).pk}-seen": 1}
    )
    event = undo_event(client, given)
    assert client.post(url("paper_marks_undo", given), {"event": event}).status_code == 302
    assert [(kind, points) for _, kind, points, *_ in numbers(given, cast.irina)] == [
        ("override", 5), ("override", 6), ("override", 5),
    ]  # fmt: skip
    assert [kind for _, kind, *_ in numbers(given, cast.omar)] == ["override", "cleared"]
    omar = Work.objects.get(assignment=given.assignment, enrolment__user=cast.omar)
    assert (omar.done_at, omar.started_at) == (None, None)
    assert client.post(url("paper_marks_undo", given), {"event": event}).status_code == 409
    answer = client.post(
        url("paper_marks", given), body(given, seen=2, omar="4") | {f"{place(given, cast.irina).pk}-seen": 3}
    )
    assert answer.status_code == 302
    event = undo_event(client, given)
    standing_clock.advance(minutes=61)
    assert client.post(url("paper_marks_undo", given), {"event": event}).status_code == 409
    assert [kind for _, kind, *_ in numbers(given, cast.omar)] == ["override", "cleared", "override"]


def test_taking_a_list_back_leaves_what_was_released(client, cast, sign_in):
    given = quiz(cast)
    sign_in(client, cast.ana)
    client.post(url("paper_marks", given), body(given, irina="5"))
    event = undo_event(client, given)
    release_marks(assignment=given.assignment, by=cast.ana)
    client.post(url("paper_marks_undo", given), {"event": event})
    assert numbers(given, cast.irina) == [(1, "override", Decimal(5), "Paper copy", True)]


def test_paper_marks_asks_the_same_for_two_students_and_for_many(client, cast, sign_in, query_count_is_constant):
    given = quiz(cast)
    sign_in(client, cast.ana)

    def grow():
        for n in range(15):
            make.enrolment(cast.hist, make.user(f"Student {n}"))

    assert query_count_is_constant(lambda: client.get(url("paper_marks", given)), grow) < 25


def test_a_student_who_left_the_class_still_reads_feedback_on_paper(client, cast, sign_in):
    given = quiz(cast)
    sign_in(client, cast.ana).post(url("paper_marks", given), body(given, irina="5"))
    release_marks(assignment=given.assignment, by=cast.ana)
    cast.hist.enrolments.filter(user=cast.irina).update(left_at=clock.now())
    assert sign_in(client, cast.irina).get(url("feedback", given)).status_code == 200


def test_a_copy_has_ids_of_its_own():
    html = '<h3 id="q1-t">A</h3><a href="#q1-t">to A</a><a href="/sources/a/">all</a><p aria-labelledby="q1-t">id=</p>'
    assert own_ids(html, 2) == (
        '<h3 id="c2-q1-t">A</h3><a href="#c2-q1-t">to A</a><a href="/sources/a/">all</a>'
        '<p aria-labelledby="c2-q1-t">id=</p>'
    )


@pytest.mark.parametrize(("words", "lines"), [(None, 14), (100, 14), (200, 22), (5000, 40)])
def test_an_essay_has_lines_for_its_words(words, lines):
    assert len(lines_for("essay", {"words_max": words})) == lines


def test_paper_copies_bear_name_and_code_and_nothing_of_the_key(client, cast, sign_in):
    given = quiz(cast)
    sign_in(client, cast.mia)
    page = client.get(url("paper_copies", given)).content.decode()
    for person in (cast.irina, cast.omar):
        assert person.sort_name in page and paper_code(given.assignment.public_id, person.public_id) in page
    assert (page.count("<article"), page.count("Who spoke?"), "canary-of-the-key" in page) == (2, 2, False)
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    blank = client.get(url("paper_copies", given), {"copies": "blank"}).content.decode()
    assert (blank.count("<article"), "Irina" in blank, "Name <span>" in blank) == (1, False, True)


def test_paper_copies_of_a_draw_ask_everybody_the_same(client, cast, sign_in):
    bodies = [{"v": 1, "stem": f"<p>Stem {n}?</p>", "choices": [["a", "One"], ["b", "Two"]]} for n in range(6)]
    made = make.assessment(cast.shelf, [make.question(cast.shelf, body=one) for one in bodies])
    pool = Draw.objects.create(assessment=made, count=2)
    made.slots.update(draw=pool)
    given = make.give_assessment(cast.hist, made)
    sign_in(client, cast.ana)
    first, again = (client.get(url("paper_copies", given)).content.decode() for _ in range(2))
    stems = re.findall(r"Stem (\d)", first)
    assert (stems[:2], len(set(stems))) == (stems[2:], 2)
    assert re.findall(r"Stem (\d)", again) == stems
