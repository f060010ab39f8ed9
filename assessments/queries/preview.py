"""A quiz or an essay as students see it, empty, for those who look before they give it."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments import arrangement
from assessments.dealing import deal, shuffled_choices
from assessments.kinds import kind_of
from assessments.models import Assessment, AssignedAssessment, Slot
from assessments.papermarks import lines_for
from assessments.queries.documents import DrawnDocument, documents_of, draw_documents
from assessments.queries.library import arranged, slots_of
from assessments.queries.taking import Group, groups_of, place_of
from assessments.sheets import Sheet, blank_sheet


@dataclass(frozen=True)
class Shown:
    """A question, what stands above it, and the sources that it brings."""

    sheet: Sheet
    label: str
    documents: list[DrawnDocument]

    @property
    def lines(self) -> range:
        """What there is to write on, where it is answered on paper."""
        return lines_for(self.sheet.kind.name, self.sheet.body)

    @property
    def in_order(self) -> bool:
        return "items" in self.sheet.body


@dataclass(frozen=True)
class ShownGroup:
    """Questions beside one source, or one question alone."""

    group: Group
    questions: list[Shown]

    @property
    def beside(self) -> list[DrawnDocument]:
        return [self.group.stimulus] if self.group.stimulus else []


def preview_groups(assessment: Assessment) -> list[ShownGroup]:
    """The questions in order; of a draw all, with how many of them a student gets."""
    slots = slots_of(assessment)
    numbered = {slot.position: slot for slot in slots}
    return _shown(numbered, {number: slot.points for number, slot in numbered.items()}, _labels(slots))


def paper_groups(given: AssignedAssessment) -> list[ShownGroup]:
    """The questions as every copy on paper has them, numbered 1, 2 …: a draw is drawn once for the whole class."""
    dice = random.Random(given.assignment.public_id.int)  # the same again for each print
    by_id = {slot.pk: slot for slot in slots_of(given.assessment)}
    asked = dict(enumerate(deal([place_of(slot) for slot in by_id.values()], dice), 1))
    numbered = {number: by_id[place.id] for number, place in asked.items()}
    labels = {number: f"Question {number}" for number in asked}
    groups = _shown(numbered, {number: place.worth for number, place in asked.items()}, labels)
    if given.shuffle:
        for shown in (one for group in groups for one in group.questions):
            shown.sheet.order = shuffled_choices(shown.sheet.body, dice)
    return groups


def _shown(numbered: Mapping[int, Slot], points: Mapping[int, Decimal], labels: Mapping[int, str]) -> list[ShownGroup]:
    sheets = []
    for number, slot in numbered.items():
        version = slot.question_version
        sheet = blank_sheet(kind_of(version.kind), version.body, points[number], anchor=f"q{number}")
        sheet.number, sheet.stimulus = number, slot.stimulus_id
        sheets.append(sheet)
    found = documents_of([slot.question_version_id for slot in numbered.values()])
    documents = {
        number: draw_documents(found[slot.question_version_id], f"q{number}-")
        for number, slot in numbered.items()
        if slot.question_version_id in found
    }
    return [
        ShownGroup(group, [Shown(q, labels[q.number], documents.get(q.number, [])) for q in group.sheets])
        for group in groups_of(sheets)
    ]


def _labels(slots: Sequence[Slot]) -> dict[int, str]:
    """Position -> `Question 3 of 8`, or how many are drawn of the pool that it stands in."""
    places, pools = arranged(slots)
    position = {slot.pk: slot.position for slot in slots}
    asked = arrangement.asked(places, pools)
    said = {}
    for unit, number in zip(arrangement.units(places), arrangement.numbers(places, pools), strict=True):
        pool = pools.get(unit[0].pool or 0)
        words = f"Question {number} of {asked}"
        if pool:
            words = f"Question{'s' if pool.count > 1 else ''} {number} of {asked}: {pool.count} drawn of {len(unit)}"
        said |= {position[place.pk]: words for place in unit}
    return said
