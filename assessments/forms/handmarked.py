"""Writing questions that a person marks: the essay with its rubric and sources, the upload of photographs or files."""

from typing import Any

from django import forms
from django.db.models import F, Max

from assessments.forms.authoring.base import Author
from assessments.kinds.upload import MOST_FILES
from assessments.models import Rubric, RubricVersion
from lessons.forms.authoring import BlockForm
from lessons.models import Block, Lesson

KEEP = "keep"


def _number(label: str, most: int, initial: int, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        min_value=1, max_value=most, initial=initial, required=False, label=label, help_text=help_text,
        error_messages={
            "invalid": f"{label}: write a number, such as {initial}.", "min_value": f"{label}: write at least 1.",
            "max_value": f"{label}: write at most {most:,}.",
        },
    )  # fmt: skip


def rubrics_for(user) -> list[RubricVersion]:
    """The newest finished version of each rubric that the user may read."""
    mine = Rubric.objects.visible_to(user).order_by().values("pk")
    rows = RubricVersion.objects.filter(rubric__in=mine).exclude(locked_at=None).select_related("rubric")
    newest = {version.rubric_id: version for version in rows.order_by("number")}
    return sorted(newest.values(), key=lambda version: (version.rubric.title, version.pk))


def best_of(version: RubricVersion) -> Any:
    """The points of a rubric: the best level of every criterion."""
    best = version.criteria.annotate(best=Max("levels__points")).values_list("best", flat=True)
    return sum(points for points in best if points is not None)


class EssayAuthor(Author):
    """How long it should be, what it is marked by, and the sources that stand beside it."""

    kind = "essay"

    def add_fields(self, form: BlockForm) -> None:
        form.fields["words_min"] = _number("Words, at least", 20_000, form.initial.get("words_min") or 120)
        form.fields["words_max"] = _number("Words, at most", 20_000, form.initial.get("words_max") or 200)
        form.rubrics = {version.pk: version for version in rubrics_for(form.user)}
        form.fields["rubric"] = forms.TypedChoiceField(
            coerce=int, required=False, empty_value=None, label="Rubric",
            choices=[("", "No rubric"), *((pk, one.rubric.title) for pk, one in form.rubrics.items())],
            help_text="With a rubric, the essay is worth what the rubric’s best levels are worth together.",
        )  # fmt: skip
        lessons = Lesson.objects.visible_to(form.user).exclude(live_version=None).select_related("live_version")
        stands = ", ".join(letter for letter, _ in form.initial.get("documents", []))
        keep = [(KEEP, f"Those that stand beside it now: {stands}")] if stands else []
        form.fields["sources"] = forms.ChoiceField(
            required=False, label="Sources beside it, which students can cite", initial=KEEP if stands else "",
            choices=[*keep, ("", "None"), *((str(one.pk), f"Those of the lesson “{one.live_version.title}”") for one in lessons)],
        )  # fmt: skip

    def check(self, form: BlockForm) -> None:
        fewest, most = form.cleaned_data.get("words_min"), form.cleaned_data.get("words_max")
        if fewest and most and most < fewest:
            form.add_error("words_max", "The longest length is below the shortest. Write a larger number.")

    def values(self, form: BlockForm) -> dict[str, Any]:
        data = form.cleaned_data
        return {
            "words_min": data.get("words_min"), "words_max": data.get("words_max"), "rubric": data.get("rubric"),
            "documents": self._documents(form, data.get("sources", "")),
        }  # fmt: skip

    def _documents(self, form: BlockForm, chosen: str) -> list[list[Any]]:
        """[letter, excerpt] of the sources of a lesson, or of those that stood there."""
        if chosen == KEEP:
            return list(form.initial.get("documents", []))
        if not chosen:
            return []
        blocks = Block.objects.filter(version__live_for=int(chosen), version=F("version__lesson__live_version"))
        rows = blocks.filter(kind="excerpt").exclude(excerpt=None).order_by("position").values_list("body", "excerpt")
        return sorted({body["letter"]: [body["letter"], pk] for body, pk in rows if body.get("letter")}.values())

    def pack(self, values):
        return {name: values[name] for name in ("words_min", "words_max") if values[name]}, {}

    def unpack(self, body, key):
        return {name: body.get(name) for name in ("words_min", "words_max")}


class UploadAuthor(Author):
    """How many files a student may bring."""

    kind = "upload"

    def add_fields(self, form: BlockForm) -> None:
        form.fields["most"] = _number("Files, at most", MOST_FILES, form.initial.get("most") or MOST_FILES)

    def values(self, form: BlockForm) -> dict[str, Any]:
        return {"most": form.cleaned_data.get("most") or MOST_FILES}

    def pack(self, values):
        return {"most": values["most"]}, {}

    def unpack(self, body, key):
        return {"most": body.get("most") or MOST_FILES}
