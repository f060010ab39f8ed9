"""Adding students from a pasted list."""

import html
import re

import pytest

from coursesite.accounts.models import User
from coursesite.audit.models import Event
from coursesite.classes.actions import add_students, preview_roster
from coursesite.classes.errors import RosterChanged
from coursesite.classes.models import Enrolment
from coursesite.classes.rosterlist import read_list
from tests import make

LIST = """\ufeffName;User name;School id;E-mail
Zoë Ångström;zoe.angstrom;0042;zoe@example.org
Irina Kim;irina.kim;;
Olga Outsider;olga.outsider;;
No Name Here;;;
"""


def rows_of(text: str) -> list[tuple]:
    return [(line.number, line.name, line.username, line.external_id, line.email) for line in read_list(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Zoë Ångström;zoe;0042;z@example.org",
        "Zoë Ångström\tzoe\t0042\tz@example.org",
        "Zoë Ångström,zoe,0042,z@example.org",
        "\ufeffZoë Ångström; zoe ;0042;z@example.org;",
        "Zoe\u0308 A\u030angstro\u0308m;zoe;0042;z@example.org",
    ],
)
def test_separators_marks_and_leading_zeros(text):
    assert rows_of(text) == [(1, "Zoë Ångström", "zoe", "0042", "z@example.org")]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "E-Mail,Student ID,Login,Full name\nz@example.org,0042,zoe,Zoë A",
            (2, "Zoë A", "zoe", "0042", "z@example.org"),
        ),
        ("sep=;\nName;User\n\nZoë A;zoe", (4, "Zoë A", "zoe", "", "")),
        ('"Ångström, Zoë",zoe', (1, "Ångström, Zoë", "zoe", "", "")),
        ("Zoë A;zoe\r\n", (1, "Zoë A", "zoe", "", "")),
    ],
)
def test_headings_in_any_order_and_quoted_names(text, row):
    assert rows_of(text) == [row]


def test_problems_say_the_row_and_what_to_do():
    lines = read_list("Ana A;ana a\nBo B;\nCy C;cy;1;nobody\nDi D;di;1\nEd E;DI;2")
    assert [(line.number, line.problem) for line in lines] == [
        (1, "The user name “ana a” may have letters, digits and . - _ @ only. Change it."),
        (2, "Add a user name after the name."),
        (3, "“nobody” is not an e-mail address. Correct it or leave it out."),
        (4, "The school id 1 stands in row 3 as well. Keep one of them."),
        (5, "The user name di stands in row 4 as well. Keep one of them."),
    ]


def test_too_many_rows_are_refused():
    with pytest.raises(ValueError, match="The list has 201 rows"):
        read_list("\n".join(f"A B;ab{n}" for n in range(201)))


def test_a_preview_writes_nothing_and_tells_each_row(client, cast, sign_in):
    before = (User.objects.count(), Enrolment.objects.count(), Event.objects.count())
    preview = preview_roster(classroom=cast.hist, text=LIST)
    assert [(row.line.number, row.state) for row in preview.rows] == [
        (2, "new"),
        (3, "here"),
        (4, "joins"),
        (5, "to_fix"),
    ]
    assert (User.objects.count(), Enrolment.objects.count(), Event.objects.count()) == before


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Ana Ortiz;ana.ortiz", "Ana Ortiz is a teacher or an admin."),
        ("Some Body;IRINA.kim;77", "Irina Kim has the user name irina.kim."),
        ("Some Body;some.body;;omar@example.org", "Omar Said has this e-mail address."),
        ("Lena Papp;lena.papp", "The account of Lena Papp is closed."),
        ("Olga Outsider;olga.outsider", "Olga Outsider marks in this class"),
    ],
)
def test_rows_that_clash_with_people_are_to_fix(cast, row, words):
    User.objects.filter(pk=cast.irina.pk).update(external_id="0017")
    User.objects.filter(pk=cast.omar.pk).update(email="Omar@example.org")
    User.objects.filter(pk=cast.lena.pk).update(is_active=False)
    make.enrolment(cast.hist, cast.olga, "marker")
    (found,) = preview_roster(classroom=cast.hist, text=row).rows
    assert found.state == "to_fix"
    assert found.words.startswith(words)


def test_add_students_as_the_preview_said_and_twice_changes_nothing(cast):
    preview = preview_roster(classroom=cast.hist, text=LIST)
    _, added = add_students(classroom=cast.hist, text=LIST, digest=preview.digest, by=cast.adam)
    assert [(one.person.username, bool(one.passphrase)) for one in added] == [
        ("zoe.angstrom", True),
        ("olga.outsider", False),
    ]
    zoe = User.objects.get(username="zoe.angstrom")
    assert (zoe.external_id, zoe.email, zoe.must_change_password) == ("0042", "zoe@example.org", True)
    assert zoe.check_password(added[0].passphrase)
    assert preview_roster(classroom=cast.hist, text=LIST).to_add == 0


AWKWARD = """Name\tUser name\tSchool id\tE-mail
Ångström, Zoë\tÉva.Å\t0007\tÉva@example.org
<script>alert(1)</script> Smith\tscript.smith\t=1+1\t
محمد علي\tmohammed.ali\t٠٠١\t
O’Brien, Siân \u202etxet\tsian.obrien\t'0012\t
Nguyễn Thị Minh Khai\tminh.khai\t0012\t"""


def test_awkward_names_are_kept_as_they_are_and_a_second_time_nothing_is_new(client, cast, sign_in):
    """Capitals that some databases cannot make small, tags, right-to-left names, ids that a spreadsheet would change."""
    sign_in(client, cast.adam)
    where = f"/c/{cast.hist.public_id}/people/add/"
    looked = client.post(where, {"text": AWKWARD}).content.decode()
    added = client.post(where, hidden(looked))
    body = added.content.decode()
    assert (added.status_code, "<script>alert" in body, "&lt;script&gt;alert(1)&lt;/script&gt; Smith" in body) == (
        200, False, True,
    )  # fmt: skip
    assert list(User.objects.exclude(external_id="").order_by("pk").values_list("name", "external_id")) == [
        ("Zoë Ångström", "0007"),
        ("<script>alert(1)</script> Smith", "=1+1"),
        ("محمد علي", "٠٠١"),
        ("Siân txet O’Brien", "'0012"),
        ("Nguyễn Thị Minh Khai", "0012"),
    ]
    again = preview_roster(classroom=cast.hist, text=AWKWARD)
    assert (again.to_add, again.here, again.to_fix) == (0, 5, 0)
    without_ids = preview_roster(classroom=cast.other, text="Zoë Ångström\tÉva.Å")
    assert [row.state for row in without_ids.rows] == ["joins"]


def test_a_row_whose_account_has_another_name_says_whose_it_is(client, cast, sign_in):
    """Two people with one user name: the second would otherwise be left out without a word."""
    sign_in(client, cast.adam)
    where = f"/c/{cast.hist.public_id}/people/add/"
    rows = preview_roster(classroom=cast.hist, text="Kim, Irina;irina.kim").rows
    assert [(row.state, row.other_name) for row in rows] == [("here", False)]
    other = preview_roster(classroom=cast.hist, text="Xavier Nowak;irina.kim").rows
    assert [(row.state, row.other_name, row.person.name) for row in other] == [("here", True, "Irina Kim")]
    body = client.post(where, {"text": "Xavier Nowak;irina.kim"}).content.decode()
    assert "Already here as <bdi>Irina Kim</bdi>: nothing changes. Is this somebody else?" in body


def test_rows_to_fix_stand_first(cast):
    looked = preview_roster(classroom=cast.hist, text="A B;ab\nC D\nE F;ef\nG H;g h")
    assert [(row.line.number, row.state) for row in looked.rows_to_read] == [
        (2, "to_fix"), (4, "to_fix"), (1, "new"), (3, "new"),
    ]  # fmt: skip


def test_add_students_refuses_when_the_class_has_changed(cast):
    preview = preview_roster(classroom=cast.hist, text=LIST)
    make.enrolment(cast.hist, cast.lena)
    with pytest.raises(RosterChanged):
        add_students(classroom=cast.hist, text=LIST, digest=preview.digest, by=cast.adam)
    assert not User.objects.filter(username="zoe.angstrom").exists()


def hidden(body: str) -> dict[str, str]:
    digest = re.search(r'name="digest" value="(\w{64})"', body)[1]
    text = re.search(r'<textarea name="text" hidden>\n(.*?)</textarea>', body, re.S)[1]
    return {"digest": digest, "text": html.unescape(text)}


def test_students_add_page_looks_confirms_and_shows_passphrases_once(client, cast, sign_in):
    sign_in(client, cast.adam)
    address = f"/c/{cast.hist.public_id}/people/add/"
    looked = client.post(address, {"text": LIST})
    body = looked.content.decode()
    assert "2 to add, 1 already here, 1 to fix" in body
    assert "Add a user name after the name." in body
    confirmed = client.post(address, hidden(body))
    assert "2 students added to Hist 11B" in confirmed.content.decode()
    assert len(re.findall(r"<code>[a-z]+-[a-z]+-[a-z]+-[a-z]+-\d\d</code>", confirmed.content.decode())) == 1
    again = client.post(address, hidden(body))
    assert again.status_code == 409
    assert "The class changed after you looked at the list." in again.content.decode()


def test_students_add_page_keeps_what_cannot_be_read(client, cast, sign_in):
    sign_in(client, cast.adam)
    address = f"/c/{cast.hist.public_id}/people/add/"
    assert client.post(address, {"text": ""}).status_code == 422
    many = client.post(address, {"text": "\n".join(f"A B;ab{n}" for n in range(201))})
    assert many.status_code == 422
    assert "A B;ab200" in many.content.decode()


@pytest.mark.parametrize("who", ["ana", "irina", "tom", "olga"])
def test_only_admins_add_students(client, cast, sign_in, who):
    sign_in(client, getattr(cast, who))
    assert client.post(f"/c/{cast.hist.public_id}/people/add/", {"text": LIST}).status_code == 404
