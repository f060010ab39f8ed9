"""Which text and which paragraph of it one cites."""

from django import forms

from lessons.sources.models import Edition, Passage
from lessons.sources.queries.naming import text_names
from lessons.sources.render import spoken_number


class CiteForm(forms.Form):
    """`at` names a text, or a text and a paragraph of it: "en", "en:5"."""

    at = forms.ChoiceField(
        required=False,
        label="What you cite",
        error_messages={"invalid_choice": "This source has no such paragraph. Choose one from the list."},
    )

    def __init__(self, data, editions: list[Edition], passages: list[Passage]):
        super().__init__(data)
        self.editions = {edition.label: edition for edition in editions}
        self.passages = {f"{passage.edition.label}:{passage.number}": passage for passage in passages}
        field = self.fields["at"]
        names = text_names(editions)
        field.choices = [(names[edition.label], self._lines(edition)) for edition in editions]  # type: ignore[attr-defined]

    def _lines(self, edition: Edition) -> list[tuple[str, str]]:
        own = [(at, p) for at, p in self.passages.items() if p.edition_id == edition.pk]
        return [(edition.label, "As a whole"), *((at, spoken_number(p.number)) for at, p in own)]

    @property
    def chosen(self) -> tuple[Edition | None, Passage | None]:
        """(text, passage or None); without a choice the first text as a whole."""
        at = self.cleaned_data.get("at", "") if self.is_valid() else ""
        passage = self.passages.get(at)
        label = at.partition(":")[0]
        return self.editions.get(label) or next(iter(self.editions.values()), None), passage
