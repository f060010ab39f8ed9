"""The forms that put two texts of a source side by side: which two, and which passage stands beside which."""

from collections.abc import Sequence
from typing import Any

from django import forms

from lessons.sources.models import Alignment, Edition, Passage
from lessons.sources.queries.naming import text_names

AT_ONCE = 100  # passages on one page: a form has an end (DATA_UPLOAD_MAX_NUMBER_FIELDS)
UNKNOWN = "Choose a text from the list."


class PairForm(forms.Form):
    left = forms.ChoiceField(label="Text on the left", error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN})
    right = forms.ChoiceField(
        label="Text on the right", error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN}
    )
    page = forms.IntegerField(min_value=1, max_value=999, required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, editions: Sequence[Edition]):
        super().__init__(data)
        self.editions = {edition.label: edition for edition in editions}
        choices = list(text_names(editions).items())
        self.fields["left"].choices = self.fields["right"].choices = choices
        self.fields["right"].initial = choices[1][0] if len(choices) > 1 else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("left") and data.get("left") == data.get("right"):
            self.add_error("right", "Choose two different texts.")
        return data

    @property
    def pair(self) -> tuple[Edition, Edition]:
        return self.editions[self.cleaned_data["left"]], self.editions[self.cleaned_data["right"]]


class AlignForm(forms.Form):
    """For each passage on the left: the one beside it, and how they say the same."""

    def __init__(self, data, *, left: Sequence[Passage], right: Sequence[Passage], chosen: dict[int, tuple[int, str]]):
        super().__init__(data)
        self.left = left
        others = [("", "Nothing beside it"), *((p.pk, f"¶{p.number} {' '.join(p.text.split()[:6])}") for p in right)]
        for passage in left:
            beside, relation = chosen.get(passage.pk, (None, "same"))
            self.fields[f"beside_{passage.pk}"] = forms.TypedChoiceField(
                choices=others, coerce=int, empty_value=None, required=False, initial=beside,
                label=f"Beside ¶{passage.number}", error_messages={"invalid_choice": "Choose a passage from the list."},
            )  # fmt: skip
            self.fields[f"as_{passage.pk}"] = forms.ChoiceField(
                choices=Alignment.RELATIONS, required=False, initial=relation, label=f"How ¶{passage.number} says it",
                error_messages={"invalid_choice": "Choose from the list how the two say the same."},
            )  # fmt: skip

    def rows(self, why: dict[int, str]) -> list[dict[str, Any]]:
        return [
            {"passage": p, "beside": self[f"beside_{p.pk}"], "relation": self[f"as_{p.pk}"], "why": why.get(p.pk, "")}
            for p in self.left
        ]

    def pairs(self) -> dict[int, tuple[int | None, str]]:
        """Left passage -> (right passage or None, relation)."""
        data = self.cleaned_data
        return {p.pk: (data[f"beside_{p.pk}"], data[f"as_{p.pk}"] or "same") for p in self.left}
