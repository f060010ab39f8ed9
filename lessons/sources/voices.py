"""Who speaks in a passage, and according to whom: voices nested to any depth, told in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from lessons.sources.cite.words import lowered_article

NOBODY_NAMED = "somebody who is not named"


@dataclass(frozen=True)
class Voice:
    """Somebody whose words text[start:end] are. Depth 1 is who wrote or spoke last; `writes`: we have it in writing."""

    start: int
    end: int
    depth: int
    who: str = ""
    writes: bool = False
    note: str = ""


@dataclass(frozen=True)
class Speaking:
    """A voice with those who pass it on, the nearest first: what Yun said, as Kim told it, as Ivanov wrote it down."""

    voice: Voice
    through: tuple[Voice, ...] = ()

    def names(self) -> list[str]:
        return [voice.who or NOBODY_NAMED for voice in (self.voice, *self.through)]

    def words(self) -> str:
        """`Yun Gong-heum, as told by Kim Il Sung, as written down by V. I. Ivanov`."""
        if not self.through:
            return f"{self.names()[0]}, {'writing' if self.voice.writes else 'speaking'}"
        passed_on = [
            f"as {'written down' if voice.writes else 'told'} by {lowered_article(name)}"
            for voice, name in zip(self.through, self.names()[1:], strict=True)
        ]
        return ", ".join([self.names()[0], *passed_on])


def passed_on_by(voice: Voice, voices: Iterable[Voice]) -> tuple[Voice, ...]:
    """The voices around one, from the nearest to who wrote or spoke last; one of each depth."""
    around: dict[int, Voice] = {}
    for other in voices:
        if other.depth < voice.depth and other.start <= voice.start and voice.end <= other.end:
            kept = around.get(other.depth)
            if kept is None or other.end - other.start < kept.end - kept.start:
                around[other.depth] = other
    return tuple(around[depth] for depth in sorted(around, reverse=True))


def deepest_at(at: int, voices: Iterable[Voice]) -> Voice | None:
    """Whose words stand at this place: the deepest voice, the shortest where two are as deep."""
    here = [voice for voice in voices if voice.start <= at < voice.end]
    return min(here, key=lambda voice: (-voice.depth, voice.end - voice.start, voice.start), default=None)


def speaking(voices: Iterable[Voice]) -> list[Speaking]:
    """Every voice that has words of its own, in the order in which they begin; an outer one before its inner ones.

    Who only passes on what others said stands in their chains alone.
    """
    voices = list(voices)
    edges = sorted({at for voice in voices for at in (voice.start, voice.end)})
    own = {id(voice) for at in edges if (voice := deepest_at(at, voices))}
    ordered = sorted((v for v in voices if id(v) in own), key=lambda v: (v.start, v.depth, -v.end))
    return [Speaking(voice, passed_on_by(voice, voices)) for voice in ordered]
