"""Extra time set once, seen by few; more time in two clicks, for several at once, with an undo; dates in several classes."""

import datetime
from decimal import Decimal

import pytest

from coursesite.audit.models import Event
from coursesite.classes.actions import extend_works, set_accommodation
from coursesite.classes.due import Own, stamp
from coursesite.classes.errors import ClassError
from coursesite.classes.models import Accommodation, Assignment, Enrolment, Work
from coursesite.classes.queries import own_of
from tests import make
from tests.access import ACCESS
from tests.assessments.parts import begin, quiz
from tests.bodies import address, parts_of
from tests.routes import read, read_table
from tests.test_hidden import BY_NAME

DAY, MINUTE = datetime.timedelta(days=1), datetime.timedelta(minutes=1)


def give(person, by, factor="1.5", seen=0, **more):
    values = {"time_factor": Decimal(factor), "untimed": False, "extra_days": 0} | more
    return set_accommodation(user=person, by=by, seen=seen, **values)


def test_extra_time_is_set_once_reaches_what_runs_and_the_student_reads_it(client, cast, sign_in, standing_clock):
    given = quiz(cast)
    given.minutes = 30
    given.save(update_fields=["minutes"])
    attempt = begin(given, cast.irina)
    page = f"/people/{cast.irina.public_id}/time/"
    ana = sign_in(client, cast.ana)
    body = {"time": "1.5", "extra_days": 0, "seen": 0}
    told = ana.post(page, body, follow=True).content.decode()
    assert "1 attempt runs now with a new end." in told
    assert "It applies to 1 open task now." in told
    assert "is running, until" in told and "Mon 2 Mar, 9:45 am" in told
    attempt.refresh_from_db()
    assert attempt.closes_at == standing_clock() + 45 * MINUTE
    assert ana.post(page, body).status_code == 409  # what she saw is not what stands
    assert ana.post(page, body | {"seen": 1, "time": "own"}).status_code == 422
    looks = Event.objects.filter(verb="accommodation_view", actor=cast.ana.public_id)
    assert looks.count() == 2  # the refused change showed it again
    irina = sign_in(client, cast.irina)
    said = "You have one and a half times the usual time in every timed task."
    assert said in irina.get("/me/settings/").content.decode()
    assert said not in sign_in(client, cast.omar).get("/me/settings/").content.decode()
    task = sign_in(client, cast.irina).get(f"/c/{cast.hist.public_id}/t/{given.assignment.public_id}/")
    assert "45 minutes from when you start, with your extra time" in task.content.decode()


@pytest.mark.parametrize("who", ["tom", "mia", "irina", "omar", "olga"])
def test_nobody_else_finds_the_page(client, cast, sign_in, who):
    give(cast.irina, cast.ana)
    assert sign_in(client, getattr(cast, who)).get(f"/people/{cast.irina.public_id}/time/").status_code == 404


def test_who_no_longer_teaches_the_student_sees_it_no_more(client, cast, sign_in):
    give(cast.irina, cast.ana)
    Enrolment.objects.filter(user=cast.irina).update(left_at=datetime.datetime.now(datetime.UTC))
    assert sign_in(client, cast.ana).get(f"/people/{cast.irina.public_id}/time/").status_code == 404


MAY_SEE = {"teacher", "admin", "classmate"}
PAGES = [row for row in read_table(ACCESS) if row.method == "GET" and row.route in BY_NAME]


@pytest.mark.once
@pytest.mark.parametrize("who", ["student", "marker", "teacher", "classmate"])
def test_the_factor_stands_on_no_page_but_its_own(world, visitors, who):
    """Omar has 1.37 times the usual time: nobody but he, his teachers and admins meets the number, and they on one page."""
    shows = set()
    for row in PAGES:
        if row.expected[who] == "200":
            path = address(BY_NAME[row.route], parts_of(BY_NAME[row.route], row, world.here))
            if "1.37" in read(visitors.ask(who, "GET", path).response):
                shows.add(str(row))
    own = {"teacher": {"GET classes:student_time (person=classmate)"}, "classmate": {"GET accounts:settings"}}
    assert shows == own.get(who, set())


def test_more_time_is_two_clicks_from_the_list_and_one_undoes_it(client, cast, sign_in, standing_clock):
    now = standing_clock()
    given = quiz(cast, due_at=now + DAY, closes_at=now + 2 * DAY)
    base = f"/c/{cast.hist.public_id}"
    extend = f"{base}/a/{given.assignment.public_id}/extend/"
    one = f"{extend}?person={cast.irina.public_id}"
    ana = sign_in(client, cast.ana)
    make.work(make.assignment(cast.hist), cast.irina)  # another cell of hers: she stands in the list once all the same
    assert ana.get(f"{base}/t/{given.assignment.public_id}/hand-ins/").content.decode().count(one) == 1
    assert one in ana.get(f"{base}/people/{cast.irina.public_id}/").content.decode()
    assert f"{base}/people/{cast.irina.public_id}/" in ana.get(f"{base}/table/").content.decode()
    assert "+1 week" in ana.get(one).content.decode()
    done = ana.post(extend, {"person": str(cast.irina.public_id), "preset": "week"}, follow=True)
    assert "Changed for Irina Kim." in done.content.decode()
    work = Work.objects.get(assignment=given.assignment)
    assert (work.due_at, work.closes_at) == (now + 8 * DAY, now + 9 * DAY)
    home = sign_in(client, cast.irina).get("/").content.decode()
    assert "extended for you" in home
    event = Event.objects.filter(verb="extension_give").first()
    undone = sign_in(client, cast.ana).post(f"{extend}undo/", {"event": event.pk}, follow=True)
    assert "Undone for 1 student." in undone.content.decode()
    work.refresh_from_db()
    assert (work.due_at, work.closes_at) == (None, None)


def test_several_students_at_once_keep_what_is_not_said(client, cast, sign_in, standing_clock):
    now = standing_clock()
    given = quiz(cast, due_at=now + DAY)
    irina, omar = (Enrolment.objects.get(user=person) for person in (cast.irina, cast.omar))
    extend_works(assignment=given.assignment, wanted={irina: Own(extra_minutes=5)}, by=cast.ana)
    extend = f"/c/{cast.hist.public_id}/a/{given.assignment.public_id}/extend/"
    both = {"person": [str(cast.irina.public_id), str(cast.omar.public_id)]}
    ana = sign_in(client, cast.ana)
    assert ana.post(extend, {}).status_code == 422
    assert ana.post(extend, both | {"due_time": "10:00"}).status_code == 422
    assert ana.post(extend, both | {"due_date": "2026-03-09", "due_time": "10:00"}).status_code == 302
    due_at = datetime.datetime(2026, 3, 9, 10, tzinfo=datetime.UTC)
    found = [(work.enrolment, work.due_at, work.extra_minutes) for work in Work.objects.order_by("enrolment")]
    assert found == [(irina, due_at, 5), (omar, due_at, 0)]


@pytest.mark.parametrize(
    ("kind", "words"), [("excuse", "Excused"), ("again", "In progress")], ids=["excused", "the excuse taken back"]
)
def test_an_excuse_is_an_extension_too(client, cast, sign_in, kind, words):
    given = make.assignment(cast.hist, "A talk")
    make.work(given, cast.irina, started_at=datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC))
    extend = f"/c/{cast.hist.public_id}/a/{given.public_id}/extend/"
    ana, who = sign_in(client, cast.ana), {"person": str(cast.irina.public_id)}
    ana.post(extend, who | {"excused": "on", "seen": stamp(Own())})
    if kind == "again":
        ana.post(extend, who | {"seen": stamp(Own(excused=True))})
    assert words in ana.get(f"/c/{cast.hist.public_id}/people/{cast.irina.public_id}/").content.decode()


def test_what_another_teacher_gave_meanwhile_is_not_written_over(client, cast, sign_in, standing_clock):
    given = quiz(cast, due_at=standing_clock() + DAY)
    place = Enrolment.objects.get(user=cast.irina)
    extend = f"/c/{cast.hist.public_id}/a/{given.assignment.public_id}/extend/"
    ana, who = sign_in(client, cast.ana), {"person": str(cast.irina.public_id)}
    form = ana.get(extend, who).context["form"]
    typed = who | {"seen": form["seen"].value(), "extra_tries": 2}
    extend_works(assignment=given.assignment, wanted={place: Own(extra_minutes=15)}, by=cast.ana)
    refused = ana.post(extend, typed, headers={"host": "testserver", "referer": f"http://testserver{extend}"})
    said = refused.content.decode()
    assert (refused.status_code, "This was changed a moment ago" in said, f'href="{extend}"' in said) == (
        409,
        True,
        True,
    )
    assert own_of(Work.objects.get()) == Own(extra_minutes=15)
    seen = ana.get(extend, who).context["form"]["seen"].value()
    for _ in range(2):  # pressed twice, it is given once and nobody is told of a conflict
        assert ana.post(extend, typed | {"seen": seen, "extra_minutes": 15}).status_code == 302
    assert own_of(Work.objects.get()) == Own(extra_minutes=15, extra_tries=2)


def test_an_undo_is_refused_where_somebody_changed_it_since(client, cast, sign_in, standing_clock):
    given = make.assignment(cast.hist, due_at=standing_clock() + DAY)
    place = Enrolment.objects.get(user=cast.irina)
    first = extend_works(assignment=given, wanted={place: Own(extra_minutes=5)}, by=cast.ana)
    other = make.user("Ben Teacher")
    make.enrolment(cast.hist, other, "teacher")
    extend_works(assignment=given, wanted={place: Own(extra_minutes=15)}, by=other)
    undo = f"/c/{cast.hist.public_id}/a/{given.public_id}/extend/undo/"
    assert sign_in(client, cast.ana).post(undo, {"event": first.event.pk}).status_code == 409
    assert Work.objects.get().extra_minutes == 15
    standing_clock.advance(hours=2)
    assert client.post(undo, {"event": first.event.pk}).status_code == 404


def test_an_extension_said_twice_changes_nothing_the_second_time(cast):
    given = make.assignment(cast.hist)
    place = Enrolment.objects.get(user=cast.irina)
    wanted = {place: Own(extra_tries=1)}
    assert extend_works(assignment=given, wanted=wanted, by=cast.ana).students == 1
    assert extend_works(assignment=given, wanted=wanted, by=cast.ana).event is None
    with pytest.raises(ClassError, match="closing date is before"):
        moment = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)
        extend_works(assignment=given, wanted={place: Own(moment, moment - DAY)}, by=cast.ana)


def test_dates_of_one_quiz_in_two_classes_at_the_hour_of_each(client, cast, sign_in, standing_clock):
    given = quiz(cast)
    oslo = make.classroom("Hist 12", teachers=[cast.ana], zone="Europe/Oslo")
    there = make.give_assessment(oslo, given.assessment)
    make.give_assessment(cast.other, given.assessment)  # Tom's class is not offered
    page = f"/c/{cast.hist.public_id}/a/{given.assignment.public_id}/dates/"
    ana = sign_in(client, cast.ana)
    assert "Hist 9A" not in ana.get(page).content.decode()
    body = {"due_date": "2026-03-09", "due_time": "10:00", "late_percent": "10"}
    assert ana.post(page, body | {"also": there.assignment.pk}).status_code == 302
    found = [
        (one.due_at.hour, one.late_percent)
        for one in Assignment.objects.filter(pk__in=[given.assignment.pk, there.assignment.pk]).order_by("pk")
    ]
    assert found == [(10, 0), (9, 0)]  # what lateness costs is changed under Settings alone
    wrong = ana.post(page, body | {"closes_date": "2026-03-08"})
    assert wrong.status_code == 422 and "Choose a later closing date." in wrong.content.decode()


def test_the_log_of_extra_time_only_grows(cast):
    give(cast.irina, cast.ana)
    give(cast.irina, cast.adam, seen=1, untimed=True)
    assert [(one.n, one.untimed, one.by) for one in Accommodation.objects.all()] == [
        (1, False, cast.ana),
        (2, True, cast.adam),
    ]
    with pytest.raises(ClassError, match="changed a moment ago"):
        give(cast.irina, cast.ana, seen=1)


def test_a_closing_date_that_goes_while_feedback_waits_for_it_is_warned_of(client, cast, sign_in, standing_clock):
    given = quiz(cast, closes_at=standing_clock() + DAY, feedback="closed")
    page = f"/c/{cast.hist.public_id}/a/{given.assignment.public_id}/dates/"
    ana, words = sign_in(client, cast.ana), "Without a closing date they never do"
    assert words not in ana.get(page).content.decode()
    assert words in ana.post(page, {}, follow=True).content.decode()
    given.feedback = "release"
    given.save(update_fields=["feedback"])
    assert words not in ana.get(page).content.decode()
