"""Quizzes and essays on the shelves that a teacher may read, and how their questions stand."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Count, DecimalField, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from assessments import arrangement
from assessments.arrangement import Place, Pool
from assessments.models import Assessment, Draw, Slot

POINTS = DecimalField(max_digits=12, decimal_places=4)


def shelved_assessments(user) -> list[Assessment]:
    """With the lesson and the shelf, what a student gets of questions and points, and `may_edit`. Two queries."""
    rows = Assessment.objects.visible_to(user).select_related("lesson__live_version", "shelf")
    drawn = Draw.objects.filter(assessment=OuterRef("pk")).order_by().values("assessment")
    alone = Q(slots__draw=None)
    editable = set(Assessment.objects.editable_by(user).values_list("pk", flat=True))
    found = list(
        rows.annotate(
            slot_count=Count("slots"),
            questions=Count("slots", filter=alone) + Coalesce(Subquery(drawn.values(n=Sum("count"))), 0),
            points=Coalesce(Sum("slots__points", filter=alone), Decimal(0), output_field=POINTS)
            + Coalesce(
                Subquery(drawn.values(n=Sum(F("count") * F("points"), output_field=POINTS))),
                Decimal(0),
                output_field=POINTS,
            ),
        ).order_by("lesson__slug", "kind", "title", "pk")
    )
    for one in found:
        one.may_edit = one.pk in editable
    return found


def slots_of(assessment: Assessment) -> list[Slot]:
    """The slots in order, with question, draw and stimulus at hand. One query."""
    rows = assessment.slots.select_related("question_version__question", "draw", "stimulus__edition__source")
    return list(rows.order_by("position"))


def arranged(slots: Iterable[Slot]) -> tuple[list[Place], dict[int, Pool]]:
    """Slots, with their draw at hand, as the rules of assessments.arrangement take them."""
    slots = list(slots)
    pools = {s.draw.pk: Pool(s.draw.pk, s.draw.count, s.draw.points) for s in slots if s.draw}
    return [Place(s.pk, s.points, s.draw_id) for s in slots], pools


def points_of(assessment: Assessment) -> Decimal:
    """The points of an attempt, whatever is drawn. One query."""
    return arrangement.total(*arranged(slots_of(assessment)))


def problems_of(assessment: Assessment) -> list[str]:
    """What keeps the assessment from being given. One query."""
    return arrangement.problems(*arranged(slots_of(assessment)))


def giveable(assessments: Iterable[Assessment]) -> list[Assessment]:
    """Those that nothing keeps from being given. Two queries."""
    assessments, slots = list(assessments), defaultdict(list)
    for slot in Slot.objects.filter(assessment__in=assessments).select_related("draw").order_by("position"):
        slots[slot.assessment_id].append(slot)
    return [one for one in assessments if not arrangement.problems(*arranged(slots[one.pk]))]
