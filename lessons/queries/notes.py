"""Notes on a source in a class: the text with its counts, the notes on one passage, all notes of the class."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse

from coursesite.classes.models import Classroom, Enrolment
from coursesite.classes.policy import is_student_of
from lessons.models import AnchorMove, Discussion, Flag, Post, PostText
from lessons.policy import may_moderate, shown_in
from lessons.queries.talk import PostView
from lessons.sources.models import Edition, Source
from lessons.sources.places import Place, places_in
from lessons.sources.queries.page import SourcePage, Texts, locked_editions, newest_of, source_page, whole_texts
from lessons.sources.render import numbers_of
from lessons.strip import Row

FREE_EDIT = timedelta(minutes=5)
IN_DOUBT = ("review", "orphaned")
Key = tuple[str, str]  # label of the text, number of the passage


@dataclass(frozen=True)
class NotedSource:
    """A source in a class whose lessons or tasks show it, and who looks at it there."""

    classroom: Classroom
    source: Source
    user: object
    talk: int | None
    locked_at: datetime | None
    lock_id: UUID | None

    @property
    def moderates(self) -> bool:
        return may_moderate(self.user, self.talk_row)

    @property
    def talk_row(self) -> Discussion:
        return Discussion(classroom_id=self.classroom.pk)

    @property
    def is_studied(self) -> bool:
        return is_student_of(self.user, self.classroom.pk)

    def notes(self):
        """The notes that the user may read, without replies."""
        return Post.objects.visible_to(self.user).filter(discussion=self.talk, parent=None, passage__isnull=False)


def noted_source(user, classroom: UUID, slug: str) -> NotedSource | None:
    """None where the class is not the user's, or shows no such source. Two queries."""
    room = Classroom.objects.visible_to(user).filter(public_id=classroom).first()
    if room is None:
        return None
    talk = Discussion.objects.filter(classroom=room, source=OuterRef("pk"))
    columns = {f"talk_{name}": Subquery(talk.values(name)[:1]) for name in ("pk", "locked_at", "public_id")}
    shown = Source.objects.filter(shown_in(user, room.pk), slug=slug).select_related("place")
    source: Any = shown.annotate(**columns).first()  # with the columns of its discussion
    if source is None:
        return None
    return NotedSource(room, source, user, source.talk_pk, source.talk_locked_at, source.talk_public_id)


def classes_with(user, source: Source) -> list[Classroom]:
    """The user's classes in which this source is shown. One query."""
    shown = Source.objects.filter(shown_in(user, OuterRef(OuterRef("pk"))), pk=source.pk)
    return list(Classroom.objects.visible_to(user).filter(Exists(shown)).select_related("term").order_by("name", "pk"))


# -- Places and counts -------------------------------------------------------------------------------------


def address_of(classroom: UUID, slug: str, key: Key, anchor: str = "") -> str:
    """The class's page of a source, open at the notes on one passage."""
    page = reverse("lessons:source_in_class", args=[classroom, slug])
    return f"{page}?at={quote(':'.join(key))}#{anchor or 'p' + key[1]}"


def note_address(post: Post) -> str:
    """Where a note or a reply stands. It has discussion, its class and source, parent and passages at hand."""
    note = post.parent or post
    talk = post.discussion
    key = (note.place.edition.label, note.place.number)
    return address_of(talk.classroom.public_id, talk.noted.slug, key, f"note-{post.public_id}")


AT_HAND = (
    "author", "hidden_by", "passage__edition", "parent__passage__edition", "parent__author", "discussion__classroom",
    "discussion__source",
)  # fmt: skip


def counts_of(noted: NotedSource) -> tuple[dict[Key, Counter], int]:
    """(passage -> kind -> how many notes the user may read there, how many of her own have lost their words).

    What she may not read is not counted. One query.
    """
    found: dict[Key, Counter] = defaultdict(Counter)
    doubtful = 0
    lost = Count("pk", filter=Q(author=noted.user, anchor_state__in=IN_DOUBT))
    rows = noted.notes().filter(hidden_at=None).order_by()
    keys = ("passage__edition__label", "passage__number", "kind")
    for label, number, kind, count, lost_here in rows.values_list(*keys).annotate(count=Count("pk"), lost=lost):
        found[label, number][kind] = count
        doubtful += lost_here
    return found, doubtful


@dataclass(frozen=True)
class NotedPage:
    """The texts of a source with a place for notes after each passage, and what the reader may see counted."""

    noted: NotedSource
    head: SourcePage | None
    texts: Texts
    editions: dict[str, Edition]
    counts: dict[Key, Counter]
    places: dict[Key, Place]
    doubtful: int = 0

    @property
    def total(self) -> int:
        return sum(counts.total() for counts in self.counts.values())

    @property
    def gone(self) -> list[tuple[Key, int]]:
        """Passages that the text has no more, with the notes on them."""
        return [(key, counts.total()) for key, counts in sorted(self.counts.items()) if key not in self.places]

    def key_of(self, at: str) -> Key | None:
        """`en:8`, or 8 for the first text that has it, be it as part of 8-9; a passage that is gone if notes are on it."""
        label, colon, number = at.rpartition(":")
        known = [*self.places, *self.counts]
        if colon:
            return (label, number) if (label, number) in known else None
        exact = (key for key in known if key[1] == number)
        return next(exact, None) or next((key for key in known if number in numbers_of(key[1])), None)

    def count(self, key: Key) -> int:
        counts = self.counts.get(key)
        return counts.total() if counts else 0

    def strip_rows(self) -> list[Row]:
        """A row for each passage of the texts, in order, and for those that are gone."""
        keys = [*self.places, *(key for key, _ in self.gone)]
        return [Row(key[1], ":".join(key), dict(self.counts.get(key, {}))) for key in keys]


def noted_page(noted: NotedSource, *, with_head: bool = True) -> NotedPage:
    """Four queries at most once the texts are drawn, for any number of passages and notes."""
    editions = locked_editions(noted.source)
    texts = whole_texts(editions, places=True)
    places = {(p.label, p.number): p for text in texts.texts for p in places_in(text.html)}
    head = source_page(noted.source, editions) if with_head else None
    counts, doubtful = counts_of(noted) if noted.talk else ({}, 0)
    return NotedPage(noted, head, texts, {e.label: e for e in newest_of(editions)}, counts, places, doubtful)


# -- Notes as they are read ----------------------------------------------------------------------------------


@dataclass
class NoteView(PostView):
    """A note as the reader sees it; `proposal` are the words that a correction left in doubt, for its writer."""

    moves: list[AnchorMove] = field(default_factory=list)

    @property
    def proposal(self) -> AnchorMove | None:
        return self.moves[-1] if self.post.anchor_state == "review" and self.moves else None

    @property
    def is_whole(self) -> bool:
        return self.post.passage_id is None or self.post.exact == self.post.place.text

    @property
    def taken_back(self) -> bool:
        return self.post.hidden_at is not None and self.post.hidden_by_id == self.post.author_id

    @property
    def may_change(self) -> bool:
        return self.is_own and (self.post.hidden_at is None or self.taken_back)

    @property
    def key(self) -> Key:
        return self.post.place.edition.label, self.post.place.number

    @property
    def address(self) -> str:
        return note_address(self.post)


def at_hand(posts):
    """The rows with all that draws them; whether their writer teaches the class comes with them."""
    teaching = Enrolment.objects.filter(user=OuterRef("author"), classroom=OuterRef("discussion__classroom")).teaching()
    return posts.select_related(*AT_HAND).annotate(by_staff=Exists(teaching))


def note_views(posts: Iterable[Post], user, *, moderates: bool, with_moves: bool = False) -> list[NoteView]:
    """Threads out of at_hand() rows, in their order. Two queries; one more where somebody moderates."""
    posts = list(posts)
    ids = [post.pk for post in posts]
    texts, flags, moves = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in PostText.objects.filter(post__in=ids).order_by("n"):
        texts[row.post_id].append(row)
    if moderates:
        for flag in Flag.objects.filter(post__in=ids, settled_at=None).select_related("by"):
            flags[flag.post_id].append(flag)
    if with_moves or any(post.anchor_state == "review" for post in posts):
        for move in AnchorMove.objects.filter(post__in=ids).select_related("passage").order_by("n"):
            moves[move.post_id].append(move)
    views: dict[int, NoteView] = {}
    for post in posts:
        if texts[post.pk]:
            views[post.pk] = _view(post, texts[post.pk], flags[post.pk], moves[post.pk], user, moderates)
    for view in views.values():
        if view.post.parent_id in views:
            views[view.post.parent_id].replies.append(view)
    return [view for view in views.values() if view.post.parent_id is None]


def _view(post: Any, texts: list[PostText], flags: list[Flag], moves: list, user, moderates: bool) -> NoteView:
    newest, is_own = texts[-1], post.author_id == user.pk
    late = newest.n > 1 and newest.at - post.created_at > FREE_EDIT
    history = texts[:-1] if moderates or is_own else []
    edited = newest.at if late else None
    return NoteView(post, newest.text, newest.n, edited, is_own, post.by_staff, history, flags, moves=moves)


def notes_at(noted: NotedSource, key: Key) -> list[NoteView]:
    """The notes on one passage that the user may read, one's own first, with their replies."""
    label, number = key
    here = Q(passage__edition__label=label, passage__number=number) | Q(
        parent__passage__edition__label=label, parent__passage__number=number
    )
    rows = at_hand(Post.objects.visible_to(noted.user).filter(here, discussion=noted.talk))
    views = note_views(rows.order_by("created_at", "pk"), noted.user, moderates=noted.moderates)
    return sorted(views, key=lambda view: not view.is_own)
