"""The picture of a source: keeping what was sent, setting it with its words, describing it so that it can be pointed at."""

import re
from typing import Any

from django.db import transaction

from coursesite.accounts.models import Shelf
from coursesite.audit.actions import record
from coursesite.files.actions import keep_blob
from coursesite.files.images import Drawn, measured, smaller
from coursesite.files.models import Upload
from coursesite.files.queries import read_blob
from lessons.sources.actions.describing import make_source
from lessons.sources.actions.editions import correct_edition, make_edition
from lessons.sources.description import Description
from lessons.sources.drafts import PassageDraft
from lessons.sources.errors import DescriptionMoved
from lessons.sources.models import Source, SourceImage
from lessons.sources.queries.editions import newest_locked, used_numbers
from lessons.sources.queries.images import SAID, image_of, stamp_of_image
from lessons.sources.textclean import clean_text

LABEL = "picture"  # of the edition that says in our words what is to be seen
SCHEME = "counted by this site"


def keep_picture(*, drawn: Drawn, name: str, by) -> Upload:
    """A picture that was drawn anew, kept before it is said what it belongs to."""
    return keep_blob(data=drawn.data, media_type=drawn.media_type, name=name, by=by)


@transaction.atomic
def make_picture(*, shelf: Shelf, description: Description, upload: Upload, values: dict[str, Any], by) -> Source:
    """A new source on a shelf, a draft, with its picture."""
    source = make_source(shelf=shelf, description=description, by=by)
    set_picture(source=source, upload=upload, values=values, seen=stamp_of_image(None), by=by)
    return source


@transaction.atomic
def set_picture(*, source: Source, upload: Upload | None, values: dict[str, Any], seen: str, by) -> SourceImage:
    """What stands is replaced; without an upload the picture stays. DescriptionMoved where somebody changed it since."""
    locked = Source.objects.select_for_update().get(pk=source.pk)
    before = image_of(locked)
    if seen != stamp_of_image(before):
        raise DescriptionMoved(stamp_of_image(before))
    image = before or SourceImage(source=locked)
    told = words_to_read(image)
    for name in SAID:
        setattr(image, name, values.get(name, ""))
    if upload:
        _put_in(image, upload, by)
    if before:
        image.save(update_fields=[*SAID, "blob", "small", "width", "height"])
    else:
        image.save()
    if words_to_read(image) != told:
        _describe(locked, words_to_read(image), by)
    record(by=by, verb="picture_set", target=locked, blob=image.blob.sha256)
    return image


def _put_in(image: SourceImage, upload: Upload, by) -> None:
    data = read_blob(upload.blob)
    small = smaller(data)
    image.blob = image.small = upload.blob
    image.width, image.height = measured(data)
    if small.data != data:
        image.small = keep_blob(data=small.data, media_type=small.media_type, name=upload.name, by=by).blob


def words_to_read(image: SourceImage) -> list[str]:
    """What is to be seen, a paragraph each; without a description the alternative text is the one."""
    parts = re.split(r"\n\s*\n", clean_text(image.description or image.alt).text.strip())
    return [words for part in parts if (words := " ".join(part.split()))]


def _describe(source: Source, words: list[str], by) -> None:
    """Numbered passages: so a picture stands in lessons, can be cited, and bears notes. A number is never used again."""
    edition = newest_locked(source, LABEL)
    if edition is None:
        drafts = [PassageDraft(str(n), "p", text) for n, text in enumerate(words, 1)]
        make_edition(
            source=source, label=LABEL, role="summary", language="en", scheme=SCHEME, extent="whole", passages=drafts,
            by=by, about="What is to be seen in the picture, in our words.",
        )  # fmt: skip
        return
    stands = list(edition.passages.values_list("number", "text"))
    if [text for _, text in stands] == words:
        return
    numbers = [number for number, _ in stands][: len(words)]
    highest = max(int(number) for number in used_numbers(source, LABEL) if number.isdigit())
    numbers += [str(highest + n) for n in range(1, len(words) - len(numbers) + 1)]
    drafts = [PassageDraft(number, "p", text) for number, text in zip(numbers, words, strict=True)]
    correct_edition(edition=edition, passages=drafts, by=by, note="The description of the picture was changed.")
