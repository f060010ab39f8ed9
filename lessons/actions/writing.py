"""What a block holds besides its own words: the excerpt of a source, the version of a prompt."""

from django.db import transaction
from django.db.models import Max, ProtectedError, Q

from lessons.models import Block, Prompt, PromptVersion
from lessons.sources.models import Edition, Excerpt, ExcerptRange


@transaction.atomic
def write_excerpt(*, block: Block, edition: Edition | None, ranges: list[list], easier: bool, headnote: str) -> None:
    """The block shows these stretches: [passage id, start, end or None, cut after it, what is left out], in order.

    A new excerpt is made: the old one may stand in a published version.
    """
    old, made = block.excerpt, None
    if edition:
        adapted = edition_made_easier(edition) if easier else None
        made = Excerpt.objects.create(edition=edition, adapted=adapted, headnote=headnote)
        ExcerptRange.objects.bulk_create(
            ExcerptRange(
                excerpt=made, position=n, passage_id=pk, start=start, end=end, cut_after=cut_after, cut_note=cut_note
            )
            for n, (pk, start, end, cut_after, cut_note) in enumerate(ranges, 1)
        )
    block.excerpt = made
    block.save(update_fields=["excerpt"])
    if old:
        delete_if_unused(old)


def edition_made_easier(edition: Edition) -> Edition | None:
    """The newest easier wording of an edition."""
    made = Q(based_on__source=edition.source_id, based_on__label=edition.label)  # of an earlier version as well
    found = Edition.objects.filter(made, role="adaptation").exclude(locked_at=None)
    return found.order_by("-number").first()


def delete_if_unused(excerpt: Excerpt) -> None:
    """The database knows who still points at it."""
    try:
        with transaction.atomic():
            excerpt.delete()
    except ProtectedError:
        return


@transaction.atomic
def write_prompt(*, block: Block, title: str, kind: str, audience: str, html: str) -> None:
    """The words of a prompt. Those of a published version stay; the draft gets a version of its own.

    Once a prompt has been published, its name, kind and readers are fixed: students may have answered it.
    """
    shelf = block.version.lesson.shelf
    before = prompt = block.prompt.prompt if block.prompt else None
    if prompt is None or prompt.shelf_id != shelf.pk:
        prompt = Prompt.objects.create(shelf=shelf, title=title, kind=kind, audience=audience)
    elif not is_published(prompt):
        prompt.title, prompt.kind, prompt.audience = title, kind, audience
        prompt.save(update_fields=["title", "kind", "audience"])
    draft = prompt.versions.filter(locked_at=None).first()
    if draft is None:
        last = prompt.versions.aggregate(last=Max("number"))["last"] or 0
        draft = PromptVersion(prompt=prompt, number=last + 1)
    draft.html = html
    draft.save()
    block.prompt = draft
    block.save(update_fields=["prompt"])
    if before and block.kind == "prompt":  # where it stands before a text too, it stays the same prompt there
        block.version.blocks.filter(kind="excerpt", prompt__prompt=before).update(prompt=draft)


def is_published(prompt: Prompt) -> bool:
    return prompt.versions.exclude(locked_at=None).exists()
