"""Publishing: which of one's own classes go on with the new version."""

from django import forms

from lessons.models import AssignedLesson


class PublishForm(forms.Form):
    move = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple, label="Classes that go on with the new version",
        help_text="Those not ticked keep the version that they have. Places, answers and posts stay in either case.",
    )  # fmt: skip

    def __init__(self, *args, given: list[AssignedLesson], **kwargs):
        super().__init__(*args, **kwargs)
        self.given = given
        self.fields["move"].choices = [
            (row.pk, f"{row.assignment.classroom} (has version {row.version.number})") for row in given
        ]
        if not given:
            del self.fields["move"]

    @property
    def chosen(self) -> list[AssignedLesson]:
        return [row for row in self.given if row.pk in self.cleaned_data.get("move", [])]
