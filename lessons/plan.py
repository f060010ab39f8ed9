"""What a lesson file asks the database to hold, as plain values that two loadings can compare."""

import re
from dataclasses import dataclass, field
from uuid import UUID

from lessons.lessonfile import BlockFile, LessonFile, block_key
from lessons.lessontext import CITATION
from lessons.markdown import Footnotes, render, render_footnotes

ANSWER_KEYS = re.compile(r"^- (?:\*\*[\w-]+\*\*(?:, | and )?)+:", re.MULTILINE)


@dataclass(frozen=True)
class ExcerptPlan:
    source: str
    edition: str
    adapted: str
    passages: tuple[str, ...]
    headnote: str


@dataclass(frozen=True)
class PromptPlan:
    title: str
    kind: str
    audience: str
    html: str


@dataclass(frozen=True)
class BlockPlan:
    """A block to be. Two plans of one block are equal where nothing in it changed.

    `gate` is the key of the block whose prompt stands before the text of this excerpt.
    """

    key: UUID
    kind: str
    body: dict = field(default_factory=dict)
    excerpt: ExcerptPlan | None = None
    prompt: PromptPlan | None = None
    gate: UUID | None = None


def plan_blocks(file: LessonFile) -> list[BlockPlan]:
    """The blocks of a lesson in order. Notes are numbered anew in each part and listed at its end."""
    plans = []
    for number, part in enumerate(file.parts, 1):
        notes = Footnotes(file.references, prefix=f"part-{number}-")
        plans.append(BlockPlan(block_key(file.slug, f"part-{number}"), "part", {"v": 1, "title": part.title}))
        plans += [_block(file, block, notes) for block in part.blocks]
        html = render_footnotes(notes)
        if html:
            key = block_key(file.slug, f"part-{number}-references")
            plans.append(BlockPlan(key, "references", {"v": 1, "html": html}))
    return plans


def _block(file: LessonFile, block: BlockFile, notes: Footnotes) -> BlockPlan:
    key = block_key(file.slug, block.key)
    if block.kind == "source":
        return _excerpt(file, key, block.variant)
    if block.kind == "question":
        return BlockPlan(key, "question", {"v": 1})
    html = render(block.markdown, notes)
    if block.kind == "write":
        return BlockPlan(key, "prompt", {"v": 1}, prompt=PromptPlan(block.title, block.variant, "teacher", html))
    if block.kind == "discuss":
        return BlockPlan(key, "prompt", {"v": 1}, prompt=PromptPlan(block.title, "discuss", "class", html))
    if block.kind == "callout":
        return BlockPlan(key, "callout", {"v": 1, "style": block.variant, "title": block.title, "html": html})
    return BlockPlan(key, block.kind, {"v": 1, "html": html})


def _excerpt(file: LessonFile, key: UUID, letter: str) -> BlockPlan:
    entry = file.source_at(letter)
    if entry is None:
        raise KeyError(letter)
    plan = ExcerptPlan(entry.source, entry.edition, entry.adapted, tuple(entry.passages), entry.headnote)
    gate = block_key(file.slug, entry.gate) if entry.gate else None
    return BlockPlan(key, "excerpt", {"v": 1, "letter": letter}, excerpt=plan, gate=gate)


def task_names(file: LessonFile) -> dict[str, str]:
    """The key of each task -> where a teacher finds it: its part, its place among the part's tasks, its title."""
    names = {}
    for number, part in enumerate(file.parts, 1):
        tasks = [block for block in part.blocks if block.is_task()]
        for place, block in enumerate(tasks, 1):
            title = f" (“{block.title}”)" if block.title else ""
            names["guess" if block.variant == "guess" else block.key] = f"Part {number}, task {place}{title}"
    return names | {question.key: f"Quiz, question {place}" for place, question in enumerate(file.quiz, 1)}


def teacher_html(file: LessonFile, address) -> str:
    """The teacher's page. `address(slug)` is the page of a source: each citation leads to its passage."""

    def link(found: re.Match) -> str:
        entry = file.source_at(found[1])
        slug = entry.source if entry else found[1]
        numbers = re.findall(r"¶([\d-]+)", found[2])
        return ", ".join(f"[{found[1]} ¶{number}]({address(slug)}#p{number})" for number in numbers)

    def name(found: re.Match) -> str:
        return re.sub(r"\*\*([\w-]+)\*\*", lambda key: f"**{names.get(key[1], key[1])}**", found[0])

    names = task_names(file)
    notes = Footnotes(file.references)
    markdown = file.teacher.markdown if file.teacher else ""
    markdown = ANSWER_KEYS.sub(name, markdown)
    return render(CITATION.sub(link, markdown), notes) + render_footnotes(notes)
