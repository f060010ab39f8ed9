"""A lesson as one Markdown file that leaves the site: its blocks, and for each source and picture whose they are."""

from collections.abc import Iterable
from uuid import UUID

from lessons.blocks import Paper, Reader, kinds
from lessons.clean import words_of
from lessons.markdownout import fenced, front_matter, markdown_of, plain_line, quoted, titled
from lessons.models import Block, LessonVersion
from lessons.queries.authoring import blocks_of
from lessons.queries.credits import licences_of
from lessons.sources.cuts import shown_words, words_shown
from lessons.sources.models import Excerpt, Passage
from lessons.sources.queries.passages import chosen_passages
from lessons.sources.rights import kept_back

OWN = ("hook", "background", "closing")
PICTURE = "Its picture is not part of a text file."


def lesson_file(version: LessonVersion, reader: Reader) -> str:
    """The file of a version with its lesson at hand. A constant number of queries; nothing of a student is in it."""
    blocks = blocks_of(version)
    for block in blocks:
        block.version = version
    shown = chosen_passages(block.excerpt.pk for block in blocks if block.excerpt)
    stays = _kept_back(blocks, shown)
    others = _others(blocks, reader)
    said = [_said(block, shown, stays, others) for block in blocks]
    parts = [front_matter(_values(version), [_table(block, shown) for block in blocks if block.excerpt]), *said]
    return "\n\n".join([*filter(None, parts), _rights(version, blocks, stays)]) + "\n"


def _values(version: LessonVersion) -> dict:
    values = {
        "slug": version.lesson.slug, "title": version.title, "kicker": version.kicker, "minutes": version.minutes,
        "central_question": version.central_question, "skill": version.skill, "objectives": list(version.objectives),
        "terms": list(version.terms.order_by("lessonterm__position").values_list("slug", flat=True)),
        "events": list(version.events.values_list("slug", flat=True)),
        "licence": version.licence, "first_posted": version.lesson.first_posted, "last_revised": version.revised_on,
    }  # fmt: skip
    return {name: value for name, value in values.items() if value is not None}


def _table(block: Block, shown: dict[int, list[Passage]]) -> dict:
    excerpt = block.excerpt
    assert excerpt is not None  # a block that shows a source has one
    numbers = dict.fromkeys(passage.number for passage in shown.get(excerpt.pk, []))
    return {
        "letter": block.body.get("letter", ""), "source": excerpt.edition.source.slug, "edition": excerpt.edition.label,
        "passages": list(numbers), "headnote": excerpt.headnote,
    }  # fmt: skip


def _kept_back(blocks: Iterable[Block], shown: dict[int, list[Passage]]) -> dict[int, str]:
    """Source -> why its words stay here; those that go along are not in it."""
    sources, words = {}, {}
    for block in blocks:
        if block.excerpt:
            source = block.excerpt.edition.source
            sources[source.pk] = source
            told = sum(words_shown(p.text, p.stretches) for p in shown.get(block.excerpt.pk, []))
            words[source.pk] = words.get(source.pk, 0) + told
    why = {pk: kept_back(source.reach, source.rights_code, words[pk]) for pk, source in sources.items()}
    return {pk: reason for pk, reason in why.items() if reason}


def _others(blocks: list[Block], reader: Reader) -> dict[UUID, str]:
    """What blocks that other packages draw look like on paper."""
    found: dict[UUID, str] = {}
    for name, kind in kinds().items():
        mine = [block for block in blocks if block.kind == name and name not in ("part", "excerpt", "references")]
        found |= {key: markdown_of(html) for key, html in kind.on_paper(mine, reader, Paper()).items()} if mine else {}
    return found


def _said(block: Block, shown: dict[int, list[Passage]], stays: dict[int, str], others: dict[UUID, str]) -> str:
    body = block.body
    if block.kind == "part":
        return f"# {plain_line(body.get('title', ''))}"
    if block.kind == "prose":
        return markdown_of(body.get("html", ""))
    if block.kind in OWN:
        return fenced(block.kind, markdown_of(body.get("html", "")))
    if block.kind == "callout":
        return fenced(
            titled("callout", body.get("style", "think"), body.get("title", "")), markdown_of(body.get("html", ""))
        )
    if block.kind == "prompt" and block.prompt:
        return fenced(titled("discuss", str(block.key), block.prompt.prompt.title), markdown_of(block.prompt.html))
    if block.excerpt:
        asks = markdown_of(block.prompt.html) if block.prompt and words_of(block.prompt.html) else ""
        text = _text(block.excerpt, shown.get(block.excerpt.pk, []), stays)
        return fenced(f"source {block.body.get('letter', '')}".strip(), "\n\n".join(filter(None, [asks, text])))
    return others.get(block.key, "")


def _text(excerpt: Excerpt, passages: list[Passage], stays: dict[int, str]) -> str:
    source = excerpt.edition.source
    if source.pk in stays:
        return f"The words of “{plain_line(source.title)}” are left out: {stays[source.pk]}"
    said = [f"**{plain_line(source.title)}**", *([plain_line(excerpt.headnote)] if excerpt.headnote else [])]
    said += [quoted(f"¶{passage.number} {shown_words(passage.text, passage.stretches)}") for passage in passages]
    return "\n\n".join(said)


def _rights(version: LessonVersion, blocks: list[Block], stays: dict[int, str]) -> str:
    """Title, author, source and licence of each source and picture; what stayed here says so."""
    licences = licences_of(version, blocks)
    sources = {block.excerpt.edition.source_id: block.excerpt.edition.source for block in blocks if block.excerpt}
    lines = []
    for credit, source in zip(licences.credits, sources.values(), strict=True):
        more = [f"Left out of this file: {stays[source.pk]}"] if source.pk in stays else []
        more += [PICTURE] if source.kind == "image" else []
        where = [f"<{address}>" for address in (credit.source_url, credit.licence_url) if address]
        lines.append(" ".join([f"- {plain_line(credit.words)}", *where, *more]))
    own = f"- The lesson: {plain_line(version.licence)}" if version.licence else "- The lesson: licence not stated."
    base = licences.copied_from
    own += f" Adapted from “{plain_line(base.title)}”. {plain_line(base.licence)}".rstrip() if base else ""
    return "\n".join(["# Sources, pictures and licences", "", own, *lines])
