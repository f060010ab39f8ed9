"""The geometry of a drawn timeline: dates with their doubt in, places on a scale out; a template writes the SVG.

Every entry bears the number that it has in the list beside the drawing, which says the same in words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

WIDTH, EDGE = 400, 14  # of the drawing, and what stays free at either side
ROW, BAR, NUMBER = 24, 7, 20  # height of a row, of a bar; width that a number takes
LANE_HEAD, AXIS = 22, 24
SHORTEST_BAR = 3.0
FADES = (0.2, 0.5, 0.8)  # from the end of an approximate date inwards
STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000)  # months between two ticks
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Doubt:
    """What a date in EDTF admits: that it may be another ("?"), is near ("~"), lies somewhere between two, is open."""

    perhaps: bool = False
    about: bool = False
    between: bool = False
    open_start: bool = False
    open_end: bool = False

    @property
    def words(self) -> str:
        """`perhaps about`; "" where nothing is in doubt."""
        said = [word for word, holds in (("perhaps", self.perhaps), ("about", self.about)) if holds]
        return " ".join(said)


def doubt_of(edtf: str) -> Doubt:
    first, slash, last = edtf.partition("/")
    return Doubt(
        perhaps="?" in edtf or "%" in edtf,
        about="~" in edtf or "%" in edtf,
        between=edtf[:1] in ("[", "{"),
        open_start=bool(slash) and first in ("", ".."),
        open_end=bool(slash) and last in ("", ".."),
    )


def spoken_date(display: str, edtf: str) -> str:
    """The date in words with its doubt, unless the words tell of it already: `perhaps 1962`, `about May 1956`.

    One day out of a span is said as between two days, unless the words do so.
    """
    doubt = doubt_of(edtf)
    told = display.casefold()
    if any(word in told for word in ("perhaps", "probabl", "about", "circa", "between", "c. ", "around", "?")):
        return display
    if doubt.between:
        first, last = display.partition("–")[::2] if "–" in display else ("", "")
        return f"between {first.strip()} and {last.strip()}" if first and last else f"some time in {display}"
    return f"{doubt.words} {display}".strip()


@dataclass(frozen=True)
class Entry:
    """One thing with a date: the first and the last day that the date allows. `number` is its place in the list."""

    number: int
    first: date
    last: date
    doubt: Doubt = Doubt()
    lane: str = ""


@dataclass(frozen=True)
class Fade:
    x: float
    width: float
    opacity: float


@dataclass(frozen=True)
class Drawn:
    """An entry on the drawing: a bar from its first to its last day, and its number above the middle of it."""

    entry: Entry
    x: float
    width: float
    y: float
    number_x: float
    fades: tuple[Fade, ...] = ()

    @property
    def end(self) -> float:
        return round(self.x + self.width, 2)

    @property
    def text_y(self) -> float:
        return self.y - 3


@dataclass(frozen=True)
class Lane:
    name: str
    y: float
    drawn: list[Drawn] = field(default_factory=list)

    @property
    def text_y(self) -> float:
        return self.y + 14


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True)
class Scale:
    """The whole drawing, in its own units."""

    lanes: list[Lane]
    ticks: list[Tick]
    height: float
    width: int = WIDTH

    @property
    def axis(self) -> float:
        return self.height - AXIS

    @property
    def label_y(self) -> float:
        return self.height - 6

    @property
    def count(self) -> int:
        return sum(len(lane.drawn) for lane in self.lanes)


def drawn_scale(entries: Sequence[Entry]) -> Scale | None:
    """All entries on one scale, a lane under the other; None where fewer than two can be compared."""
    if len(entries) < 2:
        return None
    first = min(entry.first for entry in entries).toordinal()
    last = max(entry.last for entry in entries).toordinal() + 1
    lanes, y = [], 0.0
    for name in dict.fromkeys(entry.lane for entry in entries):
        mine = [entry for entry in entries if entry.lane == name]
        head = LANE_HEAD if name else 4
        drawn, rows = _placed(mine, first, last, y + head)
        lanes.append(Lane(name, y, drawn))
        y += head + rows * ROW + 4
    return Scale(lanes, _ticks(first, last), round(y + AXIS, 2))


def position(day: int, first: int, last: int) -> float:
    """Where a day stands between the first and the last, in units of the drawing."""
    return round(EDGE + (WIDTH - 2 * EDGE) * (day - first) / max(last - first, 1), 2)


def _placed(entries: Iterable[Entry], first: int, last: int, top: float) -> tuple[list[Drawn], int]:
    """The entries of a lane, each in the first row where it has room; and how many rows there are."""
    ends: list[float] = []  # where each row is free again
    drawn = []
    for entry in sorted(entries, key=lambda e: (e.first, e.last, e.number)):
        x, width = _bar(entry, first, last)
        number_x = min(max(x + width / 2, EDGE), WIDTH - EDGE)
        start, end = min(x, number_x - NUMBER / 2), max(x + width, number_x + NUMBER / 2)
        row = next((n for n, free in enumerate(ends) if free <= start), len(ends))
        ends[row:] = [*([end] if row == len(ends) else [end, *ends[row + 1 :]])]
        y = round(top + row * ROW + ROW - BAR, 2)
        drawn.append(Drawn(entry, x, width, y, round(number_x, 2), _fades(entry, x, width)))
    return drawn, len(ends)


def _bar(entry: Entry, first: int, last: int) -> tuple[float, float]:
    x = 0.0 if entry.doubt.open_start else position(entry.first.toordinal(), first, last)
    end = WIDTH if entry.doubt.open_end else position(entry.last.toordinal() + 1, first, last)
    return x, round(max(end - x, SHORTEST_BAR), 2)


def _fades(entry: Entry, x: float, width: float) -> tuple[Fade, ...]:
    """The bar of an approximate date in pieces that are faint at both ends; of any other, one whole piece."""
    if not entry.doubt.about:
        return (Fade(x, width, 1),)
    opacities = (*FADES, 1, *reversed(FADES))
    piece = width / len(opacities)
    return tuple(Fade(round(x + n * piece, 2), round(piece, 2), value) for n, value in enumerate(opacities))


def _ticks(first: int, last: int) -> list[Tick]:
    """Beginnings of months or years, far enough apart for their labels."""
    start, end = date.fromordinal(first), date.fromordinal(last)
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    step = next((s for s in STEPS if months / s <= (8 if s >= 12 else 5)), STEPS[-1])
    ticks = []
    at = (start.year * 12 + start.month - 1) // step * step
    while at // 12 < 10000:
        day = date(max(at // 12, 1), at % 12 + 1, 1).toordinal()
        if day > last:
            break
        if day >= first:
            label = str(at // 12) if step >= 12 else f"{MONTHS[at % 12]} {at // 12}"
            ticks.append(Tick(position(day, first, last), label))
        at += step
    return ticks
