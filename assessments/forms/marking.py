"""Forms of the grader: levels and points for the parts of an answer, a comment, a list's filter."""

from decimal import Decimal

from django import forms

from assessments.models import AttemptItem, Level
from assessments.queries.marking import LISTS


class ListForm(forms.Form):
    """Which list of hand-ins is shown; anything unknown shows everybody."""

    state = forms.ChoiceField(choices=list(LISTS.items()), required=False)

    def chosen(self) -> str:
        return (self.is_valid() and self.cleaned_data["state"]) or "all"


class PartForm(forms.Form):
    """The mark of one part: a level of its criterion, or points where there is no rubric. `seen` is the newest n shown."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, item: AttemptItem, part: str, title: str, levels: list[Level], scores: dict, **kwargs):
        super().__init__(*args, prefix=f"{item.pk}-{part}" if part else str(item.pk), **kwargs)
        self.item, self.part, self.title, self.levels, self.scores = item, part, title, levels, scores
        if levels:
            choices = [(level.pk, level) for level in levels]
            self.fields["level"] = forms.TypedChoiceField(
                coerce=int,
                choices=choices,
                required=False,
                empty_value=None,
                widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
            )
        else:
            most = item.points.normalize()
            say = f"Enter a number from 0 to {most:f} for question {item.slot}."
            self.fields["points"] = forms.DecimalField(
                required=False,
                min_value=Decimal(0),
                max_value=item.points,
                max_digits=9,
                decimal_places=4,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 5}),
                error_messages=dict.fromkeys(("invalid", "max_digits", "max_decimal_places", "max_whole_digits"), say),
            )
            for validator in self.fields["points"].validators:
                if hasattr(validator, "limit_value"):
                    validator.message = say

    def chosen_level(self) -> Level | None:
        wanted = self.cleaned_data.get("level")
        return next((level for level in self.levels if level.pk == wanted), None)

    @property
    def mark(self) -> dict:
        """What is saved of it."""
        level = self.chosen_level()
        points = None if level else self.cleaned_data.get("points")
        return {
            "item": self.item,
            "part": self.part,
            "seen": self.cleaned_data["seen"],
            "level": level,
            "points": points,
        }

    @property
    def is_given(self) -> bool:
        """Whether a level or points have been chosen that differ from what this page showed."""
        shown = self.scores.get(self.cleaned_data["seen"])
        if self.levels:
            chosen, was = self.cleaned_data.get("level"), shown and shown.level_id
        else:
            chosen, was = self.cleaned_data.get("points"), shown and shown.points
        return chosen is not None and chosen != was


class CommentForm(forms.Form):
    text = forms.CharField(
        required=False,
        strip=False,
        max_length=20_000,
        label="Comment for the student",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, item: AttemptItem, comments: dict, **kwargs):
        super().__init__(*args, prefix=f"comment-{item.pk}", **kwargs)
        self.item, self.comments = item, comments

    @property
    def is_given(self) -> bool:
        """Whether the words differ from those that this page showed."""
        shown = self.comments.get(self.cleaned_data["seen"])
        return self.cleaned_data["text"] != (shown.text if shown else "")
