"""What a reader may ask of a source's page, all of it in the address."""

import re

from django import forms

from lessons.sources.models import Edition
from lessons.sources.queries.comparing import suggestions
from lessons.sources.queries.naming import key_of, versions_named

VIEWS = [("whole", "Whole"), ("compare", "Compare")]
UNKNOWN = "This source has no such text. Choose one from the list."


class ReadingForm(forms.Form):
    """Which view, in which wording, with which lines, at which paragraph."""

    view = forms.ChoiceField(choices=VIEWS, required=False)
    easier = forms.BooleanField(required=False)
    lines = forms.ChoiceField(choices=[("wide", "Wide")], required=False)
    p = forms.CharField(label="Go to paragraph", max_length=20, required=False)
    a = forms.ChoiceField(label="First text", required=False, error_messages={"invalid_choice": UNKNOWN})
    b = forms.ChoiceField(label="Second text", required=False, error_messages={"invalid_choice": UNKNOWN})

    def __init__(self, data, *, editions: list[Edition]):
        super().__init__(data)
        self.by_key = {key_of(edition): edition for edition in editions}
        self.suggested = suggestions(editions)
        choices = list(versions_named(editions).items())
        for name in ("a", "b"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_p(self) -> str:
        """`¶8`, `8–9` and `8 to 9` are taken for what stands in the margin: 8 and 8-9."""
        said = self.cleaned_data["p"].strip().removeprefix("¶").strip()
        said = re.sub(r"\s*(?:[–—-]|\bto\b)\s*", "-", said)
        if said and not re.fullmatch(r"h?\d[\d.]*(-\d+)?", said):
            raise forms.ValidationError("Write a number such as 8, or two such as 8-9.")
        return said

    def clean(self) -> dict:
        given = super().clean() or self.cleaned_data
        if self.errors or not self._compares(given):
            return given
        if not self.suggested:
            raise forms.ValidationError("This source has one text only: there is nothing to compare it with.")
        given["a"] = given["a"] or self.suggested[0].a
        given["b"] = given["b"] or self.suggested[0].b
        if given["a"] == given["b"]:
            self.add_error("b", "Choose two different texts.")
        return given

    def _compares(self, given: dict) -> bool:
        return given.get("view") == "compare" or bool(given.get("a") or given.get("b"))

    # -- What was asked, once it is found valid ---------------------------------------------------------

    @property
    def compares(self) -> bool:
        return self._compares(self.cleaned_data) or self.data.get("view") == "compare"

    @property
    def pair(self) -> tuple[Edition, Edition] | None:
        """The two texts to lay side by side; None where none was asked for, or not rightly."""
        if self.errors or not self.compares:
            return None
        return self.by_key[self.cleaned_data["a"]], self.by_key[self.cleaned_data["b"]]

    @property
    def pair_fields(self) -> list[dict]:
        """The two lists of texts as they were chosen, for the page."""
        at_first = (self.suggested[0].a, self.suggested[0].b) if self.suggested else ("", "")
        return [
            {"name": name, "field": self[name], "errors": self[name].errors, "chosen": self.data.get(name) or first}
            for name, first in zip(("a", "b"), at_first, strict=True)
        ]

    @property
    def is_easier(self) -> bool:
        return bool(self.cleaned_data.get("easier"))

    @property
    def is_wide(self) -> bool:
        return self.cleaned_data.get("lines") == "wide"

    @property
    def number(self) -> str:
        return self.cleaned_data.get("p", "")

    def refuse_number(self) -> None:
        self.add_error(
            "p", f"There is no paragraph {self.number} here. The numbers that there are stand beside the text."
        )
