"""What every kind of block can do, and who reads it.

Packages register their kinds in settings.BLOCK_KINDS: dotted modules with a list KINDS. A kind is asked once for all of
its blocks on a page, so that a page's queries do not grow with its blocks.
"""

import functools
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from coursesite.classes.models import Classroom, Enrolment
from lessons.models import Block, Lesson


@dataclass(frozen=True)
class Reader:
    """Who reads. In a preview there is no class, and nothing that is written is kept.

    `blocks` are those of the page that look at their reader, `memo` what was asked for all of them at once.
    """

    user: Any
    classroom: Classroom | None = None
    enrolment: Enrolment | None = None
    preview: bool = False
    blocks: tuple[Block, ...] = field(default=(), compare=False)
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Paper:
    """How a lesson is printed: which sources by letter (None: all), in which words, with how much room."""

    letters: frozenset[str] | None = None
    wording: str = "original"  # or "easier"
    wide: bool = False


class BlockKind:
    """One kind of block. Subclasses set the names; `load` gives what the template needs, by block key.

    The template gets `block` (a lessons.models.Block), `data` (what load gave) and `reader`.
    `is_static` promises that `load` looks at the blocks alone, not at the reader: what it draws for a locked version
    may be kept.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    template: ClassVar[str]
    is_static: ClassVar[bool] = False
    waiting_template: ClassVar[str] = ""

    def load(self, blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
        """Block key -> data for the template, in a constant number of queries."""
        return {block.key: {} for block in blocks}

    def draw(self, block: Block, data: dict) -> SafeString:
        """What a static block looks like."""
        return render_to_string(self.template, {"block": block, "data": data})

    def waits(self, block: Block) -> bool:
        """Whether a static block waits until its reader has done something: then `hold` and `admit` are asked."""
        return False

    def hold(self, block: Block, data: dict) -> Any:
        """What a waiting block looks like, drawn once for all readers: `open` and `closed`."""
        raise NotImplementedError

    def admit(self, blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
        """Block key -> data of `waiting_template` for waiting blocks, with `is_open`. A constant number of queries."""
        raise NotImplementedError

    def on_paper(self, blocks: list[Block], reader: Reader, paper: Paper) -> dict[UUID, SafeString]:
        """Block key -> what stands in the printed lesson, with room to answer. A constant number of queries."""
        if not self.is_static:
            return {}
        data = self.load(blocks, reader)
        return {block.key: self.draw(block, data[block.key]) for block in blocks if block.key in data}

    def on_key(self, blocks: list[Block], reader: Reader) -> dict[UUID, SafeString]:
        """Block key -> the answer, for the teacher's printed key; students never get this."""
        return {}

    def problems(self, blocks: list[Block]) -> dict[UUID, str]:
        """Block key -> what to do before the lesson can be published, in a constant number of queries."""
        return {}

    def publish(self, blocks: list[Block]) -> None:
        """Lock what hangs from these blocks of a draft that is being published."""

    def copy(self, blocks: list[Block], old: Lesson, new: Lesson) -> None:
        """Give the blocks of a copied lesson what hangs from the same keys in the old one."""


@functools.cache
def kinds() -> dict[str, BlockKind]:
    """Name -> kind, of all packages that register some."""
    modules = [import_module(name) for name in settings.BLOCK_KINDS]
    return {kind.name: kind for module in modules for kind in module.KINDS}
