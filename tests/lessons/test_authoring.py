"""The teacher's editor: drafts, blocks, shelves, conflicts. Rows are asserted, through the pages."""

import json
import uuid

import pytest
from django.urls import reverse

from coursesite.accounts.models import ShelfMember
from lessons.models import Block, DroppedBlock, Lesson, LessonVersion
from tests import make

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def ana(client, cast, sign_in):
    return sign_in(client, cast.ana)


@pytest.fixture
def lesson(cast) -> Lesson:
    """A published lesson on Ana's shelf: a part and a text."""
    return make.lesson(cast.shelf, title="The thaw").lesson


def draft_of(lesson: Lesson) -> LessonVersion:
    return lesson.versions.get(locked_at=None)


def kinds_of(version: LessonVersion) -> list[str]:
    return list(version.blocks.values_list("kind", flat=True))


def url(name: str, *args) -> str:
    return reverse(f"lessons:{name}", args=args)


def fields(client, lesson: Lesson, block: Block) -> dict:
    """What the form of a block holds, as a browser would send it."""
    form = client.get(url("block_edit", lesson.slug, block.key)).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}


def text_block(lesson: Lesson) -> Block:
    return lesson.versions.order_by("-number").first().blocks.get(kind="prose")


# -- Making and finding --------------------------------------------------------------------------------


def test_lesson_new_makes_a_draft_with_one_part(ana, cast):
    given = {"title": "Thaw & freeze", "central_question": "How far?", "shelf": cast.shelf.pk}
    answer = ana.post(url("lesson_new"), given)
    lesson = Lesson.objects.get()
    assert answer.url == url("lesson_edit", "thaw-freeze")
    assert (lesson.shelf, lesson.live_version) == (cast.shelf, None)
    draft = draft_of(lesson)
    assert (draft.title, draft.central_question, kinds_of(draft)) == ("Thaw & freeze", "How far?", ["part"])


def test_lesson_new_says_what_is_missing_and_keeps_what_was_typed(ana, cast):
    answer = ana.post(url("lesson_new"), {"title": "Kept words", "central_question": "", "shelf": cast.shelf.pk})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write the question that the lesson asks." in page
    assert 'value="Kept words"' in page
    assert Lesson.objects.count() == 0


def test_a_second_lesson_of_a_name_has_an_address_of_its_own(ana, cast):
    for _ in range(2):
        ana.post(url("lesson_new"), {"title": "Thaw", "central_question": "Q?", "shelf": cast.shelf.pk})
    assert sorted(Lesson.objects.values_list("slug", flat=True)) == ["thaw", "thaw-2"]


def test_lesson_new_refuses_a_shelf_of_somebody_else(ana, cast):
    answer = ana.post(url("lesson_new"), {"title": "T", "central_question": "Q?", "shelf": cast.other_shelf.pk})
    assert (answer.status_code, Lesson.objects.count()) == (422, 0)


def test_lesson_list_offers_what_the_shelf_allows(ana, cast, lesson):
    school = make.shelf(kind="school", name="School's shelf")
    theirs = make.lesson(school, title="Everybody's").lesson
    make.lesson(cast.other_shelf, title="Tom's own")
    page = ana.get(url("lesson_list")).content.decode()
    assert url("lesson_edit", lesson.slug) in page
    assert url("lesson_give", lesson.slug) in page
    assert url("lesson_edit", theirs.slug) not in page
    assert url("lesson_copy", theirs.slug) in page
    assert "Tom&#x27;s own" not in page


def test_lesson_list_asks_the_same_number_of_queries_for_any_number_of_lessons(ana, cast, query_count_is_constant):
    make.lesson(cast.shelf)
    query_count_is_constant(
        lambda: ana.get(url("lesson_list")), lambda: [make.lesson(cast.shelf, locked=n % 2 == 0) for n in range(5)]
    )


# -- Whose shelf ------------------------------------------------------------------------------------------


def pages_of(lesson: Lesson) -> list[tuple[str, str]]:
    key = text_block(lesson).key
    return [
        ("get", url("lesson_edit", lesson.slug)), ("post", url("lesson_edit", lesson.slug)),
        ("get", url("lesson_publish", lesson.slug)), ("post", url("lesson_publish", lesson.slug)),
        ("post", url("lesson_discard", lesson.slug)), ("post", url("block_add", lesson.slug)),
        ("get", url("block_edit", lesson.slug, key)), ("post", url("block_edit", lesson.slug, key)),
        ("post", url("block_move", lesson.slug, key)), ("post", url("block_delete", lesson.slug, key)),
        ("get", url("block_paste", lesson.slug, key)), ("post", url("block_paste", lesson.slug, key)),
        ("post", url("block_restore", lesson.slug, 1)),
    ]  # fmt: skip


def answers(client, lesson: Lesson) -> set[int]:
    return {getattr(client, method)(address).status_code for method, address in pages_of(lesson)}


def test_another_teachers_lesson_is_not_there(ana, cast):
    assert answers(ana, make.lesson(cast.other_shelf).lesson) == {404}


def test_a_readers_right_lets_read_but_not_edit(ana, cast):
    theirs = make.lesson(cast.other_shelf).lesson
    ShelfMember.objects.create(shelf=cast.other_shelf, user=cast.ana, right="reader")
    assert ana.get(url("lesson_preview", theirs.slug)).status_code in (200, 302)
    assert ana.get(url("lesson_copy", theirs.slug)).status_code == 200
    assert answers(ana, theirs) == {404}
    assert theirs.versions.count() == 1


def test_the_schools_shelf_is_read_by_all_staff_and_edited_by_its_editors(ana, cast):
    theirs = make.lesson(make.shelf(kind="school")).lesson
    assert answers(ana, theirs) == {404}
    ShelfMember.objects.create(shelf=theirs.shelf, user=cast.ana, right="editor")
    assert ana.get(url("lesson_edit", theirs.slug)).status_code == 200


def test_students_and_admins_do_not_reach_the_editor(client, cast, lesson, sign_in):
    for person in (cast.irina, cast.olga, cast.adam, cast.mia):
        assert answers(sign_in(client, person), lesson) == {404}
        assert client.get(url("lesson_new")).status_code == 404


# -- Drafts --------------------------------------------------------------------------------------------------


def test_looking_makes_no_draft(ana, lesson):
    assert ana.get(url("lesson_edit", lesson.slug)).status_code == 200
    assert ana.get(url("block_edit", lesson.slug, text_block(lesson).key)).status_code == 200
    assert lesson.versions.count() == 1


def test_the_first_change_makes_a_draft_and_leaves_the_locked_version(ana, lesson):
    block = text_block(lesson)
    sent = fields(ana, lesson, block) | {"html": "<p>New words.</p>"}
    answer = ana.post(url("block_edit", lesson.slug, block.key), sent)
    assert answer.url == url("lesson_edit", lesson.slug) + f"#block-{block.key}"
    block.refresh_from_db()
    assert block.body["html"] == "<p>Some words.</p>"
    changed = draft_of(lesson).blocks.get(key=block.key)
    assert changed.body == {"v": 1, "html": "<p>New words.</p>"}
    assert lesson.live_version.number == 1


def test_details_are_saved_in_the_draft(ana, cast, lesson):
    form = ana.get(url("lesson_edit", lesson.slug)).context["details"]
    sent = {"stamp": form["stamp"].value(), "title": "Thaw", "central_question": "How far?", "skill": "Sourcing",
            "objectives": "Name who speaks\n\nSay why", "minutes": "45", "licence": "", "kicker": ""}  # fmt: skip
    assert ana.post(url("lesson_edit", lesson.slug), sent).status_code == 302
    draft = draft_of(lesson)
    assert (draft.title, draft.skill, draft.objectives, draft.minutes) == (
        "Thaw",
        "Sourcing",
        ["Name who speaks", "Say why"],
        45,
    )
    assert draft.edited_by == cast.ana
    assert lesson.live_version.title == "The thaw"


def test_bad_details_answer_422_and_keep_what_was_typed(ana, lesson):
    sent = {"title": "", "central_question": "Kept question", "minutes": "many", "objectives": "Kept line"}
    answer = ana.post(url("lesson_edit", lesson.slug), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write a title for the lesson." in page
    assert "Write the minutes as a number, such as 45." in page
    assert "Kept question" in page and "Kept line" in page
    assert lesson.versions.count() == 1


def test_a_draft_can_be_thrown_away(ana, lesson):
    ana.post(url("block_add", lesson.slug), {"kind": "prose"})
    ana.post(url("lesson_discard", lesson.slug))
    assert list(lesson.versions.values_list("number", flat=True)) == [1]


# -- Blocks --------------------------------------------------------------------------------------------------


def test_blocks_are_added_below_another_and_at_the_beginning(ana, lesson):
    part = lesson.live_version.blocks.get(kind="part")
    ana.post(url("block_add", lesson.slug), {"kind": "callout", "after": part.key})
    ana.post(url("block_add", lesson.slug), {"kind": "hook"})
    draft = draft_of(lesson)
    assert kinds_of(draft) == ["hook", "part", "callout", "prose"]
    assert list(draft.blocks.values_list("position", flat=True)) == [1, 2, 3, 4]


@pytest.mark.parametrize("sent", [{"kind": "shell"}, {}, {"kind": "prose", "after": str(uuid.uuid4())}])
def test_a_block_of_no_kind_or_below_nothing_is_refused(ana, lesson, sent):
    ana.post(url("block_add", lesson.slug), sent)
    assert Block.objects.filter(version__lesson=lesson).count() == 2


def test_blocks_move_by_position(ana, lesson):
    for kind in ("hook", "callout"):
        ana.post(url("block_add", lesson.slug), {"kind": kind})
    draft = draft_of(lesson)
    assert kinds_of(draft) == ["callout", "hook", "part", "prose"]
    hook = draft.blocks.get(kind="hook")
    answer = ana.post(url("block_move", lesson.slug, hook.key), {"to": 4}, **JSON)
    assert answer.json() == {"position": 4, "count": 4, "words": "Opening scene, now 4 of 4."}
    assert kinds_of(draft) == ["callout", "part", "prose", "hook"]
    ana.post(url("block_move", lesson.slug, hook.key), {"to": 0})
    assert kinds_of(draft) == ["hook", "callout", "part", "prose"]


def test_a_deleted_block_comes_back_as_the_very_block_with_its_key(ana, lesson):
    block = text_block(lesson)
    answer = ana.post(url("block_delete", lesson.slug, block.key))
    page = ana.get(answer.url).content.decode()
    draft = draft_of(lesson)
    assert kinds_of(draft) == ["part"]
    dropped = DroppedBlock.objects.get()
    assert "Text was deleted." in page
    assert url("block_restore", lesson.slug, dropped.pk) in page
    ana.post(url("block_restore", lesson.slug, dropped.pk))
    back = draft.blocks.get(kind="prose")
    assert (back.key, back.body, back.position) == (block.key, block.body, 2)
    assert DroppedBlock.objects.count() == 0


def test_a_deleted_block_of_another_lesson_is_not_there(ana, cast, lesson):
    other = make.lesson(cast.shelf).lesson
    ana.post(url("block_delete", other.slug, text_block(other).key))
    assert ana.post(url("block_restore", lesson.slug, DroppedBlock.objects.get().pk)).status_code == 404


def test_the_editor_asks_the_same_number_of_queries_for_any_number_of_blocks(
    ana, cast, lesson, query_count_is_constant
):
    version = make.lesson(cast.shelf, locked=False)
    edition = make.source(cast.shelf)

    def grow():
        for n in range(4):
            excerpt, prompt = make.excerpt(edition), make.prompt(cast.shelf)
            Block.objects.create(
                version=version, position=10 + n, kind="excerpt", excerpt=excerpt, body={"v": 1, "letter": "A"}
            )
            Block.objects.create(version=version, position=20 + n, kind="prompt", prompt=prompt)
            Block.objects.create(version=version, position=30 + n, kind="prose", body={"v": 1, "html": "<p>More.</p>"})

    grow()
    query_count_is_constant(lambda: ana.get(url("lesson_edit", version.lesson.slug)), grow)


# -- Each kind -----------------------------------------------------------------------------------------------


def added(client, lesson: Lesson, kind: str) -> Block:
    client.post(url("block_add", lesson.slug), {"kind": kind})
    return draft_of(lesson).blocks.filter(kind=kind).order_by("position").first()


def write(client, lesson: Lesson, block: Block, **values):
    sent = fields(client, lesson, block) | values
    return client.post(url("block_edit", lesson.slug, block.key), sent)


def test_a_part_needs_a_title(ana, lesson):
    block = added(ana, lesson, "part")
    answer = write(ana, lesson, block, title="")
    assert answer.status_code == 422
    assert "Write a title for the part." in answer.content.decode()
    assert write(ana, lesson, block, title="After Stalin").status_code == 302
    block.refresh_from_db()
    assert block.body == {"v": 1, "title": "After Stalin"}


def test_plain_words_become_paragraphs(ana, lesson):
    block = added(ana, lesson, "prose")
    write(ana, lesson, block, html="One & two\nline\n\nThree")
    block.refresh_from_db()
    assert block.body["html"] == "<p>One &amp; two<br>line</p><p>Three</p>"


def test_what_could_run_is_not_saved(ana, lesson):
    block = added(ana, lesson, "callout")
    write(
        ana,
        lesson,
        block,
        style="careful",
        title="Mind",
        html='<p onclick="x()">A<script>b()</script><a href="javascript:c()">d</a></p>',
    )
    block.refresh_from_db()
    assert block.body == {
        "v": 1,
        "style": "careful",
        "title": "Mind",
        "html": '<p>A<a rel="noopener noreferrer">d</a></p>',
    }


def test_an_excerpt_shows_the_passages_of_the_chosen_source(ana, cast, lesson):
    edition = make.source(cast.shelf, passages=("One.", "Two.", "Three."))
    first, _, third = edition.passages.all()
    block = added(ana, lesson, "excerpt")
    look = ana.post(
        url("block_edit", lesson.slug, block.key), fields(ana, lesson, block) | {"edition": edition.pk, "look": "1"}
    )
    assert look.status_code == 200
    assert "¶2 Two." in look.content.decode()
    answer = write(
        ana, lesson, block, edition=edition.pk, letter="A", headnote="Who speaks?", passages=[third.pk, first.pk]
    )
    assert answer.status_code == 302
    block.refresh_from_db()
    assert (block.body["letter"], block.excerpt.headnote) == ("A", "Who speaks?")
    assert list(block.excerpt.ranges.values_list("passage", flat=True)) == [first.pk, third.pk]


def test_an_excerpt_of_a_shelf_that_one_may_not_read_is_refused(ana, cast, lesson):
    hidden = make.source(cast.other_shelf)
    block = added(ana, lesson, "excerpt")
    answer = write(ana, lesson, block, edition=hidden.pk, letter="A", passages=[hidden.passages.first().pk])
    assert answer.status_code == 422
    assert "Choose a source from the list." in answer.content.decode()
    assert hidden.source.title not in answer.content.decode()


def test_an_excerpt_says_what_is_missing(ana, cast, lesson):
    edition = make.source(cast.shelf)
    block = added(ana, lesson, "excerpt")
    page = write(ana, lesson, block, edition=edition.pk, letter="a").content.decode()
    assert "Tick at least one passage." in page
    assert "Use one capital letter, such as A." in page


def test_changing_an_excerpt_leaves_the_published_one(ana, cast):
    shown = make.excerpt(make.source(cast.shelf), headnote="Old")
    version = make.lesson(cast.shelf, blocks=({"kind": "excerpt", "body": {"v": 1, "letter": "A"}, "excerpt": shown},))
    block = version.blocks.get()
    assert write(ana, version.lesson, block, headnote="New").status_code == 302
    shown.refresh_from_db()
    block.refresh_from_db()
    assert (shown.headnote, block.excerpt) == ("Old", shown)
    assert draft_of(version.lesson).blocks.get().excerpt.headnote == "New"


def test_a_new_prompt_stands_on_the_shelf_of_the_lesson(ana, cast, lesson):
    block = added(ana, lesson, "prompt")
    write(ana, lesson, block, title="Divide", html="<p>Was it too much?</p>", audience="teacher", kind="close")
    block.refresh_from_db()
    prompt = block.prompt.prompt
    assert (prompt.shelf, prompt.title, prompt.audience, prompt.kind) == (cast.shelf, "Divide", "teacher", "close")
    assert (block.prompt.html, block.prompt.locked_at) == ("<p>Was it too much?</p>", None)


def test_a_published_prompt_gets_new_words_only_in_the_draft_and_never_other_readers(ana, cast):
    asked = make.prompt(cast.shelf, title="Divide", audience="teacher", html="<p>Old?</p>")
    version = make.lesson(cast.shelf, blocks=({"kind": "prompt", "prompt": asked},))
    block = version.blocks.get()
    write(ana, version.lesson, block, html="<p>New?</p>", audience="class", title="Other")
    asked.refresh_from_db()
    draft = draft_of(version.lesson).blocks.get().prompt
    assert (asked.html, draft.html, draft.number) == ("<p>Old?</p>", "<p>New?</p>", 2)
    assert (draft.prompt, draft.prompt.audience, draft.prompt.title) == (asked.prompt, "teacher", "Divide")


# -- Saving while one types ------------------------------------------------------------------------------------


def test_autosave_answers_with_a_new_stamp_and_the_time(ana, lesson):
    block = text_block(lesson)
    sent = fields(ana, lesson, block) | {"html": "<p>Two.</p>"}
    answer = ana.post(url("block_edit", lesson.slug, block.key), sent, **JSON).json()
    assert (answer["status"], answer["words"][:6]) == ("saved", "Saved ")
    assert answer["stamp"] == fields(ana, lesson, block)["stamp"] != sent["stamp"]


def test_the_same_save_sent_twice_is_saved_once(ana, lesson):
    block = text_block(lesson)
    sent = fields(ana, lesson, block) | {"html": "<p>Two.</p>"}
    answers = [ana.post(url("block_edit", lesson.slug, block.key), sent, **JSON).json()["status"] for _ in range(2)]
    assert answers == ["saved", "saved"]
    assert lesson.versions.count() == 2


def test_a_change_that_was_not_seen_is_never_written_over(ana, lesson):
    block = text_block(lesson)
    seen = fields(ana, lesson, block)
    write(ana, lesson, block, html="<p>First window.</p>")
    answer = ana.post(url("block_edit", lesson.slug, block.key), seen | {"html": "<p>Second window.</p>"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "First window." in page and "Second window." in page
    assert text_block(lesson).body["html"] == "<p>First window.</p>"
    stamp = answer.context["form"]["stamp"].value()
    ana.post(url("block_edit", lesson.slug, block.key), {"html": "<p>Second window.</p>", "stamp": stamp})
    assert text_block(lesson).body["html"] == "<p>Second window.</p>"


def test_a_conflict_is_told_to_the_script_with_both_texts(ana, lesson):
    block = text_block(lesson)
    seen = fields(ana, lesson, block)
    write(ana, lesson, block, html="<p>First window.</p>")
    answer = ana.post(url("block_edit", lesson.slug, block.key), seen | {"html": "<p>Second.</p>"}, **JSON)
    assert (answer.status_code, answer.json()["status"]) == (409, "conflict")
    assert "First window." in answer.json()["html"]
    assert answer.json()["stamp"] == fields(ana, lesson, block)["stamp"]


def test_details_conflict_too(ana, lesson):
    form = ana.get(url("lesson_edit", lesson.slug)).context["details"]
    sent = {"stamp": form["stamp"].value(), "central_question": "Q?"}
    ana.post(url("lesson_edit", lesson.slug), sent | {"title": "One"})
    answer = ana.post(url("lesson_edit", lesson.slug), sent | {"title": "Two"})
    assert answer.status_code == 409
    assert "One" in answer.content.decode() and 'value="Two"' in answer.content.decode()
    assert draft_of(lesson).title == "One"


def test_an_expired_sign_in_answers_401_and_changes_nothing(client, lesson):
    block = text_block(lesson)
    answer = client.post(url("block_edit", lesson.slug, block.key), {"html": "<p>Kept</p>"}, **JSON)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (401, "auth")
    plain = client.post(url("block_edit", lesson.slug, block.key), {"html": "<p>Kept</p>"})
    assert plain.status_code == 401
    assert lesson.versions.count() == 1


# -- Pasting ---------------------------------------------------------------------------------------------------


def test_paste_answers_with_safe_html_and_says_what_was_left_out(ana):
    sent = {
        "html": '<h1>Head</h1><p style="color:red">Words<img src="https://evil.example/x.png"></p><form><input></form>'
    }
    answer = ana.post(url("lesson_paste"), sent, **JSON).json()
    assert answer == {"html": "<h3>Head</h3><p>Words</p>", "words": "What was left out: 1 picture, 1 form, colours."}


def test_a_saved_web_page_is_added_without_a_script(ana, lesson):
    block = text_block(lesson)
    sent = {"text": "<h2>More</h2><ul><li>One</li></ul>"}
    answer = ana.post(url("block_paste", lesson.slug, block.key), sent)
    assert answer.url == url("block_edit", lesson.slug, block.key)
    assert text_block(lesson).body["html"] == "<p>Some words.</p><h3>More</h3><ul><li>One</li></ul>"
    empty = ana.post(url("block_paste", lesson.slug, block.key), {"text": " "})
    assert (empty.status_code, "Choose a file, or paste something" in empty.content.decode()) == (422, True)


# -- Copies ----------------------------------------------------------------------------------------------------


def test_a_copy_keeps_the_keys_and_says_where_it_comes_from(ana, cast):
    version = make.lesson(cast.other_shelf, title="Tom's")
    ShelfMember.objects.create(shelf=cast.other_shelf, user=cast.ana, right="reader")
    ana.post(url("lesson_copy", version.lesson.slug), {"shelf": cast.shelf.pk})
    made = Lesson.objects.get(shelf=cast.shelf)
    assert (made.copied_from, made.live_version) == (version, None)
    assert list(draft_of(made).blocks.values_list("key", "kind", "position")) == list(
        version.blocks.values_list("key", "kind", "position")
    )
    write(ana, made, draft_of(made).blocks.get(kind="prose"), html="<p>Mine.</p>")
    assert text_block(version.lesson).body["html"] == "<p>Some words.</p>"
