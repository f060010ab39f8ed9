"""What the tests of notes share: a class that reads a source, notes in many, a correction and its job."""

import uuid
from dataclasses import dataclass

from django.urls import reverse

from coursesite.jobs.models import Job
from lessons.models import AnchorMove, Discussion, Post, PostText
from lessons.sources.actions.editions import correct_edition
from lessons.sources.drafts import PassageDraft
from lessons.sources.models import Edition, Source
from lessons.tasks import reanchor_notes
from tests import make

TEXT = "He said “no” to the plan. Nobody in the hall contradicted Comrade Khrushchev that evening."


@dataclass(frozen=True)
class Reading:
    room: object
    edition: Edition

    @property
    def source(self) -> Source:
        return self.edition.source

    @property
    def page(self) -> str:
        return reverse("lessons:source_in_class", args=[self.room.public_id, self.source.slug])

    @property
    def all(self) -> str:
        return reverse("lessons:notes_of_source", args=[self.room.public_id, self.source.slug])

    @property
    def mine(self) -> str:
        return reverse("lessons:notes", args=[self.room.public_id])

    @property
    def export(self) -> str:
        return reverse("lessons:notes_export", args=[self.room.public_id])

    def passage(self, number: str):
        return self.edition.passages.get(number=number)


def reading(room, shelf, *, passages=(TEXT, "Second words stand here."), slug="noted", edition=None) -> Reading:
    """The class was given a lesson that shows the source."""
    edition = edition or make.source(shelf, slug=slug, passages=passages)
    blocks = [{"kind": "part", "body": {"v": 1, "title": "One"}},
              {"kind": "excerpt", "body": {"v": 1, "letter": "A"}, "excerpt": make.excerpt(edition)}]  # fmt: skip
    make.give_lesson(room, make.lesson(shelf, blocks=blocks))
    return Reading(room, edition)


def body(at: str = "en:1", **values) -> dict:
    given = {"text": "My note.", "kind": "observe", "visibility": "class", "version": 1, "op_id": str(uuid.uuid4())}
    return given | {"at": at} | values


def many_notes(room, rows: list[tuple]) -> list[Post]:
    """Notes in bulk out of (author, passage, start, end, kind, visibility)."""
    source = rows[0][1].edition.source
    talk, _ = Discussion.objects.get_or_create(classroom=room, source=source)
    anchors = [
        {"passage": p, "start": start, "end": end, "exact": p.text[start:end]} for _, p, start, end, _, _ in rows
    ]
    posts = Post.objects.bulk_create(
        Post(op_id=uuid.uuid4(), discussion=talk, author=who, kind=kind, visibility=seen, anchor_state="anchored", **at)
        for (who, _, _, _, kind, seen), at in zip(rows, anchors, strict=True)
    )
    PostText.objects.bulk_create(PostText(post=post, n=1, text=f"Note {n}") for n, post in enumerate(posts))
    AnchorMove.objects.bulk_create(
        AnchorMove(post=post, n=1, state="anchored", **at) for post, at in zip(posts, anchors, strict=True)
    )
    return posts


def drafts(edition: Edition) -> list[PassageDraft]:
    return [PassageDraft(p.number, p.kind, p.text) for p in edition.passages.all()]


def correct(edition: Edition, passages: list[PassageDraft], by) -> Edition:
    """The next version, without the job that follows it."""
    return correct_edition(edition=edition, passages=passages, by=by, note="")


def run_job(edition: Edition, by) -> Job:
    """The job that follows a correction, run here and now."""
    job = Job.objects.create(kind="lessons.tasks.reanchor_notes", title="Notes", by=by)
    reanchor_notes(job_id=job.pk, edition_id=edition.pk, by_id=by.pk)
    job.refresh_from_db()
    return job
