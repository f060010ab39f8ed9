"""Posts, private answers to prompts, and keeping discussions decent."""

import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction

from coursesite import clock
from coursesite.audit.actions import record
from coursesite.classes.actions import finish_work, touch_work
from coursesite.classes.models import Classroom, Enrolment, Work
from lessons.errors import AnswerConflict, TalkError
from lessons.models import AssignedPrompt, Discussion, Flag, Post, PostText, Prompt

FREE_EDIT = timedelta(minutes=5)
ANSWERS = uuid.UUID("0f6a1cc2-5f43-4c39-9a53-52d8d3b8f0a7")
USED = "This form was used by somebody else. Load the page again, then send your words."
CLOSED = "This discussion is locked by the teacher: it takes no new posts. Copy your words if you want to keep them."


def discussion_of(classroom: Classroom, prompt: Prompt) -> Discussion:
    """The class's discussion of a prompt, made if it is not there."""
    return Discussion.objects.get_or_create(classroom=classroom, prompt=prompt)[0]


@transaction.atomic
def save_answer(
    *, by, classroom: Classroom, prompt: Prompt, text: str, base: int, work: Work | None = None
) -> PostText:
    """Keep a private answer: n = base + 1. `base` is the number that the writer saw last, 0 for none.

    There is one answer for a prompt and person: its op_id is made of both, so two windows cannot begin two. The same
    words sent twice are kept once; other words on an older base raise AnswerConflict with what stands.
    """
    talk = discussion_of(classroom, prompt)
    op_id = uuid.uuid5(ANSWERS, f"{talk.public_id}/{by.public_id}")
    values = {"discussion": talk, "author": by, "work": work, "visibility": prompt.audience}
    post, _ = Post.objects.get_or_create(op_id=op_id, defaults=values)
    return add_text(post, text, base)


def add_text(post: Post, text: str, base: int) -> PostText:
    """The next wording of a post, or the newest where it has these words already."""
    newest = post.texts.order_by("-n").first()
    stands = newest.n if newest else 0
    if newest and newest.text == text and base <= stands:
        return newest
    if base != stands:
        raise AnswerConflict(newest.text if newest else "", stands, newest.at if newest else None)
    try:
        with transaction.atomic():
            return PostText.objects.create(post=post, n=base + 1, text=text)
    except IntegrityError:  # another request wrote this number in the meantime
        newest = post.texts.latest("n")
        if newest.text == text:
            return newest
        raise AnswerConflict(newest.text, newest.n, newest.at) from None


@transaction.atomic
def write_post(
    *, by, classroom: Classroom, prompt: Prompt, text: str, op_id: uuid.UUID, parent: Post | None = None,
    work: Work | None = None,
) -> Post:  # fmt: skip
    """A post, or a reply to one. Sent twice with one op_id it stands once. Replies go one level deep."""
    talk = discussion_of(classroom, prompt)
    if talk.locked_at:
        raise TalkError(CLOSED)
    if op_id.version != 4:  # version 5 names a private answer, and must never be taken by a post
        raise TalkError(USED)
    if parent is not None and parent.parent_id:
        parent = parent.parent
    values = {"discussion": talk, "author": by, "parent": parent, "work": work, "visibility": prompt.audience}
    post, new = Post.objects.get_or_create(op_id=op_id, defaults=values)
    if post.author_id != by.pk or post.discussion_id != talk.pk:
        raise TalkError(USED)
    if new:
        PostText.objects.create(post=post, n=1, text=text)
        if parent is None:
            _hand_in(by, classroom, prompt)
        record(by=by, verb="post_write", target=f"post {post.public_id}", classroom_id=classroom.pk)
    return post


def _hand_in(by, classroom: Classroom, prompt: Prompt) -> None:
    """Where the prompt stands in the class's plan by itself, a student's first post hands it in."""
    given = AssignedPrompt.objects.filter(prompt=prompt, assignment__classroom=classroom).select_related("assignment")
    place = Enrolment.objects.current().students().filter(user=by, classroom=classroom).first()
    for row in given if place else ():
        work = touch_work(assignment=row.assignment, enrolment=place)
        if work.done_at is None:
            finish_work(work=work, at=clock.now())


@transaction.atomic
def edit_post(*, by, post: Post, text: str, base: int) -> PostText:
    """New words for one's own post. The earlier ones are kept for the teacher."""
    if post.discussion.locked_at:
        raise TalkError(CLOSED)
    if post.hidden_at:
        raise TalkError("Your teacher has hidden this post. Talk to your teacher before you change it.")
    changed = add_text(post, text, base)
    record(by=by, verb="post_edit", target=f"post {post.public_id}", classroom_id=post.discussion.classroom_id)
    return changed


@transaction.atomic
def flag_post(*, by, post: Post, reason: str) -> Flag:
    """Report a post to the teachers of the class. A second report by the same person changes nothing."""
    if post.author_id == by.pk:
        raise TalkError("This is your own post. You can edit it instead.")
    flag, new = Flag.objects.get_or_create(post=post, by=by, defaults={"reason": reason})
    if new:
        record(by=by, verb="post_flag", target=f"post {post.public_id}", classroom_id=post.discussion.classroom_id)
    return flag


@transaction.atomic
def hide_post(*, by, post: Post, reason: str = "", hidden: bool = True) -> None:
    """Hide a post with a reason that its author is told, or show it. Reports of it are settled either way."""
    now = clock.now()
    post.hidden_at, post.hidden_by, post.hidden_reason = (now, by, reason) if hidden else (None, None, "")
    post.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    post.flags.filter(settled_at=None).update(settled_at=now)
    verb = "post_hide" if hidden else "post_show"
    classroom = post.discussion.classroom_id
    record(by=by, verb=verb, target=f"post {post.public_id}", classroom_id=classroom, reason=reason)


@transaction.atomic
def lock_discussion(*, by, discussion: Discussion, locked: bool) -> None:
    """Take no new posts from now on, or take them again. What stands stays readable."""
    discussion.locked_at = clock.now() if locked else None
    discussion.save(update_fields=["locked_at"])
    verb = "discussion_lock" if locked else "discussion_unlock"
    record(by=by, verb=verb, target=f"discussion {discussion.public_id}", classroom_id=discussion.classroom_id)
