"""Excerpts of sources."""

from uuid import UUID

from lessons.blocks.base import BlockKind, Reader
from lessons.models import Block
from lessons.sources.cuts import quote_problem, shown_html, words_shown
from lessons.sources.places import Place, place_mark
from lessons.sources.queries.heads import language_words, source_heads
from lessons.sources.queries.passages import chosen_passages, easier_passages, passage_views, with_easier
from lessons.sources.render import anchors, join


class ExcerptKind(BlockKind):
    """Passages of a source, drawn with their line, numbers and what stands beside them."""

    name, label, template, is_static = "excerpt", "Excerpt of a source", "lessons/blocks/excerpt.html", True

    def load(self, blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
        excerpts = {block.key: block.excerpt for block in blocks if block.excerpt}
        chosen = chosen_passages(excerpt.pk for excerpt in excerpts.values())
        easier = easier_passages(excerpts.values())
        views = passage_views(passage for passages in chosen.values() for passage in passages)
        heads = source_heads({excerpt.edition.source_id for excerpt in excerpts.values()})
        taken: set[str] = set()
        loaded = {}
        for key, excerpt in excerpts.items():
            edition, drawn = excerpt.edition, []
            head = heads[edition.source_id]
            for passage in chosen.get(excerpt.pk, []):
                view = with_easier(views[passage.pk], easier.get((excerpt.adapted_id, passage.number)))
                own, others = anchors(f"{head.source.slug}-", passage.number, taken, edition.label)
                mark = place_mark(Place(head.source.slug, edition.label, passage.number, own))
                drawn.append(join([shown_html(view, passage.stretches, own, others), mark]))
            loaded[key] = {
                "excerpt": excerpt, "head": head, "html": join(drawn), "count": len(drawn),
                "language": language_words(edition), "edition": edition,
            }  # fmt: skip
        return loaded

    def problems(self, blocks: list[Block]) -> dict[UUID, str]:
        empty = [block for block in blocks if block.excerpt_id is None]
        return too_much(blocks) | {
            block.key: "An excerpt shows no source. Choose one with its passages, or delete it." for block in empty
        }


def too_much(blocks: list[Block]) -> dict[UUID, str]:
    """Block key -> why the lesson shows too much of its source: said once for a source. One query."""
    by_excerpt = {block.excerpt_id: block for block in blocks if block.excerpt}
    shown: dict[int, int] = {}
    last: dict[int, Block] = {}
    for pk, passages in chosen_passages(by_excerpt).items():
        source = by_excerpt[pk].excerpt.edition.source_id
        shown[source] = shown.get(source, 0) + sum(words_shown(p.text, p.stretches) for p in passages)
        last[source] = by_excerpt[pk]
    said = {}
    for pk, block in last.items():
        source = block.excerpt.edition.source
        if words := quote_problem(source.title, source.rights_code, shown[pk]):
            said[block.key] = words
    return said
