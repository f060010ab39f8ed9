"""What a reader sends while reading."""

from django import forms

from lessons.forms.talk import own_page


class PlaceForm(forms.Form):
    """The id of the element that stands at the top of the window."""

    anchor = forms.RegexField(regex=r"^[A-Za-z][\w-]*$", max_length=80, required=False)


class DoneForm(forms.Form):
    """Done, or not done after all."""

    done = forms.TypedChoiceField(choices=[("1", "Done"), ("0", "Not done")], coerce=lambda value: value == "1")


class BackForm(forms.Form):
    """The page of this site to go back to."""

    back = forms.CharField(required=False, max_length=300)

    def clean_back(self) -> str:
        return own_page(self.cleaned_data["back"])
