"""What a class did with each question of a task, for the item chart. The same few queries for any number of answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.safestring import SafeString

from assessments.analysis import Choice, Given, Item, analyse
from assessments.draw import task
from assessments.kinds import kind_of
from assessments.kinds.base import misreading
from assessments.models import AnswerKey, AssignedAssessment, Attempt, AttemptItem, QuestionVersion, Score, Slot

WIDTH = 240  # of a bar, in units of the drawing
LEVELS = ((Fraction(85, 100), "easy"), (Fraction(40, 100), "middling"), (Fraction(0), "hard"))


@dataclass(frozen=True)
class Bar:
    """One choice as it is drawn."""

    said: str
    count: int
    strong: int
    right: bool
    misreading: str
    width: float


@dataclass(frozen=True)
class Figures:
    """One question: what was asked, the figures, its bars, and what should make its teacher look at the key."""

    number: int
    version: QuestionVersion
    label: str
    stem: SafeString
    item: Item
    bars: tuple[Bar, ...]
    suspect: str

    @property
    def percent(self) -> int | None:
        return None if self.item.facility is None else round(self.item.facility * 100)

    @property
    def level(self) -> str:
        share = self.item.facility
        return "" if share is None else next(word for least, word in LEVELS if share >= least)

    @property
    def tells_apart(self) -> str:
        """Discrimination in words; "" where there are too few answers."""
        value = self.item.discrimination
        if value is None:
            return ""
        if value < 0:
            return "the wrong way round: those who did well elsewhere did worse here"
        return "well" if value >= 0.3 else "a little" if value >= 0.15 else "hardly"


def first_attempts(given: AssignedAssessment) -> dict[int, Attempt]:
    """Work id -> the first handed-in attempt: what students did before they had seen any answer."""
    attempts = Attempt.objects.finished().filter(work__assignment=given.assignment_id).order_by("-number")
    return {attempt.work_id: attempt for attempt in attempts}


def figures(given: AssignedAssessment) -> list[Figures]:
    """Every question that was asked, in the order in which the quiz was built. Five queries."""
    ids = [attempt.pk for attempt in first_attempts(given).values()]
    items = list(
        AttemptItem.objects.filter(attempt__in=ids)
        .order_by("slot", "pk")
        .values_list("pk", "attempt", "question_version", "value", "points", "seconds")
    )
    shares = _shares(items)
    totals: dict[int, list[Fraction]] = {}
    for pk, attempt, *_ in items:
        totals.setdefault(attempt, []).append(shares[pk] or Fraction(0))
    versions = QuestionVersion.objects.in_bulk({row[2] for row in items})
    keys = AnswerKey.objects.values_by_version(versions)
    asked: dict[int, list[Given]] = {}
    for pk, attempt, version, value, _, seconds in items:
        body, others = versions[version].body, totals[attempt]
        rest = (sum(others, Fraction(0)) - (shares[pk] or 0)) / max(len(others) - 1, 1)
        kind = kind_of(versions[version].kind)
        picked = tuple(kind.picked(value, body))
        asked.setdefault(version, []).append(Given(shares[pk], rest, picked, seconds, kind.is_blank(value)))
    places = _places(given)
    order = sorted(asked, key=lambda version: (places.get(version, len(places)), version))
    return [_figures(n, versions[v], keys.get(v, {}), asked[v]) for n, v in enumerate(order, 1)]


def _places(given: AssignedAssessment) -> dict[int, int]:
    """Version -> where it stands in the quiz; in an attempt it may stand elsewhere, as questions can be shuffled."""
    slots = Slot.objects.filter(assessment=given.assessment_id).order_by("position")
    return {version: n for n, version in enumerate(slots.values_list("question_version", flat=True))}


def _shares(items: list[tuple]) -> dict[int, Fraction | None]:
    """Item id -> the share of its points that the newest marks give; None while one is missing."""
    newest: dict[int, dict[str, Decimal | None]] = {}
    scores = Score.objects.filter(item__in=[row[0] for row in items]).order_by("n")
    for item, part, points in scores.values_list("item", "part", "points"):
        newest.setdefault(item, {})[part] = points
    return {row[0]: _share(newest.get(row[0], {}), row[4]) for row in items}


def _share(parts: Mapping[str, Decimal | None], out_of: Decimal) -> Fraction | None:
    if not parts or not out_of or any(points is None for points in parts.values()):
        return None
    return min(Fraction(1), sum((Fraction(points or 0) for points in parts.values()), Fraction(0)) / Fraction(out_of))


def _figures(number: int, version: QuestionVersion, key: dict[str, Any], answers: list[Given]) -> Figures:
    kind, body = kind_of(version.kind), version.body
    offered = kind.offered(body)
    picks = set(offered) | {pick for one in answers for pick in one.picked}
    right = {pick for pick in picks if kind.automatic and kind.is_pick_right(pick, body, key)}
    item = analyse(answers, right, [] if len(offered) > 2 * WIDTH else offered)
    most = max((one.count for one in item.choices), default=0)

    def bar(one: Choice) -> Bar:
        width = round(WIDTH * one.count / most, 1) if most else 0.0
        return Bar(kind.said(one.id, body), one.count, one.strong, one.right, misreading(key, one.id), width)

    shown = [one for one in item.choices if one.count or one.right or len(offered) <= 8]
    said = kind.said(item.suspect, body) if item.suspect else ""
    return Figures(number, version, kind.label, task(body), item, tuple(map(bar, shown)), said)
