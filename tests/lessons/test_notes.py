"""Writing notes on the passages of a source: once, on the words that were meant, seen by whom it says."""

import uuid

import pytest
from django.urls import reverse
from lxml import html as lxml_html

from coursesite.classes.models import Enrolment
from lessons.actions.notes import reply_to_note, take_back_note, write_note
from lessons.errors import TextCorrected
from lessons.models import AnchorMove, Discussion, Flag, Post, PostText
from lessons.sources.drafts import PassageDraft
from tests import make
from tests.lessons import noting
from tests.lessons.noting import TEXT, body


@pytest.fixture
def read(cast):
    return noting.reading(cast.hist, cast.shelf)


def words(response) -> str:
    return " ".join(lxml_html.fromstring(response.content.decode()).text_content().split())


def note_links(response) -> list[str]:
    page = lxml_html.fromstring(response.content.decode())
    return [" ".join(link.text_content().split()) for link in page.xpath("//p[contains(@class, 'note-line')]/a")]


def note(post: Post) -> tuple:
    return post.passage.number, post.exact, post.kind, post.visibility, post.anchor_state


# -- Writing ----------------------------------------------------------------------------------------------


def test_a_note_stands_on_its_passage_with_the_first_row_of_its_log(client, cast, read):
    client.force_login(cast.irina)
    answer = client.post(read.page, body("2", kind="question", visibility="private"))
    post = Post.objects.get()
    assert answer.url == f"{read.page}?at=en%3A2&said=kept#note-{post.public_id}"
    assert note(post) == ("2", "Second words stand here.", "question", "private", "anchored")
    assert list(AnchorMove.objects.values_list("n", "state", "exact")) == [(1, "anchored", post.exact)]
    page = client.get(answer.url)
    assert ("My note." in words(page), "Your note is kept." in words(page)) == (True, True)


def test_a_note_on_words_finds_them_whatever_marks_were_typed(client, cast, read):
    client.force_login(cast.irina)
    client.post(read.page, body(words='said "no" to'))
    post = Post.objects.get()
    assert (post.exact, post.passage.text[post.start : post.end]) == ("said “no” to", "said “no” to")


def test_offsets_count_code_points(client, cast):
    read = noting.reading(cast.hist, cast.shelf, passages=["🙂🙂 e\u0301t\u0301 Comrade."], slug="emoji")
    client.force_login(cast.irina)
    client.post(read.page, body(words="Comrade"))
    post = Post.objects.get()
    assert (post.start, post.end) == (8, 15)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("not in there", "These words do not stand in this paragraph."),
        ("the", "These words stand 2 times in this paragraph."),
    ],
)
def test_words_that_are_not_there_or_there_twice_are_told(client, cast, typed, told):
    read = noting.reading(cast.hist, cast.shelf, passages=["In the hall the lights went out."], slug="twice")
    client.force_login(cast.irina)
    answer = client.post(read.page, body(words=typed))
    assert (answer.status_code, told in words(answer), "My note." in words(answer)) == (422, True, True)
    assert Post.objects.count() == 0


def test_a_note_sent_twice_stands_once(client, cast, read):
    client.force_login(cast.irina)
    once = body()
    urls = {client.post(read.page, once).url for _ in range(2)}
    assert (len(urls), Post.objects.count(), PostText.objects.count(), AnchorMove.objects.count()) == (1, 1, 1, 1)


def test_a_note_s_form_used_by_another_or_with_a_made_up_id_is_refused(client, cast, read):
    client.force_login(cast.irina)
    once = body()
    client.post(read.page, once)
    client.force_login(cast.omar)
    assert client.post(read.page, once).status_code == 409
    assert client.post(read.page, body(op_id=str(uuid.uuid5(uuid.NAMESPACE_DNS, "x")))).status_code == 409
    assert Post.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"kind": "shout"}, {"visibility": "world"}, {"text": " "}, {"version": "x"}])
def test_what_cannot_be_a_note_is_shown_again(client, cast, read, wrong):
    client.force_login(cast.irina)
    answer = client.post(read.page, body(**wrong))
    assert (answer.status_code, Post.objects.count()) == (422, 0)


def test_a_passage_that_is_not_there_is_nowhere(client, cast, read):
    client.force_login(cast.irina)
    assert {client.post(read.page, body(at)).status_code for at in ("99", "ru:1", "", "en:99")} == {404}


def test_a_card_is_pointed_at_and_never_quoted(client, cast):
    edition = make.source(cast.shelf, slug="card", passages=["Our summary of it."], kind="account")
    read = noting.reading(cast.hist, cast.shelf, edition=edition)
    client.force_login(cast.irina)
    page = client.get(f"{read.page}?at=1")
    assert ("About these words" in words(page), "Your note" in words(page)) == (False, True)
    client.post(read.page, body(words="summary"))
    assert Post.objects.get().exact == "Our summary of it."


def test_a_note_on_a_text_that_was_corrected_meanwhile_is_not_lost(client, cast, read):
    client.force_login(cast.irina)
    noting.correct(read.edition, [PassageDraft("1", "p", TEXT + " More."), PassageDraft("2", "p", "Second.")], cast.ana)
    answer = client.post(read.page, body(version=1))
    page = lxml_html.fromstring(answer.content.decode())
    assert (answer.status_code, "The text was corrected while you wrote" in words(answer)) == (409, True)
    assert (page.xpath("//textarea/text()")[0].strip(), page.xpath("//input[@name='version']/@value")) == (
        "My note.", ["2"],
    )  # fmt: skip
    assert client.post(read.page, body(version=2)).status_code == 302
    old = {"start": 0, "end": 2, "kind": "observe", "visibility": "class", "text": "x", "op_id": uuid.uuid4()}
    with pytest.raises(TextCorrected):
        write_note(by=cast.irina, classroom=cast.hist, passage=read.passage("1"), **old)
    assert Post.objects.count() == 1


def test_locked_notes_take_nothing_new_and_keep_what_was_typed(client, cast, read):
    client.force_login(cast.irina)
    client.post(read.page, body())
    client.force_login(cast.ana)
    talk = Discussion.objects.get(source=read.source)
    answer = client.post(reverse("lessons:discussion_lock", args=[talk.public_id]), {"locked": "1"})
    assert answer.url == read.all
    client.force_login(cast.irina)
    refused = client.post(read.page, body(text="Too late."))
    assert (refused.status_code, "Too late." in words(refused), Post.objects.count()) == (409, True, 1)
    mine = Post.objects.get()
    edit = client.post(
        reverse("lessons:note_edit", args=[mine.public_id]),
        {"text": "x", "base": 1, "kind": "observe", "visibility": "class"},
    )
    assert (edit.status_code, mine.texts.count()) == (422, 1)


def test_in_place_the_notes_on_one_passage_come_alone(client, cast, read):
    client.force_login(cast.irina)
    answer = client.get(f"{read.page}?at=en:1", headers={"X-In-Place": "true"})
    page = lxml_html.fromstring(answer.content.decode())
    assert (page.tag, page.get("class"), len(page.xpath("//form[@data-note-form]"))) == ("section", "notes-at", 1)
    bad = client.post(read.page, body(words="nowhere"), headers={"X-In-Place": "true"})
    assert (bad.status_code, b"<html" in bad.content, b"error-summary" in bad.content) == (422, False, True)


# -- Changing, taking back, answering -----------------------------------------------------------------------


def edit(client, post, **values):
    given = {"text": "New words.", "base": 1, "kind": "reflect", "visibility": "class"} | values
    return client.post(reverse("lessons:note_edit", args=[post.public_id]), given)


def test_an_edit_keeps_the_earlier_words_and_is_told_later(client, cast, read, standing_clock):
    client.force_login(cast.irina)
    client.post(read.page, body(visibility="private"))
    post = Post.objects.get()
    standing_clock.advance(minutes=6)
    assert edit(client, post).status_code == 302
    post.refresh_from_db()
    assert (post.kind, post.visibility) == ("reflect", "class")
    assert list(post.texts.values_list("n", "text")) == [(1, "My note."), (2, "New words.")]
    page = words(client.get(f"{read.page}?at=1"))
    assert ("edited" in page, "Earlier wordings" in page) == (True, True)


def test_an_edit_on_an_older_wording_shows_both(client, cast, read):
    client.force_login(cast.irina)
    client.post(read.page, body())
    post = Post.objects.get()
    edit(client, post, text="From the phone.")
    answer = edit(client, post, text="From the laptop.")
    page = words(answer)
    assert (answer.status_code, "From the phone." in page, "From the laptop." in page) == (409, True, True)


def test_what_others_answered_keeps_its_readers(client, cast, read):
    post = make.note(cast.hist, read.passage("1"), cast.irina, "For all.")
    reply_to_note(by=cast.ana, note=post, text="Why?", op_id=uuid.uuid4())
    client.force_login(cast.irina)
    assert edit(client, post, visibility="private").status_code == 422
    post.refresh_from_db()
    assert (post.visibility, post.texts.count()) == ("class", 1)


def test_taking_back_hides_it_from_others_and_can_be_undone(client, cast, read):
    post = make.note(cast.hist, read.passage("1"), cast.irina, "CANARY of Irina")
    make.note(cast.hist, read.passage("2"), cast.omar, "Omar's own")
    client.force_login(cast.irina)
    client.post(reverse("lessons:note_take_back", args=[post.public_id]))
    own = words(client.get(f"{read.page}?at=1"))
    assert ("CANARY" in own, "Undo, put it back" in own) == (True, True)
    client.force_login(cast.omar)
    page = client.get(f"{read.page}?at=1")
    assert ("CANARY" in words(page), note_links(page)) == (False, ["1 note on paragraph 2"])
    client.force_login(cast.irina)
    client.post(reverse("lessons:note_put_back", args=[post.public_id]))
    client.force_login(cast.omar)
    assert "CANARY" in words(client.get(f"{read.page}?at=1"))


def test_who_took_back_the_only_note_does_not_read_on(client, cast, read):
    make.note(cast.hist, read.passage("1"), cast.omar, "CANARY of Omar")
    own = make.note(cast.hist, read.passage("2"), cast.irina, "x")
    client.force_login(cast.irina)
    before = b"CANARY" in client.get(f"{read.page}?at=1").content
    take_back_note(by=cast.irina, note=own)
    assert (before, b"CANARY" in client.get(f"{read.page}?at=1").content) == (True, False)


def test_a_note_hidden_by_the_teacher_cannot_be_put_back_by_its_writer(client, cast, read):
    post = make.note(cast.hist, read.passage("1"), cast.irina, "Rude.")
    client.force_login(cast.ana)
    hidden = client.post(reverse("lessons:post_hide", args=[post.public_id]), {"reason": "Not kind."})
    assert hidden.url == f"{read.page}?at=en%3A1#note-{post.public_id}"
    client.force_login(cast.irina)
    assert client.post(reverse("lessons:note_put_back", args=[post.public_id])).status_code == 409
    assert "Hidden from the class by Ana Ortiz. Reason: Not kind." in words(client.get(f"{read.page}?at=1"))
    post.refresh_from_db()
    assert post.hidden_by == cast.ana


def test_a_teacher_s_answer_to_a_note_for_teachers_reaches_its_writer_alone(client, cast, read):
    post = make.note(cast.hist, read.passage("1"), cast.irina, "Dear teacher.", "teacher")
    make.note(cast.hist, read.passage("1"), cast.omar, "Own.")
    client.force_login(cast.ana)
    client.post(reverse("lessons:note_reply", args=[post.public_id]), {"text": "CANARY", "op_id": str(uuid.uuid4())})
    seen = {}
    for who in ("irina", "omar", "mia"):
        client.force_login(getattr(cast, who))
        seen[who] = b"CANARY" in client.get(f"{read.page}?at=1").content
    assert seen == {"irina": True, "omar": False, "mia": True}


def test_an_answer_to_a_hidden_or_private_note_is_refused(client, cast, read):
    private = make.note(cast.hist, read.passage("1"), cast.irina, "Mine.", "private")
    hidden = make.note(cast.hist, read.passage("1"), cast.omar, "Gone.")
    take_back_note(by=cast.omar, note=hidden)
    client.force_login(cast.ana)
    sent = {"text": "x", "op_id": str(uuid.uuid4())}
    got = [client.post(reverse("lessons:note_reply", args=[p.public_id]), sent).status_code for p in (private, hidden)]
    assert (got, Post.objects.filter(parent__isnull=False).count()) == ([404, 404], 0)


def test_a_report_reaches_the_teacher_on_the_note(client, cast, read):
    post = make.note(cast.hist, read.passage("1"), cast.omar, "Rude.")
    make.note(cast.hist, read.passage("1"), cast.irina, "Own.")
    client.force_login(cast.irina)
    answer = client.post(reverse("lessons:post_flag", args=[post.public_id]), {"reason": "It is rude."})
    assert (answer.status_code, Flag.objects.get().post) == (302, post)
    client.force_login(cast.ana)
    assert "Reported by Irina Kim: It is rude." in words(client.get(f"{read.page}?at=1"))


# -- Where notes are found ----------------------------------------------------------------------------------


def test_others_notes_and_their_number_come_after_one_s_own(client, cast, read):
    make.note(cast.hist, read.passage("1"), cast.omar, "CANARY")
    client.force_login(cast.irina)
    before = client.get(read.page)
    assert (b"CANARY" in before.content, note_links(before)) == (
        False, ["Note on paragraph 1", "Note on paragraph 2"],
    )  # fmt: skip
    client.post(read.page, body("2", visibility="private"))
    private = note_links(client.get(read.page))
    client.post(read.page, body("2", visibility="teacher"))
    assert (private, note_links(client.get(read.page))) == (
        ["Note on paragraph 1", "1 note on paragraph 2"], ["1 note on paragraph 1", "2 notes on paragraph 2"],
    )  # fmt: skip


def test_a_lesson_s_excerpt_leads_to_the_notes_with_each_reader_s_own_number(client, cast, read):
    make.note(cast.hist, read.passage("1"), cast.irina, "Mine.", "private")
    lesson = cast.hist.assignments.get().assignedlesson.version.lesson
    address = reverse("lessons:lesson_part", args=[cast.hist.public_id, lesson.slug, 1])
    seen = {}
    for who in ("irina", "omar"):
        client.force_login(getattr(cast, who))
        page = client.get(address)
        seen[who] = note_links(page)
        assert f'href="{read.page}?at=en%3A1#p1"' in page.content.decode()
    assert seen == {"irina": ["1 note on paragraph 1", "Note on paragraph 2"],
                    "omar": ["Note on paragraph 1", "Note on paragraph 2"]}  # fmt: skip
    client.force_login(cast.ana)
    preview = client.get(reverse("lessons:lesson_preview", args=[lesson.slug]))
    assert (note_links(preview), b"<!--place" in preview.content) == ([], False)


def test_the_source_leads_to_the_class_or_lets_one_choose(client, cast, read):
    address = reverse("lessons:source_notes", args=[read.source.slug])
    client.force_login(cast.irina)
    assert client.get(address).url == read.page
    second = make.classroom("Second class", teachers=[cast.ana])
    noting.reading(second, cast.shelf, edition=read.edition)
    make.classroom("Class without it", teachers=[cast.ana])
    client.force_login(cast.ana)
    page = words(client.get(address))
    assert ("Hist 11B" in page, "Second class" in page, "Class without it" in page) == (True, True, False)


def test_my_notes_stand_by_source_and_can_be_filtered(client, cast, read):
    make.note(cast.hist, read.passage("1"), cast.irina, "An observation.")
    make.note(cast.hist, read.passage("2"), cast.irina, "A question.", "private", kind="question")
    make.note(cast.hist, read.passage("2"), cast.omar, "CANARY")
    client.force_login(cast.irina)
    both, asked = words(client.get(read.mine)), words(client.get(f"{read.mine}?kind=question"))
    assert ("An observation." in both, "A question." in both, "CANARY" in both) == (True, True, False)
    assert ("An observation." in asked, "A question." in asked) == (False, True)


def test_the_teacher_s_strip_counts_by_paragraph_and_leaves_private_notes_out(client, cast, read):
    for kind in ("question", "question", "observe"):
        make.note(cast.hist, read.passage("2"), cast.irina, "x", kind=kind)
    make.note(cast.hist, read.passage("1"), cast.irina, "CANARY", "private")
    client.force_login(cast.ana)
    answer = client.get(read.all)
    page = lxml_html.fromstring(answer.content.decode())
    rows = [" ".join(row.itertext()) for row in page.xpath("//table//tbody/tr")]
    assert (rows, b"CANARY" in answer.content) == (["¶2 2 questions, 1 observation"], False)
    assert len(page.xpath("//svg//g | //*[local-name()='svg']//*[local-name()='g']")) == 2


def test_w3c_annotations_select_the_passage_the_words_and_their_place(client, cast, read):
    start = TEXT.index("Comrade")
    anchor = {"start": start, "end": start + 18, "exact": "Comrade Khrushchev"}
    made = make.note(cast.hist, read.passage("1"), cast.irina, "Who is he?", kind="question", **anchor)
    client.force_login(cast.irina)
    answer = client.get(read.export)
    page = answer.json()
    note = page["items"][0]
    assert answer["Content-Type"].startswith("application/ld+json")
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    assert (note["id"], note["motivation"]) == (f"urn:uuid:{made.public_id}", "questioning")
    assert note["body"][0]["value"] == "Who is he?"
    assert note["target"] == {
        "source": "http://testserver/sources/noted/",
        "language": "en",
        "selector": {
            "type": "FragmentSelector",
            "value": "p1",
            "refinedBy": {
                "type": "TextQuoteSelector",
                "exact": "Comrade Khrushchev",
                "prefix": TEXT[start - 32 : start],
                "suffix": TEXT[start + 18 : start + 50],
                "refinedBy": {"type": "TextPositionSelector", "start": start, "end": start + 18},
            },
        },
    }


def test_a_class_that_was_not_given_the_source_has_no_notes_on_it(client, cast, read):
    """A student of two classes writes notes where the source is read, and nowhere else."""
    Enrolment.objects.create(classroom=cast.other, user=cast.irina, role="student")
    client.force_login(cast.irina)
    elsewhere = reverse("lessons:source_in_class", args=[cast.other.public_id, read.source.slug])
    assert (client.get(read.page).status_code, client.get(elsewhere).status_code) == (200, 404)
    assert client.post(elsewhere, body()).status_code == 404
