"""S15: who reads a note, on every way out: the page, the count, the lists, the export. Counts tell nothing of private ones."""

import uuid

import pytest
from django.urls import reverse
from lxml import html as lxml_html

from lessons.actions.notes import reply_to_note
from lessons.models import Post
from tests import make
from tests.lessons import noting

# visibility -> who reads Irina's note: hers, of a class of which Omar has written something himself and Pia nothing.
READERS = {
    "private": {"irina"},
    "class": {"irina", "omar", "ana", "mia"},
    "teacher": {"irina", "ana", "mia"},
}
PEOPLE = ("irina", "omar", "pia", "lena", "ana", "tom", "mia", "adam", "olga", None)


@pytest.fixture
def people(cast):
    pia = make.user("Pia Silent")
    make.enrolment(cast.hist, pia)
    return {name: pia if name == "pia" else getattr(cast, name) for name in PEOPLE if name}


@pytest.fixture
def read(cast, people):
    """The other class reads the same source, and its people have written there."""
    read = noting.reading(cast.hist, cast.shelf)
    noting.reading(cast.other, cast.other_shelf, edition=read.edition)
    make.note(cast.hist, read.passage("2"), cast.omar, "Omar's.")
    make.note(cast.other, read.passage("2"), cast.lena, "Lena's.")
    return read


def visit(client, who, address):
    client.logout()
    if who:
        client.force_login(who)
    return client.get(address)


def elsewhere(cast, read, address: str) -> str:
    """The same page of the other class, for its people."""
    return address.replace(str(cast.hist.public_id), str(cast.other.public_id))


@pytest.mark.parametrize("visibility", READERS)
@pytest.mark.parametrize("way", ["panel", "all", "mine", "own export", "export", "edit", "reply", "report"])
def test_s15_a_note_leaves_the_site_to_its_readers_alone(client, cast, people, read, visibility, way):
    note = make.note(cast.hist, read.passage("1"), cast.irina, "CANARY", visibility)
    address = {
        "panel": f"{read.page}?at=en:1",
        "all": read.all,
        "mine": read.mine,
        "own export": read.export,
        "export": f"{read.export}?source={read.source.slug}",
        "edit": reverse("lessons:note_edit", args=[note.public_id]),
        "reply": reverse("lessons:note_reply", args=[note.public_id]),
        "report": reverse("lessons:post_flag", args=[note.public_id]),
    }[way]
    seen = set()
    for name in PEOPLE:
        here, there = (
            visit(client, people.get(name), address),
            visit(client, people.get(name), elsewhere(cast, read, address)),
        )
        if b"CANARY" in here.content + there.content:
            seen.add(name)
    wanted = READERS[visibility]
    if way in ("mine", "own export", "edit"):
        wanted = {"irina"}
    elif way == "all":
        wanted = wanted if visibility != "private" else set()
    elif (way == "reply" and visibility == "private") or (way == "report" and visibility != "class"):
        wanted = set()
    assert seen == wanted


@pytest.mark.parametrize("visibility", READERS)
def test_s15_counts_tell_of_readable_notes_alone(client, cast, people, read, visibility):
    """What the page, the lesson and the strip say changes for the readers, and for nobody else by a byte."""
    lesson = cast.hist.assignments.get().assignedlesson.version.lesson
    part = reverse("lessons:lesson_part", args=[cast.hist.public_id, lesson.slug, 1])
    before = {name: counts(client, people.get(name), read, part) for name in PEOPLE}
    make.note(cast.hist, read.passage("1"), cast.irina, "CANARY", visibility)
    after = {name: counts(client, people.get(name), read, part) for name in PEOPLE}
    changed = {name for name in PEOPLE if before[name] != after[name]}
    # with a note for others Irina reads what others wrote, so that her counts change even where she wrote elsewhere
    assert changed == READERS[visibility]


def counts(client, who, read, part) -> list:
    found = []
    for address in (read.page, part, read.all):
        answer = visit(client, who, address)
        if answer.status_code != 200:
            found.append(answer.status_code)
            continue
        page = lxml_html.fromstring(answer.content.decode())
        lines = page.xpath("//p[contains(@class, 'note-line')] | //table//tr | //p[@class='meta']")
        found.append([" ".join(line.itertext()).split() for line in lines])
    return found


@pytest.mark.parametrize("visibility", READERS)
def test_s15_an_answer_is_read_by_the_readers_of_what_it_answers(client, cast, people, read, visibility):
    if visibility == "private":
        return
    note = make.note(cast.hist, read.passage("1"), cast.irina, "A note.", visibility)
    reply_to_note(by=cast.ana, note=note, text="CANARY", op_id=uuid.uuid4())
    seen = {name for name in PEOPLE if b"CANARY" in visit(client, people.get(name), f"{read.page}?at=en:1").content}
    assert seen == READERS[visibility]
    assert set(Post.objects.visible_to(cast.omar).filter(parent=note).values_list("visibility", flat=True)) == (
        {"class"} if visibility == "class" else set()
    )


def test_s15_who_left_the_class_reads_and_writes_nothing(client, cast, people, read):
    note = make.note(cast.hist, read.passage("1"), cast.irina, "CANARY")
    cast.hist.enrolments.filter(user=cast.omar).update(left_at="2020-01-01T00:00Z")
    client.force_login(cast.omar)
    addresses = [f"{read.page}?at=1", read.all, read.mine, read.export, f"{read.export}?source=noted"]
    addresses += [reverse(f"lessons:{name}", args=[note.public_id]) for name in ("note_reply", "post_flag")]
    assert {client.get(address).status_code for address in addresses} == {404}
    assert client.post(read.page, noting.body()).status_code == 404


def test_who_left_the_class_changes_nothing_of_her_own_there(client, cast, read):
    """What she wrote stays as the class has read it."""
    note = make.note(cast.hist, read.passage("1"), cast.irina, "As it was.")
    post = make.post(cast.hist, make.prompt(cast.shelf, "Was it right?"), cast.irina, "As it was.")
    cast.hist.enrolments.filter(user=cast.irina).update(left_at="2020-01-01T00:00Z")
    client.force_login(cast.irina)
    body = noting.body() | {"text": "CANARY", "base": 1, "answer": "yes"}
    names = ("note_edit", "note_reply", "note_take_back", "note_put_back", "note_settle")
    addresses = [reverse(f"lessons:{name}", args=[note.public_id]) for name in names]
    addresses.append(reverse("lessons:post_edit", args=[post.public_id]))
    assert {client.post(address, body).status_code for address in addresses} == {404}
    note.refresh_from_db()
    assert (note.hidden_at, [row.text for row in note.texts.all()], note.replies.count()) == (None, ["As it was."], 0)
