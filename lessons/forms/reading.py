"""What a reader sends while reading."""

from django import forms


class PlaceForm(forms.Form):
    """The id of the element that stands at the top of the window."""

    anchor = forms.RegexField(regex=r"^[A-Za-z][\w-]*$", max_length=80, required=False)


class DoneForm(forms.Form):
    """Done, or not done after all."""

    done = forms.TypedChoiceField(choices=[("1", "Done"), ("0", "Not done")], coerce=lambda value: value == "1")
