"""S6: notes survive a correction. Moved where their words stand word for word, proposed where they are alike, never lost."""

import random
import re
import time
from collections import Counter

import pytest
from django.urls import reverse
from lxml import html as lxml_html

from coursesite.jobs.models import Job
from lessons.actions.notes import settle_note
from lessons.errors import TalkError
from lessons.models import AnchorMove, Post
from lessons.sources.actions.editions import correct_edition
from lessons.sources.actions.loading import load_sources
from lessons.sources.drafts import PassageDraft
from tests import make
from tests.lessons import noting
from tests.lessons.test_anchors import plain
from tests.sources.big import big_source

KINDS = ("observe", "reflect", "question", "sourcing")
SEEN = ("private", "class", "teacher")


def words(response) -> str:
    return " ".join(lxml_html.fromstring(response.content.decode()).text_content().split())


def places(post: Post) -> tuple:
    return post.passage_id, post.start, post.end, post.exact, post.anchor_state


def on_words(rng, passage) -> tuple[int, int]:
    """Three to eight whole words; now and then the whole passage."""
    spans = [match.span() for match in re.finditer(r"\S+", passage.text)]
    if rng.random() < 0.1 or len(spans) < 4:
        return 0, len(passage.text)
    first = rng.randrange(len(spans) - 3)
    last = min(first + rng.randrange(2, 8), len(spans) - 1)
    return spans[first][0], spans[last][1]


def two_hundred(cast, edition, count: int = 200) -> list[Post]:
    """Thirty students write them all over the text."""
    rng = random.Random(1959)
    students = [make.user(f"Student {n}") for n in range(30)]
    for one in students:
        make.enrolment(cast.hist, one)
    passages = list(edition.passages.all())
    rows = []
    for n in range(count):
        passage = rng.choice(passages[:8] if n % 2 else passages)  # where the correction is, and everywhere
        rows.append((students[n % 30], passage, *on_words(rng, passage), rng.choice(KINDS), rng.choice(SEEN)))
    return noting.many_notes(cast.hist, rows)


def typo(text: str, rng) -> str:
    """One letter of a longer word doubled."""
    found = rng.choice(list(re.finditer(r"[A-Za-z]{6,}", text)))
    at = found.start() + 3
    return text[:at] + text[at] + text[at:]


def straight(text: str) -> str:
    return text.translate(str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-"}))


def corrected(edition) -> list[PassageDraft]:
    """Five typos, straight quotation marks, a sentence deleted, a paragraph split."""
    rng = random.Random(6)
    drafts = [PassageDraft(p.number, p.kind, straight(p.text)) for p in edition.passages.all()]
    body = [n for n, d in enumerate(drafts) if d.kind == "p"]
    for n in range(5):
        at = body[n % len(body)]
        drafts[at] = PassageDraft(drafts[at].number, "p", typo(drafts[at].text, rng))
    longest = max(body[:8], key=lambda n: len(drafts[n].text))
    text = drafts[longest].text
    middle = text.index(" ", len(text) // 2)
    number = drafts[longest].number
    drafts[longest : longest + 1] = [
        PassageDraft(number, "p", text[:middle].strip()), PassageDraft(f"{number}.2", "p", text[middle:].strip()),
    ]  # fmt: skip
    shorter = next(n for n in reversed(body[:8]) if n != longest and len(drafts[n].text) > 120)
    text = drafts[shorter].text
    drafts[shorter] = PassageDraft(drafts[shorter].number, "p", text[: text.index(" ", len(text) * 2 // 3)] + ".")
    return drafts


def survives(exact: str, texts: list[str]) -> bool:
    """Whether these words, as whole words, stand somewhere in the new text."""
    return any(re.search(rf"(?<!\w){re.escape(plain(exact))}(?!\w)", text) for text in texts)


def zimyanin(cast):
    sources = load_sources(shelf=make.shelf(cast.ana, kind="school"), by=cast.ana)
    return sources["zimyanin-report"].editions.get(label="en")


def synthetic(cast):
    return big_source(cast.shelf).first


@pytest.mark.parametrize("text", [zimyanin, synthetic], ids=["zimyanin", "synthetic"])
def test_s6_two_hundred_notes_survive_a_correction(cast, text, say):
    edition = text(cast)
    before = {post.pk: post.exact for post in two_hundred(cast, edition)}
    new = noting.correct(edition, corrected(edition), cast.ana)
    began = time.process_time()
    noting.run_job(new, cast.ana)
    took = time.process_time() - began
    texts = [plain(passage.text) for passage in new.passages.all()]
    after = list(Post.objects.select_related("passage"))
    assert sorted(post.pk for post in after) == sorted(before)
    for post in after:
        on_text = post.passage.text[post.start : post.end]
        assert (post.exact, post.passage.edition_id) == (
            on_text, new.pk if post.anchor_state in ("anchored", "moved") else edition.pk,
        )  # fmt: skip
        assert plain(post.exact) == plain(before[post.pk])
        if post.anchor_state in ("review", "orphaned"):
            assert post.exact == before[post.pk]
    left = [p.exact for p in after if p.anchor_state in ("review", "orphaned") and survives(p.exact, texts)]
    assert left == []
    states = Counter(post.anchor_state for post in after)
    say(f"S6 {edition}: {dict(states)} of 200 in {took:.2f} s of CPU")
    assert states["moved"] > 0 and states["review"] + states["orphaned"] > 0 and took < 5


def test_s6_running_the_job_again_changes_nothing(cast):
    edition = synthetic(cast)
    two_hundred(cast, edition)
    new = noting.correct(edition, corrected(edition), cast.ana)
    noting.run_job(new, cast.ana)
    rows = [places(post) for post in Post.objects.order_by("pk")], AnchorMove.objects.count()
    noting.run_job(new, cast.ana)
    assert ([places(post) for post in Post.objects.order_by("pk")], AnchorMove.objects.count()) == rows


def test_three_thousand_notes_are_found_again_in_under_ten_seconds(cast, say):
    edition = synthetic(cast)
    two_hundred(cast, edition, 3000)
    drafts = [PassageDraft(d.number, d.kind, d.text.replace("the ", "this ", 3)) for d in corrected(edition)]
    new = noting.correct(edition, drafts, cast.ana)
    began = time.process_time()
    job = noting.run_job(new, cast.ana)
    took = time.process_time() - began
    say(
        f"re-anchoring 3,000 notes: {took:.2f} s of CPU; {dict(Counter(Post.objects.values_list('anchor_state', flat=True)))}"
    )
    assert (took < 10, job.state, job.done) == (True, "done", 100)


# -- The job and what is told ----------------------------------------------------------------------------


OLD = ("First words here.", "He did not agree to the proposal that evening.", "Third words, never to be seen again.")
NEW = ("Quite new. First words here.", "He did not agree to the proposals that evening.", "Nothing of that.")


@pytest.fixture
def read(cast):
    return noting.reading(cast.hist, cast.shelf, passages=OLD)


def new_text(read, by, texts=NEW):
    return noting.correct(read.edition, [PassageDraft(str(n), "p", t) for n, t in enumerate(texts, 1)], by)


def whole(cast, read, number, author=None, seen="class"):
    text = read.passage(number).text
    author = author or cast.irina
    return make.note(cast.hist, read.passage(number), author, f"Note on {number}", seen, end=len(text), exact=text)


def test_a_correction_starts_the_job_and_tells_only_what_the_teacher_may_read(
    cast, read, django_capture_on_commit_callbacks
):
    for number in ("1", "2", "3"):
        whole(cast, read, number)
    whole(cast, read, "3", cast.omar, "private")
    with django_capture_on_commit_callbacks(execute=True):
        drafts = [PassageDraft(str(n), "p", t) for n, t in enumerate(NEW, 1)]
        new = correct_edition(edition=read.edition, passages=drafts, by=cast.ana, note="typos")
    job = Job.objects.get()
    assert (job.kind, job.by, job.given) == (
        "lessons.tasks.reanchor_notes", cast.ana, {"edition_id": new.pk, "by_id": cast.ana.pk},
    )  # fmt: skip
    done = noting.run_job(new, cast.ana)
    assert done.result["told"] == (
        "Of 3 notes that you may read: 1 moved with its words; 1 needs a look by its writer: its words were changed; "
        "1 is kept with its old words, which are gone from the text."
    )
    assert done.result["url"] == reverse("lessons:source_notes", args=[read.source.slug])


def test_a_text_without_notes_starts_no_job(cast, read, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        new_text(read, cast.ana)
    assert Job.objects.count() == 0


def test_students_are_told_of_every_move_in_words(client, cast, read):
    for number in ("1", "2", "3"):
        whole(cast, read, number)
    noting.run_job(new_text(read, cast.ana), cast.ana)
    client.force_login(cast.irina)
    page = words(client.get(read.mine))
    assert "These need your look" in page
    assert "the note moved with its words inside ¶1." in page
    assert "In ¶2 stands now: “He did not agree to the proposals that evening.”" in page
    assert "the words of the note are gone. They stood in ¶3." in page
    assert OLD[2] in page
    quiet = words(client.get(read.page))
    assert "The text was corrected. 2 of your notes have lost their words or need your look: My notes" in quiet
    client.force_login(cast.omar)
    assert "of your notes" not in words(client.get(read.page))


@pytest.mark.parametrize(("answer", "state", "exact"), [("yes", "moved", NEW[1]), ("no", "orphaned", OLD[1])])
def test_the_writer_says_whether_these_are_the_words(client, cast, read, answer, state, exact):
    note = whole(cast, read, "2")
    new = new_text(read, cast.ana)
    noting.run_job(new, cast.ana)
    client.force_login(cast.irina)
    address = reverse("lessons:note_settle", args=[note.public_id])
    assert client.post(address, {"answer": answer}).status_code == 302
    note.refresh_from_db()
    assert (note.anchor_state, note.exact, note.moves.count()) == (state, exact, 3)
    assert client.post(address, {"answer": answer}).status_code == 409
    noting.run_job(new, cast.ana)
    note.refresh_from_db()
    assert (note.anchor_state, note.moves.count()) == (state, 3)
    with pytest.raises(TalkError):
        settle_note(by=cast.irina, note=note, are_the_words=True)


def test_words_that_come_back_bring_their_note_back(cast, read):
    note = whole(cast, read, "3")
    second = new_text(read, cast.ana)
    noting.run_job(second, cast.ana)
    drafts = [PassageDraft(str(n), "p", t) for n, t in enumerate(OLD, 1)]
    third = correct_edition(edition=second, passages=drafts, by=cast.ana, note="")
    noting.run_job(second, cast.ana)  # asked for the older one, it looks in the newest
    note.refresh_from_db()
    assert (note.anchor_state, note.passage.edition, note.exact) == ("anchored", third, OLD[2])
    assert list(note.moves.values_list("n", "state")) == [(1, "anchored"), (2, "orphaned"), (3, "anchored")]


def test_a_note_whose_paragraph_is_gone_is_listed_at_the_end(client, cast, read):
    whole(cast, read, "3")
    new_text(read, cast.ana, NEW[:2])
    noting.run_job(read.source.editions.latest("number"), cast.ana)
    client.force_login(cast.irina)
    page = words(client.get(read.page))
    assert ("Notes whose paragraph is gone" in page, "1 note on paragraph 3" in page) == (True, True)
    opened = words(client.get(f"{read.page}?at=en:3"))
    assert ("Its words are gone from the text." in opened, OLD[2] in opened) == (True, True)


def test_a_note_on_another_text_of_the_source_stays(cast):
    big = big_source(cast.shelf, paragraphs=10)
    (note,) = noting.many_notes(
        cast.hist, [(cast.irina, big.second.passages.get(number="5"), 0, 11, "observe", "class")]
    )
    before = places(note)
    new = noting.correct(big.first, corrected(big.first), cast.ana)
    noting.run_job(new, cast.ana)
    note.refresh_from_db()
    assert (places(note), note.moves.count()) == (before, 1)
