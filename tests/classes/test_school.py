"""Terms, classes, moving a student, the record; what an admin sees and does not see."""

import datetime

import pytest

from coursesite.audit.actions import record
from coursesite.classes.actions import finish_work, move_student, reschedule, start_work, touch_work
from coursesite.classes.errors import ClassError
from coursesite.classes.models import Assignment, Classroom, Enrolment, SchoolTerm, Work
from coursesite.classes.policy import is_teacher_of
from tests import make


def test_term_new(client, cast, sign_in):
    sign_in(client, cast.adam)
    wrong = client.post("/terms/new/", {"name": "Spring", "starts_on": "2027-05-01", "ends_on": "2027-01-01"})
    assert wrong.status_code == 422
    assert "The last day is before the first." in wrong.content.decode()
    client.post("/terms/new/", {"name": "Spring", "starts_on": "2027-01-01", "ends_on": "2027-05-01"})
    assert SchoolTerm.objects.get(name="Spring").ends_on == datetime.date(2027, 5, 1)


def new_class(client, cast, **values):
    given = {
        "name": "Hist 12A",
        "term": SchoolTerm.objects.first().pk,
        "zone": "Europe/Oslo",
        "teachers": [cast.ana.pk, cast.tom.pk],
    }
    return client.post("/classes/new/", given | values)


def test_classroom_new_with_two_equal_teachers_in_one_form(client, cast, sign_in):
    sign_in(client, cast.adam)
    response = new_class(client, cast)
    room = Classroom.objects.get(name="Hist 12A")
    assert response.headers["Location"] == f"/c/{room.public_id}/people/"
    assert [is_teacher_of(person, room.pk) for person in (cast.ana, cast.tom)] == [True, True]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": ""}, "Enter a name, such as Hist 11B."),
        ({"zone": "Mars"}, "Enter a zone with region and city"),
        ({"teachers": []}, "Choose at least one teacher."),
        ({"name": "Hist 11B"}, "There is a class Hist 11B in this term."),
    ],
)
def test_classroom_new_says_what_to_do(client, cast, sign_in, values, words):
    sign_in(client, cast.adam)
    response = new_class(client, cast, **values)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_classroom_new_takes_no_student_as_teacher(client, cast, sign_in):
    sign_in(client, cast.adam)
    assert new_class(client, cast, teachers=[cast.irina.pk]).status_code == 422


def test_classroom_edit_changes_teachers(client, cast, sign_in):
    sign_in(client, cast.adam)
    given = {"name": "Hist 11B", "term": cast.hist.term_id, "zone": "UTC", "teachers": [cast.tom.pk]}
    client.post(f"/classes/{cast.hist.public_id}/edit/", given)
    places = cast.hist.enrolments.filter(role="teacher").order_by("user__name")
    assert [(p.user.name, p.left_at is None) for p in places] == [("Ana Ortiz", False), ("Tom Berg", True)]


def test_moving_a_student_keeps_her_work_for_her_and_her_old_teacher(client, cast, sign_in):
    given = make.assignment(cast.hist)
    work = make.work(given, cast.irina, done_at="2026-01-01T00:00:00Z")
    sign_in(client, cast.adam)
    response = client.post(f"/c/{cast.hist.public_id}/people/{cast.irina.public_id}/move/", {"to": cast.other.pk})
    assert response.headers["Location"] == f"/c/{cast.other.public_id}/people/"
    old = cast.hist.enrolments.get(user=cast.irina)
    assert old.left_at is not None
    assert cast.other.enrolments.get(user=cast.irina).is_current_student
    assert [
        who.name for who in (cast.irina, cast.ana, cast.tom, cast.adam) if work in Work.objects.visible_to(who)
    ] == [
        "Irina Kim",
        "Ana Ortiz",
    ]


def test_moving_back_opens_the_old_place_again(cast):
    place = cast.hist.enrolments.get(user=cast.irina)
    new = move_student(enrolment=place, to=cast.other, by=cast.adam)
    assert move_student(enrolment=new, to=cast.hist, by=cast.adam) == place
    with pytest.raises(ClassError):
        move_student(enrolment=new, to=cast.hist, by=cast.adam)


def test_move_form_says_what_it_keeps_and_refuses_no_choice(client, cast, sign_in):
    sign_in(client, cast.adam)
    address = f"/c/{cast.hist.public_id}/people/{cast.irina.public_id}/move/"
    assert "is kept" in client.get(address).content.decode()
    assert client.post(address, {"to": ""}).status_code == 422
    assert client.post(address, {"to": cast.hist.pk}).status_code == 422


@pytest.mark.parametrize(
    ("who", "status"), [("adam", 200), ("ana", 200), ("mia", 200), ("irina", 404), ("tom", 404), ("olga", 404)]
)
def test_people_of_a_class(client, cast, sign_in, who, status):
    sign_in(client, getattr(cast, who))
    assert client.get(f"/c/{cast.hist.public_id}/people/").status_code == status


def test_people_offers_a_reset_to_teachers_an_admin_has_it_on_the_persons_page(client, cast, sign_in):
    for who, count in (("ana", 2), ("mia", 0), ("adam", 0)):
        sign_in(client, getattr(cast, who))
        body = client.get(f"/c/{cast.hist.public_id}/people/").content.decode()
        assert body.count("Reset passphrase<") == count


@pytest.mark.parametrize("who", ["ana", "mia", "irina", "olga"])
def test_the_school_is_managed_by_admins_only(client, cast, sign_in, who):
    sign_in(client, getattr(cast, who))
    for path in ("/terms/", "/terms/new/", "/classes/new/", f"/classes/{cast.hist.public_id}/edit/", "/log/"):
        assert client.get(path).status_code == 404
    assert client.get(f"/c/{cast.hist.public_id}/people/{cast.omar.public_id}/move/").status_code == 404


def test_classroom_list_shows_ones_own_and_all_to_an_admin(client, cast, sign_in):
    for who, rooms in (
        ("ana", [True, False]),
        ("lena", [False, True]),
        ("adam", [True, True]),
        ("olga", [False, False]),
    ):
        sign_in(client, getattr(cast, who))
        body = client.get("/classes/").content.decode()
        assert [f">{name}</a>" in body for name in ("Hist 11B", "Hist 9A")] == rooms


def test_lists_ask_as_much_for_many(client, cast, sign_in, query_count_is_constant):
    sign_in(client, cast.adam)

    def grow():
        for _ in range(5):
            make.classroom(teachers=[cast.ana, cast.tom], students=[make.user() for _ in range(4)])
            make.enrolment(cast.hist, make.user())

    query_count_is_constant(lambda: client.get("/classes/"), grow)
    query_count_is_constant(lambda: client.get(f"/c/{cast.hist.public_id}/people/"), grow)


def test_log_says_who_did_what_and_is_filtered_and_paged(client, cast, sign_in):
    for n in range(60):
        record(by=cast.ana, verb="dates_change", target=f"thing {n}")
    record(by=cast.adam, verb="passphrase_reset", target=cast.irina)
    sign_in(client, cast.adam)
    body = client.get("/log/").content.decode()
    assert "reset the passphrase of" in body
    assert "thing 11" in body
    assert "thing 10<" not in body
    older = body.split('href="?before=')[1].split('"')[0]
    assert "thing 10<" in client.get("/log/", {"before": older}).content.decode()
    assert "thing 59" not in client.get("/log/", {"verb": "passphrase_reset"}).content.decode()
    about = client.get("/log/", {"person": cast.irina.public_id}).content.decode()
    assert ("reset the passphrase of" in about, "thing 59" in about) == (True, False)


def test_the_cell_is_made_once_started_once_and_finished(cast, standing_clock):
    given, place = make.assignment(cast.hist), cast.hist.enrolments.get(user=cast.irina)
    work = touch_work(assignment=given, enrolment=place)
    assert touch_work(assignment=given, enrolment=place) == work
    first = standing_clock()
    start_work(work=work)
    standing_clock.advance(minutes=5)
    start_work(work=work)
    finish_work(work=work, at=standing_clock())
    work.refresh_from_db()
    assert (work.started_at, work.done_at) == (first, standing_clock())


def test_reschedule_moves_dates_and_refuses_a_wrong_order(cast, standing_clock):
    given = make.assignment(cast.hist)
    day = datetime.timedelta(days=1)
    now = standing_clock()
    reschedule(assignment=given, by=cast.ana, opens_at=None, due_at=now, closes_at=now + day)
    assert Assignment.objects.get(pk=given.pk).due_at == now
    with pytest.raises(ClassError, match="closing date is before"):
        reschedule(assignment=given, by=cast.ana, opens_at=None, due_at=now, closes_at=now - day)


def test_an_admin_sees_no_class_from_inside(client, cast, sign_in):
    sign_in(client, cast.adam)
    assert client.get(f"/c/{cast.hist.public_id}/").status_code == 404
    assert not Enrolment.objects.visible_to(cast.adam).exists()
