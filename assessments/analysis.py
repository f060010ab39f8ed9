"""What a class's answers say of a question: how hard it was, what was chosen, whether it tells strong from weak.

Pure. Figures are hidden below five answers, where they would name somebody; discrimination is told from fifty on, because
below it is mostly chance.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from statistics import median

FEWEST, ENOUGH = 5, 50
COMMON = Fraction(1, 2)


@dataclass(frozen=True)
class Given:
    """One student's answer: its share of the points (0 to 1, None while a person must mark), the share of the points
    of all other questions, what was picked, the seconds that it took, and whether it was left empty."""

    share: Fraction | None
    rest: Fraction
    picked: tuple[str, ...]
    seconds: int | None = None
    blank: bool = False


@dataclass(frozen=True)
class Choice:
    """How often one thing was picked, and by how many of the strongest third."""

    id: str
    count: int
    strong: int
    right: bool


@dataclass(frozen=True)
class Item:
    """What is known of one question. The figures are None where there are too few answers to tell them.

    `answers` are those that say something; `blank` were handed in empty, and count in the share of the points alone.
    """

    answers: int
    blank: int = 0
    facility: Fraction | None = None
    discrimination: float | None = None
    seconds: int | None = None
    choices: tuple[Choice, ...] = ()
    suspect: str = ""  # the wrong choice that most of the strong students made
    others: int = field(default=0)  # different answers that were given only once or twice, and are not listed

    @property
    def is_hidden(self) -> bool:
        return self.answers < FEWEST


def analyse(answers: Sequence[Given], right: set[str], offered: Sequence[str] = (), longest: int = 12) -> Item:
    """The figures of one question. `right` are the picks that the key accepts, `offered` what everybody could pick.

    Of free answers (nothing offered) only those of at least two students are listed: one alone would be somebody's own
    words. At most `longest` of them, the most frequent first.
    """
    written = [one for one in answers if not one.blank]
    if len(written) < FEWEST:
        return Item(len(written))
    marked = [one for one in answers if one.share is not None]
    strong = strongest_third(answers)
    counts, by_strong = _counts(answers), _counts(strong)
    ids = list(offered) or [one for one, count in counts.most_common() if count > 1 or one in right][:longest]
    choices = tuple(Choice(one, counts[one], by_strong[one], one in right) for one in ids)
    return Item(
        answers=len(written),
        blank=len(answers) - len(written),
        facility=facility(marked),
        discrimination=discrimination(marked),
        seconds=_median([one.seconds for one in written if one.seconds is not None]),
        choices=choices,
        suspect=suspect(choices, len(strong)),
        others=sum(count for one, count in counts.items() if one not in ids),
    )


def _counts(answers: Sequence[Given]) -> Counter[str]:
    return Counter(pick for one in answers for pick in set(one.picked))


def facility(marked: Sequence[Given]) -> Fraction | None:
    """The mean share of the points: 1 where everybody has them all."""
    shares = [one.share for one in marked if one.share is not None]
    return sum(shares, Fraction(0)) / len(shares) if len(shares) >= FEWEST else None


def discrimination(marked: Sequence[Given]) -> float | None:
    """How well the question tells strong from weak: the correlation of its share with the rest's, from -1 to 1.

    None below fifty answers, and where everybody did the same in either.
    """
    if len(marked) < ENOUGH:
        return None
    xs, ys = [float(one.share or 0) for one in marked], [float(one.rest) for one in marked]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    over = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    under = (sum((x - mean_x) ** 2 for x in xs) * sum((y - mean_y) ** 2 for y in ys)) ** 0.5
    return None if under < 1e-9 else max(-1.0, min(1.0, over / under))


def strongest_third(answers: Sequence[Given]) -> list[Given]:
    """The third that did best in the other questions, with all who did as well as its last; none where all did alike."""
    order = sorted((one.rest for one in answers), reverse=True)
    if not order or order[0] == order[-1]:
        return []
    last = order[max(1, len(order) // 3) - 1]
    return [one for one in answers if one.rest >= last] if last > order[-1] else []


def suspect(choices: Sequence[Choice], strong: int) -> str:
    """The wrong choice that more than half of at least five strong students made, more than any right one; or ""."""
    if strong < FEWEST:
        return ""
    best = max((one.strong for one in choices if one.right), default=0)
    wrong = [one for one in choices if not one.right and one.strong > best and one.strong > COMMON * strong]
    return max(wrong, key=lambda one: one.strong).id if wrong else ""


def _median(values: Sequence[int]) -> int | None:
    return round(median(values)) if len(values) >= FEWEST else None
