"""Notes: posts on a passage of a source, with the words that they are about."""

import uuid

from django.db import transaction

from coursesite import clock
from coursesite.audit.actions import record
from coursesite.classes.models import Classroom
from lessons.actions.talk import CLOSED, USED, add_text
from lessons.errors import TalkError, TextCorrected
from lessons.models import AnchorMove, Discussion, Post, PostText
from lessons.sources.models import Edition, Passage, Source

HIDDEN = "Your teacher has hidden this note. Talk to your teacher before you change it."
ANSWERED = "Others have answered this note, so that it stays readable for them. You can take it back instead."
SETTLED = "This note needs no decision any more: load the page again."


def notes_of(classroom: Classroom, source: Source) -> Discussion:
    """The class's notes on a source, made if they are not there."""
    return Discussion.objects.get_or_create(classroom=classroom, source=source)[0]


@transaction.atomic
def write_note(
    *, by, classroom: Classroom, passage: Passage, start: int, end: int, kind: str, visibility: str, text: str,
    op_id: uuid.UUID,
) -> Post:  # fmt: skip
    """A note on passage.text[start:end], of the newest version of the text. Sent twice with one op_id it stands once."""
    talk = notes_of(classroom, passage.edition.source)
    _check(talk, op_id)
    anchor = {"passage": passage, "start": start, "end": end, "exact": passage.text[start:end]}
    values = {"discussion": talk, "author": by, "kind": kind, "visibility": visibility, "anchor_state": "anchored"}
    post, new = Post.objects.get_or_create(op_id=op_id, defaults=values | anchor)
    if post.author_id != by.pk or post.discussion_id != talk.pk:
        raise TalkError(USED)
    if new:
        if is_superseded(passage.edition):
            raise TextCorrected
        PostText.objects.create(post=post, n=1, text=text)
        AnchorMove.objects.create(post=post, n=1, state="anchored", by=by, **anchor)
        record(by=by, verb="note_write", target=f"post {post.public_id}", classroom_id=classroom.pk)
    return post


def is_superseded(edition: Edition) -> bool:
    """Whether a later version of this text stands."""
    later = Edition.objects.filter(source=edition.source_id, label=edition.label, number__gt=edition.number)
    return later.exclude(locked_at=None).exists()


def _check(talk: Discussion, op_id: uuid.UUID) -> None:
    if talk.locked_at:
        raise TalkError(CLOSED)
    if op_id.version != 4:  # version 5 names a private answer, and must never be taken by a post
        raise TalkError(USED)


@transaction.atomic
def reply_to_note(*, by, note: Post, text: str, op_id: uuid.UUID) -> Post:
    """An answer to a note, read by those who read the note. Replies go one level deep."""
    note = note.parent or note
    talk = note.discussion
    _check(talk, op_id)
    if note.visibility == "private" or note.hidden_at:
        raise TalkError("This note cannot be answered any more.")
    values = {"discussion": talk, "author": by, "parent": note, "visibility": note.visibility}
    post, new = Post.objects.get_or_create(op_id=op_id, defaults=values)
    if post.author_id != by.pk or post.parent_id != note.pk:
        raise TalkError(USED)
    if new:
        PostText.objects.create(post=post, n=1, text=text)
        record(by=by, verb="note_answer", target=f"post {post.public_id}", classroom_id=talk.classroom_id)
    return post


@transaction.atomic
def edit_note(*, by, note: Post, text: str, base: int, kind: str, visibility: str) -> PostText:
    """Other words, kind or readers for one's own note. Earlier words are kept; who could answer keeps reading."""
    note = Post.objects.select_for_update(of=("self",)).select_related("discussion").get(pk=note.pk)
    if note.discussion.locked_at:
        raise TalkError(CLOSED)
    if note.hidden_at and note.hidden_by_id != by.pk:
        raise TalkError(HIDDEN)
    changed = {"kind": kind, "visibility": visibility} if note.parent_id is None else {}
    if changed and visibility != note.visibility and note.replies.exclude(author=by).exists():
        raise TalkError(ANSWERED)
    kept = add_text(note, text, base)
    for name, value in changed.items():
        setattr(note, name, value)
    if changed:
        note.save(update_fields=list(changed))
        note.replies.exclude(visibility=visibility).update(visibility=visibility)
    record(by=by, verb="note_edit", target=f"post {note.public_id}", classroom_id=note.discussion.classroom_id)
    return kept


@transaction.atomic
def take_back_note(*, by, note: Post, back: bool = True) -> None:
    """Take one's own note or reply from everybody's sight, or put it there again. Its words are kept."""
    note = Post.objects.select_for_update(of=("self",)).select_related("discussion").get(pk=note.pk)
    if note.hidden_at and note.hidden_by_id != by.pk:
        raise TalkError(HIDDEN)
    note.hidden_at, note.hidden_by = (clock.now(), by) if back else (None, None)
    note.hidden_reason = ""
    note.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    verb = "note_take_back" if back else "note_put_back"
    record(by=by, verb=verb, target=f"post {note.public_id}", classroom_id=note.discussion.classroom_id)


@transaction.atomic
def settle_note(*, by, note: Post, are_the_words: bool) -> None:
    """The writer says whether the proposed words are those of the note; else it keeps its old ones, without a place."""
    note = Post.objects.select_for_update(of=("self",)).select_related("discussion").get(pk=note.pk)
    last = note.moves.order_by("-n").first()
    if note.anchor_state != "review" or last is None or last.state != "review":
        raise TalkError(SETTLED)
    passage_id = last.passage_id if are_the_words else note.place.pk
    if are_the_words:
        note.passage_id, note.start, note.end, note.exact = last.passage_id, last.start, last.end, last.exact
    note.anchor_state = "moved" if are_the_words else "orphaned"
    note.save(update_fields=["passage", "start", "end", "exact", "anchor_state"])
    AnchorMove.objects.create(
        post=note, n=last.n + 1, passage_id=passage_id, start=note.start, end=note.end, exact=note.exact,
        state=note.anchor_state, score=last.score, by=by,
    )  # fmt: skip
    record(by=by, verb="note_settle", target=f"post {note.public_id}", classroom_id=note.discussion.classroom_id)
