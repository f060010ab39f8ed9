"""What a teacher may ask of the list of sources, and who may use one of them."""

from django import forms

from lessons.sources.models import Source


class LibraryForm(forms.Form):
    """`after` names the last row of the page before."""

    words = forms.CharField(label="Words in title or makers", max_length=100, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("", "All kinds"), *Source.KINDS], required=False)
    reach = forms.ChoiceField(label="Who can use it", choices=[("", "All"), *Source.REACHES], required=False)
    after = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)


class ReachForm(forms.Form):
    """For whom a source is made ready; a draft takes it back."""

    reach = forms.ChoiceField(choices=Source.REACHES, error_messages={
        "required": "Choose who can use it.", "invalid_choice": "Choose who can use it from the buttons.",
    })  # fmt: skip
