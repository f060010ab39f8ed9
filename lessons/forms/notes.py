"""What is written on a passage: a note, its new wording, an answer, the writer's word on a proposal."""

from django import forms

from lessons.forms.talk import EditForm, WordsField
from lessons.models import Post

LONGEST_QUOTE = 2000
KINDS = [
    ("observe", "Observe: what stands there"),
    ("reflect", "Reflect: what it makes me think"),
    ("question", "Question: what I want to know"),
    ("sourcing", "Sourcing: who says it, when, why, to whom"),
]
VISIBILITIES = [
    ("private", "Only me: nobody else reads it, not even my teacher"),
    ("class", "My class and its teachers"),
    ("teacher", "My teacher alone"),
]
CHOOSE = {"required": "Choose one of these.", "invalid_choice": "Choose one of these."}


def kind_field() -> forms.ChoiceField:
    return forms.ChoiceField(label="What sort of note?", choices=KINDS, widget=forms.RadioSelect, error_messages=CHOOSE)


def readers_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Who can read it?", choices=VISIBILITIES, widget=forms.RadioSelect, error_messages=CHOOSE
    )


class NoteForm(forms.Form):
    """A note on a passage. `at` names the passage, `version` the version of the text that the writer saw."""

    text = WordsField("Your note", widget=forms.Textarea(attrs={"rows": 3}))
    words = forms.CharField(
        label="About these words",
        required=False,
        max_length=LONGEST_QUOTE,
        help_text="Copy them from the paragraph. Empty: the note is about the whole paragraph.",
        error_messages={"max_length": f"These are more than {LONGEST_QUOTE:,} characters. Choose fewer words."},
    )
    kind = kind_field()
    visibility = readers_field()
    at = forms.CharField(max_length=60, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, max_value=32_000, widget=forms.HiddenInput)
    op_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, quotable: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        if not quotable:  # our summaries can be pointed at, never quoted
            del self.fields["words"]


class NoteEditForm(EditForm):
    """New words for a note; its kind and readers too."""

    text = WordsField("Your note")
    kind = kind_field()
    visibility = readers_field()


class ReplyForm(forms.Form):
    """An answer to a note, or its new wording."""

    text = WordsField("Your answer")
    op_id = forms.UUIDField(widget=forms.HiddenInput)


class SettleForm(forms.Form):
    """Whether the words that are proposed are those of the note."""

    answer = forms.TypedChoiceField(choices=[("yes", "Yes"), ("no", "No")], coerce=lambda value: value == "yes")


class KindFilter(forms.Form):
    """Which notes a list shows."""

    kind = forms.ChoiceField(required=False, choices=[("", "All"), *Post.KINDS[1:]])
    page = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)

    @property
    def chosen(self) -> str:
        return self.cleaned_data["kind"] if self.is_valid() else ""

    @property
    def number(self) -> int:
        return self.cleaned_data.get("page") or 1 if self.is_valid() else 1


class AtForm(forms.Form):
    """Which passage's notes are open."""

    at = forms.CharField(required=False, max_length=60)
    said = forms.ChoiceField(required=False, choices=[("kept", "kept"), ("changed", "changed"), ("back", "back")])

    def value(self, name: str) -> str:
        self.is_valid()
        return self.cleaned_data.get(name, "")


class SourceFilter(forms.Form):
    """Which source's notes leave the site; empty: one's own notes on all of them."""

    source = forms.SlugField(required=False, max_length=80)
