"""Excerpts of sources."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons.blocks.base import BlockKind, Paper, Reader
from lessons.blocks.gates import Held, admitted, closed_to
from lessons.blocks.prompts import lock_prompts
from lessons.clean import words_of
from lessons.models import Block
from lessons.sources.cuts import quote_problem, shown_html, words_shown
from lessons.sources.models import Source
from lessons.sources.places import Place, place_mark
from lessons.sources.queries.heads import source_heads
from lessons.sources.queries.images import picture_of
from lessons.sources.queries.passages import chosen_passages, easier_passages, passage_views, with_easier
from lessons.sources.render import PassageView, anchors, join


def _original(view: PassageView) -> PassageView:
    return replace(view, adapted="")


def _easier(view: PassageView) -> PassageView:
    """The easier words under the same number; a passage without any keeps its own."""
    if not view.adapted:
        return view
    return replace(view, text=view.adapted, language=view.adapted_language, spans=(), adapted="")


AS_PRINTED = {"original": _original, "easier": _easier}


class ExcerptKind(BlockKind):
    """Passages of a source, drawn with their line, numbers and what stands beside them."""

    name, label, template, is_static = "excerpt", "Excerpt of a source", "lessons/blocks/excerpt.html", True
    waiting_template = "lessons/blocks/gate.html"

    def load(self, blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
        return self._loaded(blocks)

    def _loaded(self, blocks: list[Block], as_shown: Callable[[PassageView], PassageView] = lambda view: view) -> dict:
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
                view = as_shown(with_easier(views[passage.pk], easier.get((excerpt.adapted_id, passage.number))))
                own, others = anchors(f"{head.source.slug}-", passage.number, taken, edition.label)
                mark = place_mark(Place(head.source.slug, edition.label, passage.number, own))
                other_words = view.text != passage.text
                shown = shown_html(view, passage.stretches, own, others, reworded=other_words)
                drawn.append(join([shown, mark]))
            loaded[key] = {
                "excerpt": excerpt, "head": head, "html": join(drawn), "count": len(drawn),
                "language": head.text_words(edition), "kept": head.kept_of(edition), "edition": edition, "picture": picture_of(head),
            }  # fmt: skip
        return loaded

    def waits(self, block: Block) -> bool:
        return block.prompt_id is not None and block.excerpt_id is not None

    def hold(self, block: Block, data: dict) -> Held:
        closed = render_to_string(self.template, {"block": block, "data": data | {"html": "", "is_closed": True}})
        return Held(closed, self.draw(block, data))

    def admit(self, blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
        return admitted(blocks, reader)

    def on_paper(self, blocks: list[Block], reader: Reader, paper: Paper) -> dict[UUID, SafeString]:
        chosen = [b for b in blocks if paper.letters is None or b.body.get("letter") in paper.letters]
        loaded, closed = self._loaded(chosen, AS_PRINTED[paper.wording]), closed_to(chosen, reader)
        return {
            block.key: render_to_string(
                "lessons/paper/excerpt.html",
                {"block": block, "data": loaded[block.key], "is_closed": block.key in closed, "paper": paper},
            )
            for block in chosen
            if block.key in loaded
        }

    def publish(self, blocks: list[Block]) -> None:
        lock_prompts(blocks)

    def problems(self, blocks: list[Block]) -> dict[UUID, str]:
        return too_much(blocks) | {block.key: words for block in blocks if (words := self._problem(block))}

    def _problem(self, block: Block) -> str:
        """`block` has its source and its prompt at hand."""
        if block.excerpt is None:
            return "An excerpt shows no source. Choose one with its passages, or delete it."
        if block.prompt and not words_of(block.prompt.html):
            return "An excerpt is to ask something first, but the question is empty. Write it under “Before the text”."
        if block.prompt and block.prompt.prompt.audience != "teacher":
            return (
                "What is asked before a text is read by you alone, but this prompt is answered for the class. Choose "
                "another one under “Before the text”."
            )
        source = block.excerpt.edition.source
        if source.reach != "draft":
            return ""
        return (
            f"The source “{source.title}” is a draft still. Open “Edit” on its page and say that it is for your classes, "
            "or take the excerpt out."
        )


def too_much(blocks: list[Block]) -> dict[UUID, str]:
    """Block key -> why the lesson shows too much of its source: said once for a source. One query."""
    by_excerpt = {block.excerpt.pk: block for block in blocks if block.excerpt}
    shown: dict[int, int] = {}
    last: dict[int, tuple[Block, Source]] = {}
    for pk, passages in chosen_passages(by_excerpt).items():
        block = by_excerpt[pk]
        if block.excerpt:
            source = block.excerpt.edition.source
            shown[source.pk] = shown.get(source.pk, 0) + sum(words_shown(p.text, p.stretches) for p in passages)
            last[source.pk] = block, source
    said = {}
    for pk, (block, source) in last.items():
        if words := quote_problem(source.title, source.rights_code, shown[pk]):
            said[block.key] = words
    return said
