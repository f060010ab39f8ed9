"""Mending a historical person or body: names, spellings, dates."""

from django import forms

from lessons.sources.dates import Proposal, propose
from lessons.sources.edtf import bounds
from lessons.sources.models import Agent

FILED = "Family name first: Khrushchev, Nikita; but Mao Zedong."


class AgentForm(forms.Form):
    name = forms.CharField(max_length=200, help_text="As it stands in a source line: Mao Zedong.", error_messages={
        "required": "Write the name.",
    })  # fmt: skip
    sort_name = forms.CharField(max_length=200, label="Filed under", help_text=FILED,
        error_messages={"required": "Write the name under which it is filed."},
    )  # fmt: skip
    variants = forms.CharField(
        max_length=2000, required=False, label="Other spellings", widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One on each line. The search finds all of them.",
    )  # fmt: skip
    kind = forms.ChoiceField(label="It is", choices=Agent._meta.get_field("kind").choices)
    born = forms.CharField(
        max_length=60, required=False, label="Born or founded", help_text="Empty where it is not known."
    )
    died = forms.CharField(
        max_length=60, required=False, label="Died or ended", help_text="Empty where it is not known."
    )

    def clean_variants(self) -> list[str]:
        names = (" ".join(name.split()) for name in self.cleaned_data["variants"].splitlines())
        return list(dict.fromkeys(name for name in names if name))

    def _date(self, name: str) -> str:
        typed = self.cleaned_data[name].strip()
        if not typed:
            return ""
        result = propose(typed)
        if not isinstance(result, Proposal) or len(result.readings[0].edtf) > 40:
            raise forms.ValidationError(
                "Write a date that can be read in one way only, such as 17 April 1894 or about 1910."
            )
        return result.readings[0].edtf

    def clean_born(self) -> str:
        return self._date("born")

    def clean_died(self) -> str:
        return self._date("died")

    def clean(self) -> dict:
        given = super().clean() or self.cleaned_data
        born, died = given.get("born"), given.get("died")
        first, last = bounds(born or "")[0], bounds(died or "")[1]
        if first and last and last < first:
            self.add_error("died", "The end lies before the beginning. Look at both dates again.")
        return given
