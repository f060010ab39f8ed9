"""The voices of a passage as a question asks for them."""

from django.db.models import Exists, OuterRef, Prefetch

from assessments.kinds.speaker import speaker_parts
from lessons.models import LessonVersion
from lessons.sources.cuts import stretches_of
from lessons.sources.models import ExcerptRange, Passage, SourceAgent, Span
from lessons.sources.voices import Voice

PEOPLE = ("creator", "speaker", "recorder", "translator", "read_out")


def lesson_passages(version: LessonVersion, *, voiced: bool = False) -> list[tuple[str, Passage]]:
    """(letter, passage) of the excerpts of a lesson's version, in order; `voiced`: those in which somebody reports."""
    blocks = version.blocks.filter(kind="excerpt").exclude(excerpt=None).order_by("position")
    ranges = ExcerptRange.objects.select_related("passage__edition__source").order_by("position")
    blocks = blocks.select_related("excerpt").prefetch_related(Prefetch("excerpt__ranges", queryset=ranges))
    found = {
        row.passage_id: (block.body.get("letter", ""), row.passage)
        for block in blocks
        if block.excerpt
        for row in block.excerpt.ranges.all()
    }
    if voiced:
        spans = Span.objects.filter(passage__in=list(found), kind="voice", depth__gte=2, agent__isnull=False)
        reported = set(spans.values_list("passage", flat=True))
        return [one for pk, one in found.items() if pk in reported]
    return list(found.values())


def speaker_question(passage: Passage, letter: str, words: str, others: list) -> tuple[dict, dict]:
    """Body and key of "who is speaking" for words of a passage. ValueError where they cannot be asked about."""
    places = stretches_of(passage.text, words, passage.number)
    if len(places) != 1:
        raise ValueError("Write the words that are asked about in one line.")
    source = passage.edition.source
    writes = SourceAgent.objects.filter(source=source, agent=OuterRef("agent"), role__in=("creator", "recorder"))
    spans = Span.objects.filter(passage=passage, kind="voice").annotate(writes=Exists(writes)).select_related("agent")
    voices = [Voice(s.start, s.end, s.depth, s.agent.slug if s.agent else "", s.writes) for s in spans]
    people = {s.agent.slug: (s.agent.slug, s.agent.name, "") for s in spans if s.agent}
    for row in source.agents.filter(role__in=PEOPLE, agent__kind="person").select_related("agent"):
        if row.agent and (row.role != "translator" or passage.edition.translator_id in (None, row.agent_id)):
            people.setdefault(row.agent.slug, (row.agent.slug, row.agent.name, row.role))
    shown = {"id": passage.pk, "label": f"Source {letter}, ¶{passage.number}: {source.title}", "text": passage.text}
    return speaker_parts(shown, *places[0], voices, list(people.values()), others)
