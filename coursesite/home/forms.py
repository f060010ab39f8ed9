"""What is typed into the search."""

from django import forms

from coursesite.ui.fold import words_of

LONGEST, SHORTEST = 200, 2


class QueryField(forms.CharField):
    """Cut where it is too long: whoever pastes a page gets an answer, and is told."""

    was_cut = False

    def to_python(self, value) -> str:
        text = " ".join(super().to_python(value).replace("\x00", " ").split())
        self.was_cut = len(text) > LONGEST
        return text[:LONGEST]


class SearchForm(forms.Form):
    q = QueryField(label="Search for", required=False, widget=forms.TextInput(attrs={"type": "search"}))

    def clean_q(self) -> str:
        text = self.cleaned_data["q"]
        if text and sum(len(word) for word in words_of(text)) < SHORTEST:
            raise forms.ValidationError("Write at least two letters.")
        return text

    @property
    def was_cut(self) -> bool:
        return self.fields["q"].was_cut
