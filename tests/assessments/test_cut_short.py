"""Extra time is seen by few: whom a closing date cuts short stands on a page of its own, and each look is recorded."""

import datetime
from decimal import Decimal

from coursesite.audit.models import Event
from coursesite.classes.actions import set_accommodation
from tests.assessments.parts import begin, quiz

MINUTE = datetime.timedelta(minutes=1)


def cut_short_here(cast, now):
    """A test of 30 minutes that closes in 20 minutes; Irina has double time."""
    given = quiz(cast, kinds=("single",), closes_at=now + 20 * MINUTE)
    given.minutes = 30
    given.save(update_fields=["minutes"])
    set_accommodation(user=cast.irina, by=cast.ana, time_factor=Decimal(2), untimed=False, extra_days=0, seen=0)
    return given, f"/c/{cast.hist.public_id}/t/{given.assignment.public_id}/watch/"


def looks(person):
    return [event.actor_name for event in Event.objects.filter(verb="accommodation_view", target__endswith=person.name)]


def test_watch_says_how_many_and_its_own_page_whom_and_records_who_looked(client, cast, sign_in, standing_clock):
    _, address = cut_short_here(cast, standing_clock())
    ana = sign_in(client, cast.ana)
    watch = ana.get(address).content.decode()
    assert "leaves less than the whole time to 1 student." in watch
    assert looks(cast.irina) == []
    assert "More time for <bdi>Irina" in ana.get(f"{address}cut-short/").content.decode()
    assert looks(cast.irina) == ["Ana Ortiz"]


def test_markers_meet_neither_the_number_nor_the_names_nor_who_has_more_time(client, cast, sign_in, standing_clock):
    given, address = cut_short_here(cast, standing_clock())
    begin(given, cast.omar)
    mia = sign_in(client, cast.mia)
    watch = mia.get(address).content.decode()
    assert ["whole time" in watch, "Time left" in watch, "20 min" in watch] == [False, False, False]
    assert mia.get(f"{address}cut-short/").status_code == 403
    teacher = sign_in(client, cast.ana).get(address).content.decode()
    assert ["Time left" in teacher, "20 min" in teacher] == [True, True]


def test_who_sets_extra_time_is_told_what_a_closing_date_cuts_short(client, cast, sign_in, standing_clock):
    given, _ = cut_short_here(cast, standing_clock())
    room, task = cast.hist.public_id, given.assignment.public_id
    address, more = f"/people/{cast.irina.public_id}/time/", f"/c/{room}/a/{task}/extend/?person={cast.irina.public_id}"
    warning = "leaves Irina Kim less than the whole time"
    teacher = sign_in(client, cast.ana).get(address).content.decode()
    admin = sign_in(client, cast.adam).get(address).content.decode()
    assert [(warning in page, more in page) for page in (teacher, admin)] == [(True, True), (True, False)]
    given.assignment.closes_at += 60 * MINUTE
    given.assignment.save(update_fields=["closes_at"])
    assert warning not in client.get(address).content.decode()


def test_nobody_is_recorded_where_nobody_is_named(client, cast, sign_in, standing_clock):
    given = quiz(cast, kinds=("single",), closes_at=standing_clock() + 20 * MINUTE)
    page = sign_in(client, cast.ana).get(f"/c/{cast.hist.public_id}/t/{given.assignment.public_id}/watch/cut-short/")
    assert "The closing date leaves everybody their whole time." in page.content.decode()
    assert Event.objects.filter(verb="accommodation_view").count() == 0


def test_a_refused_change_of_extra_time_shows_it_and_is_recorded(client, cast, sign_in):
    body = {"time": "own", "extra_days": 0, "seen": 0}
    answer = sign_in(client, cast.ana).post(f"/people/{cast.irina.public_id}/time/", body)
    assert (answer.status_code, looks(cast.irina)) == (422, ["Ana Ortiz"])


def test_minutes_for_the_whole_class_are_undone_under_to_some_students(client, cast, sign_in, standing_clock):
    given, address = cut_short_here(cast, standing_clock())
    ana = sign_in(client, cast.ana)
    assert ana.post(f"{address}time/", {"minutes": 5}).status_code == 302
    choose = ana.get(f"/c/{cast.hist.public_id}/a/{given.assignment.public_id}/extend/").content.decode()
    event = Event.objects.get(verb="extension_give")
    assert ["extend/undo/" in choose, f'name="event" value="{event.pk}"' in choose] == [True, True]
