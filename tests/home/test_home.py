"""The first page of each role, and the home of a class."""

import datetime
import re
from uuid import uuid4

import pytest

from coursesite import clock
from lessons.actions import give_prompt
from lessons.models import Block, ReadingPlace
from tests import make
from tests.assessments.parts import begin

DAY = datetime.timedelta(days=1)


def headings(body: str) -> list[str]:
    """Heading and titles of the groups of the to-do list, in order."""
    found = re.findall(
        r'<h3 id="group-\w+">([^<]+)</h3>|<summary>([^<]+)</summary>|todo-title">(?:<a[^>]*>)?([^<]+)', body
    )
    return [next(word for word in words if word) for words in found if not words[1].startswith("Show as")]


@pytest.fixture
def quiz(cast):
    """quiz(title, **dates): given to Hist 11B."""
    question = make.question(cast.shelf)

    def quiz(title: str, room=None, **dates):
        made = make.assessment(cast.shelf, [question], title=title)
        return make.give_assessment(room or cast.hist, made, **dates).assignment

    return quiz


def test_student_home_hides_nothing_and_keeps_the_order(client, cast, sign_in, quiz, standing_clock):
    now = standing_clock()
    quiz("Due in 40 days", due_at=now + 40 * DAY)
    quiz("40 days late", due_at=now - 40 * DAY)
    quiz("Without a date")
    quiz("Today", due_at=now + DAY / 24)
    quiz("Tomorrow", due_at=now + DAY)
    quiz("This week", due_at=now + 4 * DAY)
    quiz("Closed", due_at=now - 3 * DAY, closes_at=now - 2 * DAY)
    done = quiz("Waiting", due_at=now + DAY)
    make.work(done, cast.irina, started_at=now, done_at=now)
    make.give_lesson(cast.hist, make.lesson(cast.shelf, title="A lesson"), due_at=now + 5 * DAY)
    sign_in(client, cast.irina)
    assert headings(client.get("/").content.decode()) == [
        "Late, still open", "Answer: 40 days late",
        "Today", "Answer: Today",
        "Tomorrow", "Answer: Tomorrow",
        "This week", "Answer: This week", "Read: A lesson",
        "Later", "Answer: Due in 40 days",
        "No due date", "Answer: Without a date",
        "Handed in, waiting (1)", "Answer: Waiting",
        "Closed, not handed in (1)", "Answer: Closed",
    ]  # fmt: skip


def test_student_home_says_the_class_of_each_row(client, cast, sign_in, quiz):
    make.enrolment(cast.other, cast.irina)
    quiz("Same title")
    quiz("Same title", room=cast.other)
    sign_in(client, cast.irina)
    body = client.get("/").content.decode()
    assert re.findall(r'todo-meta">([^·]+) ·', body) == ["Hist 11B", "Hist 9A"]


def test_student_home_shows_feedback_until_it_was_seen(client, cast, sign_in, quiz):
    now = clock.now()
    given = quiz("Marked")
    work = make.work(given, cast.irina, done_at=now, feedback_at=now)
    sign_in(client, cast.irina)
    body = client.get("/").content.decode()
    assert "Feedback ready (1)" in body
    assert f"/c/{cast.hist.public_id}/t/{given.public_id}/feedback/" in body
    work.feedback_seen_at = now
    work.save(update_fields=["feedback_seen_at"])
    assert headings(client.get("/").content.decode()) == ["Done (1)", "Marked"]


def test_student_home_continues_at_the_place_read_last(client, cast, sign_in):
    parts = [{"kind": "part", "body": {"v": 1, "title": f"Part {n}"}} for n in (1, 2, 3)]
    version = make.lesson(cast.shelf, title="A lesson", blocks=parts)
    given = make.give_lesson(cast.hist, version)
    place = cast.hist.enrolments.get(user=cast.irina)
    keys = list(Block.objects.filter(version=version).values_list("key", flat=True))
    now = clock.now()
    make.work(given.assignment, cast.irina, started_at=now)
    ReadingPlace.objects.create(enrolment=place, lesson=version.lesson, part=keys[0], at=now - DAY, done_at=now - DAY)
    ReadingPlace.objects.create(enrolment=place, lesson=version.lesson, part=keys[1], at=now)
    sign_in(client, cast.irina)
    body = client.get("/").content.decode()
    assert "Part 2 of 3 · Part 2" in body
    assert "1 of 3 parts done" in body
    assert f'href="/c/{cast.hist.public_id}/l/{version.lesson.slug}/">Continue reading' in body


def test_student_home_says_when_nothing_is_due_and_what_opens_next(client, cast, sign_in, quiz, standing_clock):
    sign_in(client, cast.olga)
    assert "Nothing here yet." in client.get("/").content.decode()
    done = quiz("Done")
    make.work(done, cast.irina, done_at=standing_clock())
    sign_in(client, cast.irina)
    assert "Nothing due. You are up to date." in client.get("/").content.decode()


def test_student_home_puts_a_time_that_runs_first_and_says_until_when(client, cast, sign_in, quiz, standing_clock):
    """On Monday 2 March at 9. The task page says it as well: who leaves does not stop the clock."""
    quiz("Late", due_at=standing_clock() - DAY)
    for title, minutes in (("Long", 90), ("Short", 30), ("Without limit", None)):
        given = quiz(title).assignedassessment
        given.minutes = minutes
        given.save(update_fields=["minutes"])
        begin(given, cast.irina)
    sign_in(client, cast.irina)
    body = client.get("/").content.decode()
    assert headings(body) == [
        "Your time is running", "Answer: Short", "Answer: Long", "Late, still open", "Answer: Late",
        "No due date", "Answer: Without limit",
    ]  # fmt: skip
    assert re.findall(r"Until <time[^>]*>([^<]+)", body) == ["Mon 2 Mar, 9:30 am", "Mon 2 Mar, 10:30 am"]
    task = client.get(re.search(r'href="([^"]+)">Answer: Short', body)[1]).content.decode()
    assert re.search(
        r"Your time is running</strong>, also while you are away: until <time[^>]*>Mon 2 Mar, 9:30 am", task
    )
    standing_clock.advance(hours=1)
    assert headings(client.get("/").content.decode())[:2] == ["Your time is running", "Answer: Long"]


def test_student_home_offers_no_button_before_the_opening(client, cast, sign_in, quiz, standing_clock):
    quiz("Not yet", opens_at=standing_clock() + DAY)
    sign_in(client, cast.irina)
    body = client.get("/").content.decode()
    assert "Opens Tue 3 Mar, 9:00 am" in body
    assert "/t/" not in body


def test_student_home_of_a_moved_student_is_that_of_the_new_class(client, cast, sign_in, quiz):
    quiz("Of the old class")
    quiz("Of the new class", room=cast.other)
    place = cast.hist.enrolments.get(user=cast.irina)
    place.left_at = clock.now()
    place.save(update_fields=["left_at"])
    make.enrolment(cast.other, cast.irina)
    sign_in(client, cast.irina)
    assert headings(client.get("/").content.decode()) == ["No due date", "Answer: Of the new class"]


def test_student_home_takes_ten_queries_at_any_size(client, cast, sign_in, quiz, query_count_is_constant):
    version = make.lesson(cast.shelf)
    given = make.give_lesson(cast.hist, version)
    make.work(given.assignment, cast.irina, started_at=clock.now())
    place, key = cast.hist.enrolments.get(user=cast.irina), Block.objects.filter(version=version, kind="part").get().key
    ReadingPlace.objects.create(enrolment=place, lesson=version.lesson, part=key)
    quiz("One")
    sign_in(client, cast.irina)

    def grow():
        for n in range(5):
            room = make.classroom(teachers=[cast.ana], students=[cast.irina])
            for m in range(4):
                quiz(f"Quiz {n} {m}", room=room)
            make.give_lesson(room, make.lesson(cast.shelf))

    assert query_count_is_constant(lambda: client.get("/"), grow) <= 10


def numbers(body: str) -> dict[str, int]:
    return {words: int(count) for words, count in re.findall(r'<h2 id="[\w-]+">([^<(]+) \((\d+)\)</h2>', body)}


@pytest.fixture
def busy(cast, quiz, standing_clock):
    """One quiz to mark by Irina; one closed, that Irina and Omar did not hand in; one more late; one opens soon."""
    now = standing_clock()
    make.work(quiz("To mark"), cast.irina, done_at=now)
    quiz("Closed", due_at=now - 3 * DAY, closes_at=now - DAY)
    quiz("Late", due_at=now - DAY)
    quiz("Opens soon", opens_at=now + DAY)


def test_teacher_home_counts_equal_the_lists_they_lead_to(client, cast, sign_in, busy):
    sign_in(client, cast.ana)
    body = client.get("/").content.decode()
    assert numbers(body) == {"To mark": 1, "Not handed in": 2, "Starting this week": 1, "Needs a look": 2}
    for state, count in (("to_mark", 1), ("not_handed_in", 2)):
        (link,) = re.findall(rf'href="([^"]+\?state={state})">(?:\d+) in', body)
        listed = client.get(link).content.decode()
        assert len(re.findall(r"<bdi>(?:Kim, Irina|Said, Omar)</bdi>", listed)) == count


def test_class_home_for_its_teacher_has_the_same_numbers_and_bars_with_lists(client, cast, sign_in, busy):
    sign_in(client, cast.ana)
    body = client.get(f"/c/{cast.hist.public_id}/").content.decode()
    assert numbers(body) == {"To mark": 1, "Not handed in": 2, "Needs a look": 2}
    assert "1 of 2 handed in, 1 not started." in body
    assert "state=handed_in" in body
    assert "2 past their date and not handed in" in body


def test_class_home_for_a_student_is_the_plan_with_her_own_states(client, cast, sign_in, busy):
    sign_in(client, cast.irina)
    body = client.get(f"/c/{cast.hist.public_id}/").content.decode()
    assert headings(body) == ["Answer: Closed", "Answer: Late", "Answer: Opens soon", "Answer: To mark"]
    assert "Omar" not in body


@pytest.mark.parametrize(
    ("who", "status"), [("ana", 200), ("mia", 200), ("irina", 200), ("tom", 404), ("lena", 404), ("adam", 404)]
)
def test_class_home_is_for_its_people(client, cast, sign_in, who, status):
    sign_in(client, getattr(cast, who))
    assert client.get(f"/c/{cast.hist.public_id}/").status_code == status


def test_teacher_pages_ask_as_much_for_many(client, cast, sign_in, quiz, busy, query_count_is_constant):
    sign_in(client, cast.ana)

    def grow():
        for n in range(4):
            make.enrolment(cast.hist, make.user())
            quiz(f"More {n}")
            room = make.classroom(teachers=[cast.ana], students=[make.user()])
            quiz(f"There {n}", room=room)

    assert query_count_is_constant(lambda: client.get("/"), grow) <= 20
    assert query_count_is_constant(lambda: client.get(f"/c/{cast.hist.public_id}/"), grow) <= 20


def test_somebody_who_teaches_and_learns_can_switch(client, cast, sign_in, quiz):
    make.enrolment(cast.other, cast.mia)
    quiz("To learn", room=cast.other)
    sign_in(client, cast.mia)
    body = client.get("/").content.decode()
    assert ("As a student" in body, "To mark (0)" in body) == (True, True)
    assert "Answer: To learn" in client.get("/?as=student").content.decode()
    sign_in(client, cast.irina)
    assert "As a teacher" not in client.get("/?as=teacher").content.decode()


def test_admin_home_leads_to_what_is_to_fix(client, cast, sign_in):
    empty = make.classroom("Hist 7C")
    sign_in(client, cast.adam)
    body = client.get("/").content.decode()
    assert f'/classes/{empty.public_id}/edit/">Hist 7C needs a teacher' in body
    assert f'/c/{empty.public_id}/people/add/">Hist 7C needs students' in body
    assert "Hist 11B needs" not in body


def test_a_stranger_is_sent_to_the_sign_in_page(client, db):
    assert client.get("/").headers["Location"] == "/sign-in/?next=/"


def test_a_post_in_a_discussion_of_the_plan_hands_it_in(client, cast, sign_in):
    version = make.prompt(cast.shelf, "Whose speech?")
    asked = version.prompt
    make.give_lesson(
        cast.hist, make.lesson(cast.shelf, title="A lesson", blocks=[{"kind": "prompt", "prompt": version}])
    )
    give_prompt(prompt=asked, classroom=cast.hist, by=cast.ana)
    sign_in(client, cast.irina)
    assert headings(client.get("/").content.decode())[:3] == ["No due date", "Read: A lesson", "Discuss: Whose speech?"]
    client.post(f"/c/{cast.hist.public_id}/d/{asked.public_id}/", {"text": "The party's.", "op_id": str(uuid4())})
    assert headings(client.get("/").content.decode())[-2:] == ["Done (1)", "Discuss: Whose speech?"]
