"""What is written: answers to prompts, posts, reports, reasons."""

from collections.abc import Iterable

from django import forms
from django.urls import Resolver404, resolve

from lessons.starters import is_only_a_beginning

LONGEST = 20_000
TOO_LONG = f"This is longer than {LONGEST:,} characters. Shorten it, then send it again."


class WordsField(forms.CharField):
    """A text as it was typed, with one sign for the end of a line."""

    widget = forms.Textarea

    def __init__(self, label: str = "Your words", **kwargs):
        messages = {"max_length": TOO_LONG, "required": "Write something first."}
        super().__init__(label=label, max_length=LONGEST, strip=False, error_messages=messages, **kwargs)

    def to_python(self, value):
        words = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        return "" if not words.strip() else words


ONLY_BEGUN = "This is only a beginning that was offered to you. Go on from there in your own words, then send it again."


class BegunForm(forms.Form):
    """Words that may have been begun with a sentence starter: alone it is no answer."""

    def __init__(self, *args, starters: Iterable[str] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.starters = starters

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if is_only_a_beginning(text, self.starters):
            raise forms.ValidationError(ONLY_BEGUN)
        return text


class AnswerForm(BegunForm):
    """A private answer. `base` is the number of the wording that was on the page; `back` the page it stood on."""

    text = WordsField("Your answer", required=False)
    base = forms.IntegerField(min_value=0, max_value=32_000, widget=forms.HiddenInput)
    back = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def clean_back(self) -> str:
        return own_page(self.cleaned_data["back"])

    def clean(self) -> dict:
        data = super().clean()
        if data.get("base") == 0 and "text" in data and not data["text"]:
            self.add_error("text", "Write something first.")
        return data


def own_page(path: str) -> str:
    """A path of this site, or "" for anything else."""
    try:
        resolve(path.partition("#")[0])
    except Resolver404:
        return ""
    return path


class PostForm(BegunForm):
    """A post, or a reply where `parent` is named. `op_id` is made with the form: sending twice posts once."""

    text = WordsField("Your post")
    op_id = forms.UUIDField(widget=forms.HiddenInput)
    parent = forms.UUIDField(required=False, widget=forms.HiddenInput)


class EditForm(forms.Form):
    text = WordsField("Your post")
    base = forms.IntegerField(min_value=1, max_value=32_000, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why a post is reported or hidden."""

    reason = forms.CharField(
        label="Reason",
        max_length=300,
        error_messages={"required": "Say why, in a few words.", "max_length": "Keep the reason under 300 characters."},
    )


class LockForm(forms.Form):
    locked = forms.TypedChoiceField(choices=[("1", "Lock"), ("0", "Unlock")], coerce=lambda value: value == "1")
