"""A quiz or an essay as students see it, empty, for those who look before they give it."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments import arrangement
from assessments.kinds import kind_of
from assessments.models import Assessment, Slot
from assessments.queries.documents import DrawnDocument, documents_of, draw_documents
from assessments.queries.library import arranged, slots_of
from assessments.queries.taking import Group, groups_of
from assessments.sheets import Sheet, blank_sheet


@dataclass(frozen=True)
class Shown:
    """A question, what stands above it, and the sources that it brings."""

    sheet: Sheet
    label: str
    documents: list[DrawnDocument]


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
    labels = _labels(slots)
    sheets = []
    for slot in slots:
        version = slot.question_version
        sheet = blank_sheet(kind_of(version.kind), version.body, slot.points, anchor=f"q{slot.position}")
        sheet.number, sheet.stimulus = slot.position, slot.stimulus_id
        sheets.append(sheet)
    found = documents_of([slot.question_version_id for slot in slots])
    documents = {
        slot.position: draw_documents(found[slot.question_version_id], f"q{slot.position}-")
        for slot in slots
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
