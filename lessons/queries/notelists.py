"""Lists of notes: one's own in a class, those of a class on a source, and both as W3C annotations."""

from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import Q

from coursesite.classes.models import Classroom
from lessons import webannotation
from lessons.models import AnchorMove, Post
from lessons.queries.notes import IN_DOUBT, NotedSource, NoteView, at_hand, note_views
from lessons.queries.talk import PostView
from lessons.sources.models import Source

ON_PAGE = 100
STATE_WORDS = {"review": "its words were changed", "orphaned": "its words are gone"}


@dataclass(frozen=True)
class OwnNotes:
    """One's own notes of a class: those that need a look first, then by source."""

    in_doubt: list[NoteView]
    by_source: list[tuple[Source, list[NoteView]]]

    @property
    def count(self) -> int:
        return len(self.in_doubt) + sum(len(views) for _, views in self.by_source)


def own_notes(user, classroom: Classroom, kind: str = "") -> OwnNotes:
    """Three queries for any number of notes."""
    rows = Post.objects.filter(author=user, discussion__classroom=classroom, passage__isnull=False)
    rows = at_hand(rows.filter(kind=kind) if kind else rows)
    order = ("discussion__source__title", "discussion__source", "passage__position", "created_at", "pk")
    views = note_views(rows.order_by(*order), user, moderates=False, with_moves=True)
    settled = [view for view in views if view.post.anchor_state not in IN_DOUBT]
    return OwnNotes(
        [view for view in views if view.post.anchor_state in IN_DOUBT],
        [(source, list(group)) for source, group in groupby(settled, key=lambda view: view.post.discussion.source)],
    )


def class_notes(noted: NotedSource, kind: str, number: int) -> tuple[Page, list[tuple[str, list[NoteView]]]]:
    """(a page of notes, the notes on it by passage with their replies)."""
    notes = noted.notes().exclude(visibility="private")
    notes = notes.filter(kind=kind) if kind else notes
    order = ("passage__edition__label", "passage__position", "passage__number", "created_at", "pk")
    page = Paginator(notes.order_by(*order).values_list("pk", flat=True), ON_PAGE).get_page(number)
    ids = list(page.object_list)
    readable = Post.objects.visible_to(noted.user)
    rows = at_hand(readable.filter(Q(pk__in=ids) | Q(parent__in=ids))).order_by(*order)
    place = {pk: at for at, pk in enumerate(ids)}
    views = note_views(rows, noted.user, moderates=noted.moderates)
    views.sort(key=lambda view: place[view.post.pk])
    return page, [(number, list(group)) for number, group in groupby(views, key=lambda view: view.post.place.number)]


def annotations(user, posts, address: str, site: str) -> dict:
    """Notes and replies as a page of W3C annotations. `posts` are what the user may read; `site` begins addresses."""
    rows = posts.select_related(None).select_related(*_EXPORTED)
    notes, answers = [], []
    views = {view.post.pk: view for view in note_views(at_hand(rows).order_by("pk"), user, moderates=False)}
    for view in views.values():
        notes.append(_noted(view, site))
        answers += [_answer(reply) for reply in view.replies]
    return webannotation.page(address, notes, answers)


_EXPORTED = ("author", "passage__edition__source")


def _noted(view: NoteView, site: str) -> webannotation.Noted:
    post, passage = view.post, view.post.place
    return webannotation.Noted(
        id=str(post.public_id), kind=post.kind, kind_words=post.get_kind_display(), text=view.text,
        by=post.author.name, created=post.created_at, modified=view.edited_at or post.created_at,
        source=f"{site}/sources/{post.discussion.noted.slug}/", language=passage.edition.language,
        number=passage.number, passage=passage.text, start=post.start, end=post.end, exact=post.exact,
        state_words=STATE_WORDS.get(post.anchor_state, ""),
    )  # fmt: skip


def _answer(view: PostView) -> webannotation.Answer:
    post, note = view.post, view.post.parent or view.post
    return webannotation.Answer(
        str(post.public_id), str(note.public_id), view.text, post.author.name, post.created_at,
        view.edited_at or post.created_at,
    )  # fmt: skip


def move_words(move: AnchorMove, before: AnchorMove) -> str:
    """What a correction did to a note, in a sentence; nothing where it stands where it stood."""
    here, there = f"¶{before.passage.number}", f"¶{move.passage.number}"
    if move.by_id and move.state == "moved":
        return f"You said that these are the words of your note, in {there}."
    if move.by_id and move.state == "orphaned":
        return "You said that these are not the words of your note. It keeps its old ones."
    if move.state == "moved" and here != there:
        return f"The text was corrected: the note moved with its words from {here} to {there}."
    return {
        "moved": f"The text was corrected: the note moved with its words inside {there}.",
        "review": f"The text was corrected, and the words of the note with it. In {there} stands now: “{move.exact}”.",
        "orphaned": f"The text was corrected: the words of the note are gone. They stood in {here}.",
    }.get(move.state, "")


def told_moves(view: NoteView) -> list[tuple[AnchorMove, str]]:
    """Every move of a note in words, the oldest first."""
    pairs = [(move, move_words(move, view.moves[at])) for at, move in enumerate(view.moves[1:])]
    return [(move, words) for move, words in pairs if words]
