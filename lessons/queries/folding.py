"""What the search compares of a lesson: the words of its live version that students read as the lesson's own."""

from collections import defaultdict
from collections.abc import Iterator

from coursesite.ui.fold import fold
from lessons.clean import words_of
from lessons.models import Block, Lesson, LessonVersion

TEXTS = ("title", "html", "text")  # what a block's body may hold


def folded_version(version: LessonVersion) -> str:
    """One query."""
    blocks = version.blocks.order_by("position").values_list("body", "prompt__html")
    return _folded(version, list(blocks))


def lessons_out_of_step() -> Iterator[str]:
    """Every lesson whose folded column says something else than its live version. Two queries."""
    found = defaultdict(list)
    rows = Block.objects.filter(version__live_for__isnull=False).order_by("version", "position")
    for version, *block in rows.values_list("version", "body", "prompt__html"):
        found[version].append(tuple(block))
    for lesson in Lesson.objects.order_by("pk").select_related("live_version"):
        live = lesson.live_version
        if lesson.folded != (_folded(live, found[live.pk]) if live else ""):
            yield f"lesson {lesson.slug}"


def _folded(version: LessonVersion, blocks: list[tuple[dict, str | None]]) -> str:
    words = [version.title, version.kicker, version.central_question, *version.objectives]
    for body, prompt in blocks:
        words += [words_of(str(body[name])) for name in TEXTS if body.get(name)]
        words += [words_of(prompt)] if prompt else []
    return fold(" ".join(words))
