"""What discussions and private answers ask: who is asked what, and the posts that a reader may see."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from coursesite.accounts.models import User
from coursesite.classes.models import Assignment, Classroom, Enrolment
from coursesite.classes.policy import is_student_of
from lessons.blocks import own_answers
from lessons.blocks.helping import starters_for
from lessons.models import (
    AssignedLesson,
    Block,
    Discussion,
    Flag,
    GatePass,
    Lesson,
    Post,
    PostText,
    Prompt,
    PromptVersion,
)
from lessons.policy import may_moderate
from lessons.sources.render import stored_html
from lessons.starters import skill_for

FREE_EDIT = timedelta(minutes=5)


@dataclass(frozen=True)
class Asked:
    """A prompt in a class that was given it in a lesson."""

    assignment: Assignment
    lesson: Lesson
    lesson_title: str
    lesson_skill: str
    version: PromptVersion
    user: User

    @property
    def prompt(self) -> Prompt:
        return self.version.prompt

    @property
    def classroom(self) -> Classroom:
        return self.assignment.classroom

    @property
    def html(self):
        return stored_html(self.version.html)

    @property
    def is_private(self) -> bool:
        return self.prompt.audience == "teacher"

    @property
    def is_studied(self) -> bool:
        return is_student_of(self.user, self.classroom.pk)

    @property
    def moderates(self) -> bool:
        return may_moderate(self.user, Discussion(classroom_id=self.classroom.pk))

    def starters(self) -> list[str]:
        """The beginnings that stand beside this prompt: alone they are no answer. One query at most."""
        return starters_for(self.user, self.classroom, skill_for(self.prompt.kind, self.lesson_skill))

    def enrolment(self) -> Enrolment:
        return Enrolment.objects.get(user=self.user, classroom=self.classroom)

    def is_open(self, now: datetime) -> bool:
        return not self.is_studied or self.assignment.opens_at is None or self.assignment.opens_at <= now


def asked(user, classroom: UUID, prompt: UUID) -> Asked | None:
    """The prompt, where a lesson of the user's class asks it. Two queries."""
    given = (
        AssignedLesson.objects.visible_to(user)
        .filter(assignment__classroom__public_id=classroom, version__blocks__prompt__prompt__public_id=prompt)
        .select_related("assignment__classroom", "version__lesson")
        .order_by("-pk")
        .first()
    )
    if given is None:
        return None
    asking = given.version.blocks.filter(prompt__prompt__public_id=prompt).order_by("position").values("prompt")[:1]
    version = PromptVersion.objects.select_related("prompt").get(pk=Subquery(asking))
    return Asked(given.assignment, given.version.lesson, given.version.title, given.version.skill, version, user)


@dataclass
class PostView:
    """A post as the reader sees it."""

    post: Post
    text: str
    n: int
    edited_at: datetime | None
    is_own: bool
    by_staff: bool
    history: list[PostText] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    replies: list["PostView"] = field(default_factory=list)

    @property
    def paragraphs(self) -> list[str]:
        return [line for line in self.text.split("\n") if line.strip()]


@dataclass(frozen=True)
class Skipped:
    """A student who opened a text without saying first what she expected of it."""

    name: str
    at: datetime


def skipped(found: Asked) -> list[Skipped]:
    """Who passed on this prompt where it stands before a text, and has not answered since. One query; for teachers."""
    gates = Block.objects.filter(version__assignedlesson__assignment__classroom=found.classroom)
    gates = gates.filter(kind="excerpt", prompt__prompt=found.prompt, version__lesson=OuterRef("lesson"))
    answered = Post.objects.filter(discussion__classroom=found.classroom, discussion__prompt=found.prompt)
    rows = GatePass.objects.filter(enrolment__in=Enrolment.objects.current().filter(classroom=found.classroom))
    rows = rows.filter(Exists(gates.filter(key=OuterRef("key"))))
    rows = rows.exclude(enrolment__user__in=answered.values("author")).select_related("enrolment__user")
    return [Skipped(row.enrolment.user.name, row.at) for row in rows.order_by("enrolment__user__sort_name", "pk")]


def is_before_a_text(found: Asked) -> bool:
    """Whether the prompt stands before the text of an excerpt in the class's lesson. One query."""
    rows = Block.objects.filter(version__assignedlesson__assignment=found.assignment, kind="excerpt")
    return rows.filter(prompt__prompt=found.prompt).exists()


@dataclass(frozen=True)
class TalkPage:
    discussion: Discussion | None
    posts: list[PostView]
    has_posted: bool

    @property
    def count(self) -> int:
        return sum(1 + len(view.replies) for view in self.posts)

    @property
    def locked_at(self) -> datetime | None:
        return self.discussion.locked_at if self.discussion else None


def talk_page(found: Asked) -> TalkPage:
    """The posts that the reader may see, in threads. Five queries for any number of posts."""
    talk = Discussion.objects.filter(classroom=found.classroom, prompt=found.prompt).first()
    if talk is None:
        return TalkPage(None, [], False)
    posts = list(Post.objects.visible_to(found.user).filter(discussion=talk).select_related("author", "hidden_by"))
    texts, flags = defaultdict(list), defaultdict(list)
    for row in PostText.objects.filter(post__in=[post.pk for post in posts]):
        texts[row.post_id].append(row)
    if found.moderates:
        for flag in Flag.objects.filter(post__discussion=talk, settled_at=None).select_related("by"):
            flags[flag.post_id].append(flag)
    staff = set(Enrolment.objects.filter(classroom=found.classroom).teaching().values_list("user", flat=True))
    views = {
        post.pk: _view(post, texts[post.pk], flags[post.pk], found, post.author_id in staff)
        for post in posts
        if texts[post.pk]
    }
    for view in views.values():
        if view.post.parent_id in views:
            views[view.post.parent_id].replies.append(view)
    has_posted = any(view.is_own and view.post.parent_id is None for view in views.values())
    return TalkPage(talk, [view for view in views.values() if view.post.parent_id is None], has_posted)


def _view(post: Post, texts: list[PostText], flags: list[Flag], found: Asked, by_staff: bool) -> PostView:
    newest = max(texts, key=lambda row: row.n)
    late = newest.n > 1 and newest.at - post.created_at > FREE_EDIT
    is_own = post.author_id == found.user.pk
    may_look_back = found.moderates or (is_own and found.is_private)
    history = sorted(texts, key=lambda row: row.n)[:-1] if may_look_back else []
    return PostView(post, newest.text, newest.n, newest.at if late else None, is_own, by_staff, history, flags)


def first_guess(user, classroom: Classroom, version_id: int):
    """The user's answer to the lesson's first-guess prompt (an OwnAnswer with the first wording), or None."""
    prompts = Prompt.objects.filter(kind="guess", versions__block__version=version_id).values_list("pk", flat=True)
    return next(iter(own_answers(user, classroom, list(prompts)).values()), None)
