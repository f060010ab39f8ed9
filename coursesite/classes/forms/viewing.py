"""As if at which moment a teacher looks at a class as one of its students."""

from django import forms

from coursesite.classes.forms.moments import moment_fields, read_moment


class ViewAsForm(forms.Form):
    """`moment` after cleaning: None where it is to be now."""

    def __init__(self, *args, zone: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields |= moment_fields("at", "As if it were")
        self.fields["at_date"].help_text = "Leave both empty to look as of now."

    def clean(self):
        data = super().clean()
        self.moment = None if self.errors else read_moment(self, data, "at", self.zone)
        return data
