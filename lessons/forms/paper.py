"""How a lesson is to be printed. Sent by GET, so that the address is the choice."""

from django import forms

from lessons.blocks import Paper


class PaperForm(forms.Form):
    sources = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label="Sources", help_text="None ticked: all of them."
    )
    words = forms.ChoiceField(
        choices=[("original", "The source’s own words"), ("easier", "The easier wording, where there is one")],
        widget=forms.RadioSelect,
        required=False,
        label="Which words",
    )
    wide = forms.BooleanField(required=False, label="Wide spacing")

    def __init__(self, *args, letters: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sources"].choices = [(letter, f"Source {letter}: {title}") for letter, title in letters]

    @property
    def paper(self) -> Paper:
        """What was asked for; what cannot be understood is passed over."""
        data = self.cleaned_data if self.is_valid() else {}
        chosen = frozenset(data.get("sources") or ())
        return Paper(chosen or None, data.get("words") or "original", bool(data.get("wide")))


class KeyForm(forms.Form):
    """Whether the teacher's key is asked for."""

    key = forms.BooleanField(required=False)

    @property
    def is_asked(self) -> bool:
        return self.is_valid() and self.cleaned_data["key"]
