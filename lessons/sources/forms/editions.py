"""The form "Add text to a source": what is pasted or uploaded, how it is to be numbered, and what this text is."""

from typing import Any

from django import forms

from lessons.sources import intake
from lessons.sources.errors import EditionRefused
from lessons.sources.languages import LANGUAGES
from lessons.sources.models import Edition, Source
from lessons.sources.queries.naming import text_name, text_names
from lessons.sources.queries.page import newest_editions
from lessons.sources.textclean import LONGEST, TOO_LONG

TEXT_HELP = (
    "An empty line begins a new paragraph. A line that begins with # and a space is a heading. [sic], […] and words in "
    "[square brackets] are shown to you as proposals before anything is stored."
)


class IntakeForm(forms.Form):
    """Text, and how it is read. What it gave stands in `got` once the form is valid."""

    text = forms.CharField(
        required=False, strip=False, label="Text", help_text=TEXT_HELP,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
    )  # fmt: skip
    file = forms.FileField(
        required=False,
        label="Or choose a file",
        help_text="Word (.docx), web page (.html), Markdown (.md) or plain text.",
    )
    form = forms.ChoiceField(choices=intake.FORMS, required=False, label="What was pasted is")
    lines = forms.ChoiceField(choices=intake.LINES, required=False, label="A paragraph begins")
    numbering = forms.ChoiceField(choices=intake.NUMBERINGS, required=False, label="Numbers")
    first = forms.IntegerField(
        min_value=1, max_value=9999, required=False, label="Number of the first paragraph",
        help_text="1, unless this is a part of a longer text whose paragraphs you have counted.",
        error_messages={
            "invalid": "Write the number in figures, such as 12.", "min_value": "Write 1 or a larger number.",
            "max_value": "Write a number up to 9999.",
        },
    )  # fmt: skip
    previewed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    got: intake.Intake | None = None

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > LONGEST:
            raise forms.ValidationError(TOO_LONG)
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.has_error("file") and not self.has_error("first"):
            try:
                self.got = self._read(data)
            except EditionRefused as refused:
                for sentence in refused.problems:
                    self.add_error("file" if data.get("file") else "text", sentence)
        return data

    def _read(self, data: dict) -> intake.Intake:
        file = data.get("file")
        return intake.read(
            file.read() if file else data.get("text", "").replace("\r\n", "\n"),  # browsers send line ends so
            name=file.name if file else "",
            form=data.get("form") or "auto",
            lines=data.get("lines") or "auto",
            numbering=data.get("numbering") or "auto",
            first=data.get("first") or 1,
            marks=self.marks if data.get("previewed") else None,
        )

    @property
    def marks(self) -> set[int]:
        """The proposals that were left ticked in the preview."""
        chosen = self.data.getlist("marks") if hasattr(self.data, "getlist") else []
        return {int(key) for key in chosen if key.isdigit() and len(key) < 8}

    def carried(self) -> dict[str, Any]:
        """What the preview's form sends on: the words of a file stand in the box from now on."""
        data = {name: self.data.get(name, "") for name in self.fields if name != "file"}
        if self.cleaned_data.get("file") and self.got:
            data |= {"text": self.got.text, "form": "text", "lines": "keep"}
        return data


class EditionForm(IntakeForm):
    role = forms.ChoiceField(label="This text is", error_messages={
        "required": "Choose what this text is.", "invalid_choice": "Choose from the list what this text is."
    })  # fmt: skip
    based_on = forms.TypedChoiceField(
        required=False, label="Easier version of", coerce=int, empty_value=None,
        error_messages={"invalid_choice": "Choose a text from the list."},
        help_text="Only for adapted wording: it stands under the passages of that text, one tap away.",
    )  # fmt: skip
    language = forms.ChoiceField(choices=list(LANGUAGES.items()), initial="en", label="Language")
    extent = forms.ChoiceField(
        choices=[("whole", "The whole text"), ("fragments", "Parts of it")], label="How much of the source it is",
        widget=forms.RadioSelect, initial="whole", error_messages={"required": "Choose: the whole text, or parts of it."},
    )  # fmt: skip
    about = forms.CharField(
        required=False, max_length=1000, label="Where this text comes from",
        widget=forms.Textarea(attrs={"rows": 2}), help_text="Such as: typed from the printed edition of 1957, pages 3-9.",
    )  # fmt: skip
    translator = forms.CharField(
        required=False, max_length=200, label="Who translated it", help_text="Leave it empty where it is not known."
    )
    label = forms.SlugField(
        required=False, max_length=40, label="Short name of this text",
        help_text="Letters, figures and hyphens, such as en-person. Leave it empty and it is named after its language.",
        error_messages={"invalid": "Use letters without accents, figures and hyphens, such as en-person."},
    )  # fmt: skip

    field_order = ("text", "file", "role", "based_on", "language", "extent", "about", "translator", "label")

    def __init__(self, *args, source: Source, **kwargs):
        super().__init__(*args, **kwargs)
        self.source = source
        self.bases = {edition.pk: edition for edition in newest_editions(source) if edition.role != "adaptation"}
        roles = [role for role in Edition.ROLES if (role[0] == "summary") == source.is_card]
        if not self.bases:
            roles = [role for role in roles if role[0] != "adaptation"]
            del self.fields["based_on"]
        else:
            names = text_names(self.bases.values())
            choices = [(pk, names[edition.label]) for pk, edition in self.bases.items()]
            self.fields["based_on"].choices = [("", "No other text"), *choices]
        self.fields["role"].choices = roles

    def clean_label(self) -> str:
        label = self.cleaned_data["label"].lower()
        if label and self.source.editions.filter(label=label).exists():
            raise forms.ValidationError(f"This source has a text called “{label}”. Choose another short name.")
        return label

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        adapted = data.get("role") == "adaptation"
        base = self.bases.get(data.get("based_on"))
        if adapted and not base:
            self.add_error("based_on", "Choose the text that this is an easier version of.")
        if base and not adapted:
            self.add_error(
                "based_on", "Only adapted wording is an easier version of another text. Choose “No other text”."
            )
        if adapted and base and self.got:
            known = set(base.passages.values_list("number", flat=True))
            loose = [p.number for p in self.got.passages if p.kind != "heading" and p.number not in known]
            if loose:
                self.add_error("text", f"“{text_name(base)}” has no passage {loose[0]}. Give each passage of the easier version "
                               "the number of the passage that it puts in easier words, such as [8] in front.")  # fmt: skip
        return data

    def edition_values(self) -> dict[str, Any]:
        """What make_edition is given, besides source, by and translator."""
        data = self.cleaned_data
        return {
            "label": data["label"] or self._free_label(data["language"], data["role"]),
            "role": data["role"],
            "language": data["language"],
            "extent": data["extent"],
            "about": data["about"],
            "based_on": self.bases.get(data.get("based_on")),
            "scheme": self.got.scheme,
            "passages": self.got.passages,
        }

    def _free_label(self, language: str, role: str) -> str:
        taken = set(self.source.editions.values_list("label", flat=True))
        start = f"{language}-adapted" if role == "adaptation" else language
        names = (start if n == 1 else f"{start}-{n}" for n in range(1, len(taken) + 2))
        return next(name for name in names if name not in taken)
