"""Private answers and discussions: who reads what, post first, reports, hiding, locking, conflicts."""

import uuid

import pytest
from django.urls import reverse
from lxml import html as lxml_html

from coursesite.classes.models import Work
from lessons.actions.talk import ANSWERS, discussion_of
from lessons.models import Discussion, Flag, Post, PostText
from tests import make
from tests.lessons import reading
from tests.lessons.reading import part_address

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def small(cast):
    return reading.small(cast)


def words(response) -> str:
    return " ".join(lxml_html.fromstring(response.content.decode()).text_content().split())


def send(client, small, room, text, op_id=None, **more):
    data = {"text": text, "op_id": str(op_id or uuid.uuid4())} | more
    return client.post(small.discussion(room), data)


# -- Private answers -------------------------------------------------------------------------------------


def test_an_answer_is_kept_and_shown_again(client, cast, small):
    client.force_login(cast.irina)
    back = part_address(cast.hist, small.lesson, 1) + "#prompt-x"
    answer = client.post(small.answer(cast.hist, small.guess), {"text": "I think so.", "base": 0, "back": back})
    assert (answer.status_code, answer.url) == (302, back)
    assert "I think so." in words(client.get(part_address(cast.hist, small.lesson, 1)))
    assert Post.objects.get().work == Work.objects.get(enrolment__user=cast.irina)


def test_the_first_guess_stays_as_first_written(client, cast, small):
    client.force_login(cast.irina)
    for base, text in enumerate(["First thought.", "Second thought."]):
        client.post(small.answer(cast.hist, small.guess), {"text": text, "base": base})
    page = words(client.get(part_address(cast.hist, small.lesson, 1)))
    assert "as you first wrote it: First thought." in page
    assert list(PostText.objects.values_list("n", "text")) == [(1, "First thought."), (2, "Second thought.")]


def test_the_same_words_sent_twice_are_kept_once(client, cast, small):
    client.force_login(cast.irina)
    for _ in range(2):
        answer = client.post(small.answer(cast.hist, small.close), {"text": "Once.", "base": 0}, **JSON)
        assert (answer.status_code, answer.json()["n"]) == (200, 1)
    assert PostText.objects.count() == 1


def test_an_older_base_is_a_conflict_that_shows_both_texts(client, cast, small):
    client.force_login(cast.irina)
    address = small.answer(cast.hist, small.close)
    client.post(address, {"text": "From the phone.", "base": 0})
    answer = client.post(address, {"text": "From the laptop.", "base": 0})
    page = words(answer)
    assert (answer.status_code, "From the phone." in page, "From the laptop." in page) == (409, True, True)
    told = client.post(address, {"text": "From the laptop.", "base": 0}, **JSON)
    assert (told.status_code, told.json()["n"], told.json()["text"]) == (409, 1, "From the phone.")
    assert client.post(address, {"text": "From the laptop.", "base": 1}).status_code == 302
    assert PostText.objects.count() == 2


def test_an_empty_answer_is_told_what_to_do(client, cast, small):
    client.force_login(cast.irina)
    answer = client.post(small.answer(cast.hist, small.close), {"text": "  \n", "base": 0})
    assert (answer.status_code, "Write something first." in words(answer)) == (422, True)


def test_a_text_that_is_too_long_is_kept_on_the_page(client, cast, small):
    client.force_login(cast.irina)
    answer = client.post(small.answer(cast.hist, small.close), {"text": "long " * 4001, "base": 0})
    assert (answer.status_code, "long long" in words(answer), PostText.objects.count()) == (422, True, 0)


def test_a_link_back_to_another_site_is_not_followed(client, cast, small):
    client.force_login(cast.irina)
    data = {"text": "Words.", "base": 0, "back": "https://example.org/"}
    answer = client.post(small.answer(cast.hist, small.close), data)
    assert answer.url == small.discussion(cast.hist, small.close)


def test_a_private_answer_is_read_by_its_writer_and_the_teachers_alone(client, cast, small):
    make.post(cast.hist, small.close, cast.irina, "CANARY private")
    seen = {}
    for who in ("irina", "omar", "ana", "mia", "tom", "lena", "olga", "adam"):
        client.force_login(getattr(cast, who))
        answer = client.get(small.discussion(cast.hist, small.close))
        part = client.get(part_address(cast.hist, small.lesson, 2))
        body = answer.content + part.content
        seen[who] = (answer.status_code, b"CANARY" in body)
    assert seen == {
        "irina": (200, True), "omar": (200, False), "ana": (200, True), "mia": (200, True),
        "tom": (404, False), "lena": (404, False), "olga": (404, False), "adam": (404, False),
    }  # fmt: skip


def test_teachers_do_not_answer_and_nobody_answers_a_prompt_that_is_not_asked(client, cast, small):
    client.force_login(cast.ana)
    assert client.post(small.answer(cast.hist, small.close), {"text": "x", "base": 0}).status_code == 404
    stray = make.prompt(cast.shelf, audience="teacher", kind="close")
    client.force_login(cast.irina)
    assert client.post(small.answer(cast.hist, stray), {"text": "x", "base": 0}).status_code == 404
    assert client.post(small.answer(cast.hist, small.talk), {"text": "x", "base": 0}).status_code == 404
    assert Discussion.objects.count() == 0


def test_a_signed_out_script_is_told_401_and_a_signed_out_form_keeps_its_words(client, cast, small):
    address = small.answer(cast.hist, small.close)
    told = client.post(address, {"text": "Written offline.", "base": 0}, **JSON)
    assert (told.status_code, told.json()["code"]) == (401, "auth")
    answer = client.post(address, {"text": "Written offline.", "base": 0})
    assert (answer.status_code, "What you wrote is kept" in words(answer)) == (401, True)


# -- Discussions -----------------------------------------------------------------------------------------


def test_others_posts_are_in_no_response_until_ones_own_is_posted(client, cast, small):
    make.post(cast.hist, small.talk, cast.irina, "CANARY of Irina")
    client.force_login(cast.omar)
    before = (
        client.get(small.discussion(cast.hist)).content + client.get(part_address(cast.hist, small.lesson, 3)).content
    )
    refused = send(client, small, cast.hist, " ")
    assert (b"CANARY" in before + refused.content, b"1 post" in before, refused.status_code) == (False, False, 422)
    answer = send(client, small, cast.hist, "My own view.")
    assert answer.status_code == 302
    assert "CANARY of Irina" in words(client.get(small.discussion(cast.hist)))


def test_a_reply_does_not_count_as_ones_own_post(client, cast, small):
    post = make.post(cast.hist, small.talk, cast.irina, "CANARY of Irina")
    client.force_login(cast.omar)
    assert send(client, small, cast.hist, "A reply.", parent=str(post.public_id)).status_code == 404
    assert Post.objects.filter(author=cast.omar).count() == 0


def test_posts_of_another_class_are_never_shown(client, cast, small):
    make.give_lesson(cast.other, small.version)
    make.post(cast.other, small.talk, cast.lena, "CANARY of Lena")
    make.post(cast.hist, small.talk, cast.omar, "Here")
    for who in ("omar", "ana"):
        client.force_login(getattr(cast, who))
        assert b"CANARY" not in client.get(small.discussion(cast.hist)).content


def test_sending_twice_posts_once(client, cast, small):
    client.force_login(cast.irina)
    op_id = uuid.uuid4()
    assert [send(client, small, cast.hist, "Once.", op_id).status_code for _ in range(2)] == [302, 302]
    assert Post.objects.count() == 1


def test_a_post_cannot_take_the_place_of_somebodys_private_answer(client, cast, small):
    """Private answers are found by a number that can be worked out; a post under it would receive the answer's words."""
    talk = discussion_of(cast.hist, small.close.prompt)
    taken = uuid.uuid5(ANSWERS, f"{talk.public_id}/{cast.irina.public_id}")
    client.force_login(cast.omar)
    assert "This form was used by somebody else" in words(send(client, small, cast.hist, "Mine.", taken))
    assert Post.objects.count() == 0


def test_replies_stand_one_level_deep(client, cast, small):
    top = make.post(cast.hist, small.talk, cast.irina, "Top")
    reply = make.post(cast.hist, small.talk, cast.omar, "Reply", parent=top)
    client.force_login(cast.irina)
    send(client, small, cast.hist, "Reply to the reply", parent=str(reply.public_id))
    assert Post.objects.get(texts__text="Reply to the reply").parent == top


def test_words_of_posts_are_escaped(client, cast, small):
    make.post(cast.hist, small.talk, cast.irina, "<script>alert(1)</script>")
    client.force_login(cast.irina)
    assert b"<script>alert" not in client.get(small.discussion(cast.hist)).content


def test_a_hidden_post_is_seen_by_its_author_with_the_reason_and_by_nobody_else_in_the_class(client, cast, small):
    post = make.post(cast.hist, small.talk, cast.irina, "CANARY rude")
    make.post(cast.hist, small.talk, cast.omar, "Mine")
    client.force_login(cast.ana)
    answer = client.post(reverse("lessons:post_hide", args=[post.public_id]), {"reason": "It insults a classmate"})
    assert answer.status_code == 302
    seen = {}
    for who in ("irina", "omar", "ana"):
        client.force_login(getattr(cast, who))
        page = words(client.get(small.discussion(cast.hist)))
        seen[who] = ("CANARY" in page, "It insults a classmate" in page)
    assert seen == {"irina": (True, True), "omar": (False, False), "ana": (True, True)}


def test_hiding_needs_a_reason_and_a_teacher(client, cast, small):
    post = make.post(cast.hist, small.talk, cast.irina, "Words")
    address = reverse("lessons:post_hide", args=[post.public_id])
    client.force_login(cast.ana)
    assert client.post(address, {"reason": ""}).status_code == 422
    for who in ("irina", "omar", "tom"):
        client.force_login(getattr(cast, who))
        assert client.post(address, {"reason": "no"}).status_code == 404
    post.refresh_from_db()
    assert post.hidden_at is None


def test_a_report_reaches_the_teacher_and_is_settled_by_keeping_the_post(client, cast, small):
    post = make.post(cast.hist, small.talk, cast.irina, "Words")
    make.post(cast.hist, small.talk, cast.omar, "Mine")
    client.force_login(cast.omar)
    client.post(reverse("lessons:post_flag", args=[post.public_id]), {"reason": "CANARY reason"})
    assert "CANARY reason" not in words(client.get(small.discussion(cast.hist)))
    client.force_login(cast.irina)
    assert "CANARY reason" not in words(client.get(small.discussion(cast.hist)))
    client.force_login(cast.ana)
    assert "CANARY reason" in words(client.get(small.discussion(cast.hist)))
    client.post(reverse("lessons:post_show", args=[post.public_id]))
    assert Flag.objects.get().settled_at is not None
    assert "CANARY reason" not in words(client.get(small.discussion(cast.hist)))


def test_a_post_that_one_may_not_see_cannot_be_reported_or_edited(client, cast, small):
    post = make.post(cast.hist, small.talk, cast.irina, "CANARY")
    for who in ("omar", "lena", "olga"):
        client.force_login(getattr(cast, who))
        for name in ("post_flag", "post_edit", "post_hide"):
            answer = client.get(reverse(f"lessons:{name}", args=[post.public_id]))
            assert (name, answer.status_code, b"CANARY" in answer.content) == (name, 404, False)


def test_an_edit_is_free_for_five_minutes_and_marked_later(client, cast, small, standing_clock):
    client.force_login(cast.irina)
    send(client, small, cast.hist, "First words")
    post = Post.objects.get()
    standing_clock.advance(minutes=4)
    client.post(reverse("lessons:post_edit", args=[post.public_id]), {"text": "Second words", "base": 1})
    assert "edited" not in words(client.get(small.discussion(cast.hist)))
    standing_clock.advance(minutes=4)
    client.post(reverse("lessons:post_edit", args=[post.public_id]), {"text": "Third words", "base": 2})
    page = words(client.get(small.discussion(cast.hist)))
    assert ("edited" in page, "First words" in page) == (True, False)
    client.force_login(cast.ana)
    page = words(client.get(small.discussion(cast.hist)))
    assert ("First words" in page, "Second words" in page) == (True, True)


def test_an_edit_on_older_words_is_a_conflict(client, cast, small):
    post = make.post(cast.hist, small.talk, cast.irina, "One")
    PostText.objects.create(post=post, n=2, text="Two")
    client.force_login(cast.irina)
    answer = client.post(reverse("lessons:post_edit", args=[post.public_id]), {"text": "Other", "base": 1})
    assert (answer.status_code, "Two" in words(answer), "Other" in words(answer)) == (409, True, True)


def test_a_locked_discussion_takes_no_post_and_keeps_the_words_on_the_page(client, cast, small):
    talk = make.post(cast.hist, small.talk, cast.omar, "Early").discussion
    client.force_login(cast.ana)
    client.post(reverse("lessons:discussion_lock", args=[talk.public_id]), {"locked": "1"})
    client.force_login(cast.omar)
    answer = send(client, small, cast.hist, "Too late, but kept")
    page = words(answer)
    assert (answer.status_code, "locked" in page, "Too late, but kept" in page) == (422, True, True)
    client.force_login(cast.irina)
    assert client.post(reverse("lessons:discussion_lock", args=[talk.public_id]), {"locked": "0"}).status_code == 404
    client.force_login(cast.ana)
    client.post(reverse("lessons:discussion_lock", args=[talk.public_id]), {"locked": "0"})
    client.force_login(cast.omar)
    assert send(client, small, cast.hist, "In time").status_code == 302


def test_the_discussion_asks_the_same_number_of_queries_for_any_number_of_posts(
    client, cast, small, query_count_is_constant
):
    top = make.post(cast.hist, small.talk, cast.irina, "Mine")
    client.force_login(cast.irina)

    def grow():
        for n in range(15):
            make.post(cast.hist, small.talk, cast.omar, f"Post {n}")
            make.post(cast.hist, small.talk, cast.omar, f"Reply {n}", parent=top)

    assert query_count_is_constant(lambda: client.get(small.discussion(cast.hist)), grow) <= 12


def test_what_is_addressed_to_the_teacher_alone_is_not_reported(client, cast, sign_in):
    private = make.prompt(cast.shelf, "A first guess", audience="teacher")
    post = make.post(cast.hist, private, cast.irina, "My guess.")
    sign_in(client, cast.ana)
    address = reverse("lessons:post_flag", args=[post.public_id])
    assert client.get(address).status_code == client.post(address, {"reason": "Because."}).status_code == 404
    talk = client.get(reverse("lessons:discussion", args=[cast.hist.public_id, private.prompt.public_id]))
    assert address not in talk.content.decode()
