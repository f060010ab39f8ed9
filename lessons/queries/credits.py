"""The licence at the foot of a lesson: its own, what it was adapted from, and whom its sources ask to name."""

from collections.abc import Iterable
from dataclasses import dataclass

from lessons.models import Block, LessonVersion
from lessons.sources.models import Excerpt, SourceImage
from lessons.sources.queries.citing import citables
from lessons.sources.rights import Credit, clashes, code_in, tasl

EASIER = "Shown with easier wording, adapted from it for this lesson."


@dataclass(frozen=True)
class Licences:
    """What the foot says. `copied_from`: the version that the lesson was made of.

    `codes`: those of the works that are made into one with the lesson, to warn its author.
    """

    copied_from: LessonVersion | None
    credits: list[Credit]
    codes: list[str]


def licences_of(version: LessonVersion, blocks: Iterable[Block]) -> Licences:
    """Five queries at most for any number of sources. Blocks have excerpt, edition and source at hand."""
    excerpts = [block.excerpt for block in blocks if block.excerpt]
    cited = citables({excerpt.edition_id for excerpt in excerpts})
    images = {i.source_id: i for i in SourceImage.objects.filter(source__in=[e.edition.source_id for e in excerpts])}
    credits: dict[int, Credit] = {}
    codes = []
    adapted = {excerpt.edition.source_id for excerpt in excerpts if excerpt.adapted_id}
    for excerpt in excerpts:
        source = excerpt.edition.source
        if source.pk not in credits:
            image = images.get(source.pk)
            credits[source.pk] = _credit(excerpt, cited[excerpt.edition_id], image, source.pk in adapted)
            bears = [source.rights_code, image.rights_code if image else "", code_in(source.adapted_from)]
            # what forbids changes may be shown unchanged
            codes += [code for code in bears if code and ("-ND" not in code or source.pk in adapted)]
    base = version.lesson.copied_from
    return Licences(base, list(credits.values()), [*codes, *([code_in(base.licence)] if base else [])])


def _credit(excerpt: Excerpt, c, image: SourceImage | None, adapted: bool) -> Credit:
    source = excerpt.edition.source
    named = (image and image.credit) or source.credit or ", ".join(name.full for name in c.makers) or c.summary_by
    return tasl(
        source.title,
        named,
        "" if source.is_card else c.repository or c.imprint.container,
        (image and image.rights_code) or source.rights_code,
        source.adapted_from,
        url="" if source.is_card else c.url,
        also=(image and image.rights) or source.rights,
        changes=EASIER if adapted else "",
    )


def licence_warnings(version: LessonVersion, blocks: Iterable[Block]) -> list[str]:
    """For the author, never for students: what does not go together, in sentences."""
    return clashes(licences_of(version, blocks).codes, own=code_in(version.licence))
