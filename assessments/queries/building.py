"""What the page shows on which a quiz or an essay is built."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from assessments import arrangement
from assessments.bankwords import one_line
from assessments.kinds import kind_of
from assessments.models import Assessment, AssignedAssessment, Draw, LessonQuestion, Question, QuestionVersion, Slot
from assessments.queries.bank import BankRow, bank_page, found_questions
from assessments.queries.library import arranged, slots_of
from coursesite.classes.models import Classroom
from lessons.sources.models import ExcerptRange

FEW = 10


@dataclass
class SlotRow:
    """A question's place; `newer` is the version that it could use, `beside` names the source beside it.

    `practised`: a lesson asks the same for practice, where its answer is told.
    """

    slot: Slot
    newer: QuestionVersion | None = None
    beside: str = ""
    readable: bool = True
    practised: bool = False

    @property
    def words(self) -> str:
        version = self.slot.question_version
        return one_line(version.body.get("stem", "")) or str(version.question)

    @property
    def kind_label(self) -> str:
        return kind_of(self.slot.question_version.kind).label


@dataclass
class UnitRow:
    """A question, or a pool that is drawn from, with the numbers that students see and its place among the units."""

    place: int
    number: str
    rows: list[SlotRow]
    draw: Draw | None = None


@dataclass
class Plan:
    units: list[UnitRow] = field(default_factory=list)
    points: Decimal = Decimal(0)
    asked: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def slots(self) -> list[Slot]:
        return [row.slot for unit in self.units for row in unit.rows]


def plan_of(user, assessment: Assessment) -> Plan:
    """The questions as they stand. Six queries, however many there are."""
    slots = slots_of(assessment)
    places, pools = arranged(slots)
    newer, readable, beside = _newer(user, slots), _readable(user, slots), _beside(slots)
    practised = _practised(slots)
    rows = {
        slot.pk: SlotRow(slot, newer.get(slot.pk), beside.get(slot.stimulus_id or 0, ""),
                         slot.question_version.question_id in readable, slot.question_version.question_id in practised)
        for slot in slots
    }  # fmt: skip
    numbers = arrangement.numbers(places, pools)
    units = [
        UnitRow(place, number, [rows[one.pk] for one in unit], rows[unit[0].pk].slot.draw)
        for place, (number, unit) in enumerate(zip(numbers, arrangement.units(places), strict=True), 1)
    ]
    told = arrangement.problems(places, pools) if slots else []
    return Plan(units, arrangement.total(places, pools), arrangement.asked(places, pools), told)


def _questions(slots: list[Slot]) -> set[int]:
    return {slot.question_version.question_id for slot in slots}


def _readable(user, slots: list[Slot]) -> set[int]:
    return set(Question.objects.visible_to(user).filter(pk__in=_questions(slots)).values_list("pk", flat=True))


def _practised(slots: list[Slot]) -> set[int]:
    rows = LessonQuestion.objects.filter(question_version__question__in=_questions(slots))
    return set(rows.values_list("question_version__question", flat=True))


def _newer(user, slots: list[Slot]) -> dict[int, QuestionVersion]:
    """Slot -> the newest version that the user may put there, where it is another. Two queries."""
    ids = _questions(slots)
    editable = set(Question.objects.editable_by(user).filter(pk__in=ids).values_list("pk", flat=True))
    newest: dict[int, QuestionVersion] = {}
    for version in QuestionVersion.objects.filter(question__in=ids).order_by("number"):
        if version.locked_at or version.question_id in editable:
            newest[version.question_id] = version
    found = {slot.pk: newest.get(slot.question_version.question_id) for slot in slots}
    numbers = {slot.pk: slot.question_version.number for slot in slots}
    return {pk: version for pk, version in found.items() if version and version.number > numbers[pk]}


def _beside(slots: list[Slot]) -> dict[int, str]:
    """Excerpt -> `Title, ¶1, ¶2`. One query."""
    titles = {slot.stimulus.pk: slot.stimulus.edition.source.title for slot in slots if slot.stimulus}
    numbers: dict[int, list[str]] = defaultdict(list)
    rows = ExcerptRange.objects.filter(excerpt__in=titles).order_by("excerpt", "position")
    for pk, number in rows.values_list("excerpt", "passage__number"):
        if f"¶{number}" not in numbers[pk]:
            numbers[pk].append(f"¶{number}")
    return {pk: ", ".join([title, *numbers[pk]]) for pk, title in titles.items()}


def offered(user, assessment: Assessment, asked: dict) -> tuple[list[BankRow], bool]:
    """The first questions of the bank that fit and do not stand in it yet, and whether there are more. Four queries."""
    rows = found_questions(user, asked)
    rows = rows.exclude(pk__in=assessment.slots.order_by().values("question_version__question"))
    page = bank_page(user, rows, size=FEW)
    return page.rows, page.next is not None


def given_of(user, assessment: Assessment) -> list[AssignedAssessment]:
    """The user's own classes that have it. One query."""
    rows = AssignedAssessment.objects.filter(
        assessment=assessment, assignment__classroom__in=Classroom.objects.taught_by(user)
    )
    return list(rows.select_related("assignment__classroom").order_by("assignment__classroom__name", "pk"))
