"""The voices of a passage as a question asks for them."""

from django.db.models import Exists, OuterRef, prefetch_related_objects

from assessments.kinds.speaker import speaker_parts
from lessons.models import LessonVersion
from lessons.sources.cuts import Stretch, stretches_of
from lessons.sources.models import Passage, SourceAgent, Span
from lessons.sources.queries.passages import chosen_passages
from lessons.sources.voices import Voice

PEOPLE = ("creator", "speaker", "recorder", "translator", "read_out")


def lesson_passages(version: LessonVersion, *, voiced: bool = False) -> list[tuple[str, Passage]]:
    """(letter, passage) of the excerpts of a lesson's version, in order; `voiced`: those in which somebody reports.

    Each passage has in `stretches` what its excerpt shows of it.
    """
    blocks = list(version.blocks.filter(kind="excerpt").exclude(excerpt=None).order_by("position"))
    shown = chosen_passages(block.excerpt_id for block in blocks if block.excerpt_id)
    prefetch_related_objects([passage for passages in shown.values() for passage in passages], "edition__source")
    found: dict[int, tuple[str, Passage]] = {}
    for block in blocks:
        for passage in shown.get(block.excerpt_id or 0, []):
            found.setdefault(passage.pk, (block.body.get("letter", ""), passage))
    return in_which_others_speak(list(found.values())) if voiced else list(found.values())


def in_which_others_speak(passages: list[tuple[str, Passage]]) -> list[tuple[str, Passage]]:
    """Those in which somebody reports what others said. One query."""
    ids = [passage.pk for _, passage in passages]
    spans = Span.objects.filter(passage__in=ids, kind="voice", depth__gte=2, agent__isnull=False)
    reported = set(spans.values_list("passage", flat=True))
    return [one for one in passages if one[1].pk in reported]


def speaker_question(passage: Passage, letter: str, words: str, others: list) -> tuple[dict, dict]:
    """Body and key of "who is speaking" for words of a passage. ValueError where they cannot be asked about."""
    places = stretches_of(passage.text, words, passage.number)
    if len(places) != 1:
        raise ValueError("Write the words that are asked about in one line.")
    start, end = places[0]
    within = next((one for one in getattr(passage, "stretches", [Stretch()]) if holds(one, start, end)), None)
    if within is None:
        raise ValueError("The excerpt does not show these words. Ask about words that students can read.")
    source = passage.edition.source
    writes = SourceAgent.objects.filter(source=source, agent=OuterRef("agent"), role__in=("creator", "recorder"))
    spans = Span.objects.filter(passage=passage, kind="voice").annotate(writes=Exists(writes)).select_related("agent")
    voices = [Voice(s.start, s.end, s.depth, s.agent.slug if s.agent else "", s.writes) for s in spans]
    people = {s.agent.slug: (s.agent.slug, s.agent.name, "") for s in spans if s.agent}
    for row in source.agents.filter(role__in=PEOPLE, agent__kind="person").select_related("agent"):
        if row.agent and (row.role != "translator" or passage.edition.translator_id in (None, row.agent_id)):
            people.setdefault(row.agent.slug, (row.agent.slug, row.agent.name, row.role))
    shown = {"id": passage.pk, "label": f"Source {letter}, ¶{passage.number}: {source.title}", "text": passage.text}
    shown["within"] = (within.start, len(passage.text) if within.end is None else within.end)
    return speaker_parts(shown, start, end, voices, list(people.values()), others)


def holds(stretch: Stretch, start: int, end: int) -> bool:
    return stretch.start <= start and (stretch.end is None or end <= stretch.end)
