"""After a text was corrected: where the notes on it are now."""

from collections import Counter, defaultdict
from decimal import ROUND_DOWN, Decimal

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.urls import reverse

from coursesite.jobs.actions import start_job
from coursesite.jobs.models import Job
from lessons.anchors import Anchor, Correction, Result, Text
from lessons.models import AnchorMove, Post
from lessons.sources.models import Edition

REANCHOR = "lessons.tasks.reanchor_notes"
STEP = 250


def follow_correction(*, old: Edition, new: Edition, by) -> Job | None:
    """settings.EDITION_FOLLOWERS: where classes have notes on the text, the worker looks where their words are now."""
    if not notes_behind(new).exists():
        return None
    return start_job(
        task=REANCHOR,
        title=f"Finding the notes of “{new.source.title}” in the corrected text"[:200],
        by=by,
        total=100,
        back=reverse("sources:source", args=[new.source.slug]),
        edition_id=new.pk,
        by_id=by.pk,
    )


def notes_behind(new: Edition):
    """The notes whose last sure place is in an earlier version of this text."""
    return Post.objects.filter(
        passage__edition__source=new.source_id,
        passage__edition__label=new.label,
        passage__edition__number__lt=new.number,
    )


def texts_of(edition_id: int) -> list[Text]:
    edition = Edition.objects.get(pk=edition_id)
    return [Text(*row) for row in edition.passages.values_list("pk", "number", "text")]


class Corrections(dict):
    """Earlier version's id -> the correction from it to the newest one, read when first asked for."""

    def __init__(self, new: Edition):
        super().__init__()
        self.new = texts_of(new.pk)

    def __missing__(self, edition_id: int) -> Correction:
        self[edition_id] = Correction(texts_of(edition_id), self.new)
        return self[edition_id]


@transaction.atomic
def reanchor_next(*, edition: Edition, corrections: Corrections, after: int) -> int | None:
    """Look for the next notes by id after this one; says the last id, None when there are no more.

    Done again it adds nothing: a row of the log is written only where something is other than it was.
    """
    notes = list(
        notes_behind(edition).filter(pk__gt=after).order_by("pk").select_for_update(of=("self",))
        .select_related("passage")[:STEP]
    )  # fmt: skip
    if not notes:
        return None
    logs: dict[int, list[AnchorMove]] = defaultdict(list)
    for move in AnchorMove.objects.filter(post__in=[note.pk for note in notes]).order_by("n"):
        logs[move.post_id].append(move)
    moves = []
    for note in notes:
        anchor = Anchor(note.passage_id, note.start, note.end, note.exact)
        found = corrections[note.passage.edition_id].find(anchor)
        following = _next_move(note, found, logs[note.pk])
        if following:
            moves.append(following)
    AnchorMove.objects.bulk_create(moves)
    _place(moves)
    return notes[-1].pk


def _next_move(note: Post, found: Result, log: list[AnchorMove]) -> AnchorMove | None:
    """What is to be added to the log: nothing where it says so already, or where the writer said no to that before."""
    score = Decimal(str(found.score)).quantize(Decimal("0.001"), ROUND_DOWN)
    place = (found.state, found.key, found.start, found.end)
    said = [(move.state, move.passage_id, move.start, move.end) for move in log]
    if said and said[-1] == place:
        return None
    refused = bool(log) and log[-1].state == "orphaned" and log[-1].by_id is not None
    if refused and found.state == "review" and place in said:
        return None
    n = log[-1].n + 1 if log else 1
    return AnchorMove(
        post=note, n=n, passage_id=found.key, start=found.start, end=found.end, exact=found.exact,
        state=found.state, score=score,
    )  # fmt: skip


def _place(moves: list[AnchorMove]) -> None:
    """The notes as the log says. What is only proposed, or gone, leaves a note on its last sure words.

    Two statements that read the log: naming each row's values in them takes ten times as long.
    """
    newest = AnchorMove.objects.filter(post=OuterRef("pk")).order_by("-n")
    sure = [move.post_id for move in moves if move.state in ("anchored", "moved")]
    columns = ("passage", "start", "end", "exact")
    Post.objects.filter(pk__in=sure).update(**{name: Subquery(newest.values(name)[:1]) for name in columns})
    changed = [move.post_id for move in moves]
    Post.objects.filter(pk__in=changed).update(anchor_state=Subquery(newest.values("state")[:1]))


def told(edition: Edition, user) -> str:
    """What became of the notes that the user may read, in a sentence: private ones of others are not even counted."""
    mine = Post.objects.visible_to(user).filter(passage__edition__source=edition.source_id)
    mine = mine.filter(passage__edition__label=edition.label)
    counts = Counter(mine.values_list("anchor_state", flat=True))
    total = sum(counts.values())
    if not total:
        return "The notes on this text were looked through. None of them is for you to read."
    parts = [
        (counts["anchored"], "stand where they stood", "stands where it stood"),
        (counts["moved"], "moved with their words", "moved with its words"),
        (counts["review"], "need a look by their writers: their words were changed",
         "needs a look by its writer: its words were changed"),
        (counts["orphaned"], "are kept with their old words, which are gone from the text",
         "is kept with its old words, which are gone from the text"),
    ]  # fmt: skip
    said = [f"{count} {one if count == 1 else many}" for count, many, one in parts if count]
    return f"Of {total} note{'s' if total != 1 else ''} that you may read: {'; '.join(said)}."
