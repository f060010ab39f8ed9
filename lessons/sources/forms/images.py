"""The forms of a picture: with a new source, and later with all that can be said of it."""

from typing import Any

from django import forms

from coursesite.files.errors import PictureRefused
from coursesite.files.images import LARGEST_FILE, TOO_LARGE, Drawn, redraw
from lessons.sources.actions.images import keep_picture
from lessons.sources.captions import breaks_off
from lessons.sources.datereading import Reading
from lessons.sources.dates import Question, Refusal, Undated, propose
from lessons.sources.forms.describing import TEXT, line, lines, rights_choices
from lessons.sources.forms.filled import Filled
from lessons.sources.models import SourceImage
from lessons.sources.queries.images import SAID, kept_upload, stamp_of_image

ALT_HELP = "For whoever cannot see it: what is to be seen, in a sentence. What it means is for students to find out."
CAPTION_HELP = "Stands below the picture, in whole sentences."
SHORT = 8  # letters: less than this says nothing of a picture
NOT_THE_SAME = "This says what kind of file it is, not what is to be seen. Describe the picture in a sentence."
BEGINNINGS = ("image", "picture", "photo", "photograph", "untitled")


class NewPictureForm(forms.Form):
    """A file that was read is kept while something else is still asked: `upload` names it."""

    upload = forms.UUIDField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(
        label="Picture", required=False, help_text="JPEG, PNG, WebP or GIF, at most 10 MB. We store it without the place "
        "and camera that a phone writes into it.",
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
        error_messages={
            "required": "Choose the file of the picture.", "empty": "This file is empty. Choose the picture again."
        },
    )  # fmt: skip
    alt = forms.CharField(
        label="What is to be seen", max_length=300, help_text=ALT_HELP,
        error_messages={"required": "Say in a sentence what is to be seen, for whoever cannot see it."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    caption = lines("Caption", 1000, 2, CAPTION_HELP)

    def __init__(self, *args, user, image: SourceImage | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.image, self.kept = user, image, None
        if self.is_bound and self.data.get(self.add_prefix("upload")):
            self.kept = self._kept_before()
        self.fields["file"].required = not (self.kept or self.image)

    def _kept_before(self):
        field = forms.UUIDField(required=False)
        try:
            return kept_upload(self.user, field.clean(self.data[self.add_prefix("upload")]))
        except forms.ValidationError:
            return None

    def clean_file(self) -> Drawn | None:
        """What comes is drawn anew; its name and what the browser says of it are not looked at."""
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(TOO_LARGE)
        try:
            drawn = redraw(file.read())
        except PictureRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        self.kept = keep_picture(drawn=drawn, name=file.name, by=self.user)
        self.say("upload", str(self.kept.public_id))
        return drawn

    def say(self, name: str, value: str) -> None:
        """As if it had been sent."""
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = value

    def clean_alt(self) -> str:
        said = " ".join(self.cleaned_data["alt"].split())
        if len(said) < SHORT or said.lower().rstrip(".") in BEGINNINGS:
            raise forms.ValidationError(NOT_THE_SAME)
        return _whole(said)

    def clean_caption(self) -> str:
        return _whole(self.cleaned_data["caption"].strip())

    @property
    def values(self) -> dict[str, Any]:
        """The columns of SourceImage that the form speaks of."""
        return {name: self.cleaned_data[name] for name in SAID if name in self.cleaned_data}


def _whole(said: str) -> str:
    if words := breaks_off(said):
        raise forms.ValidationError(words)
    return said


class PictureForm(NewPictureForm):
    """A picture with all that can be said of it. `seen` names what stood when the page was made."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)
    description = lines(
        "Description", 10_000, 5, "What is to be seen, at length. Students open it where they want it, and can cite it by its "
        "paragraphs; an empty line begins a new one.",
    )  # fmt: skip
    shows = line(
        "When is what it shows", 120, "Where that differs from the date of the picture: a poster of 1966 may show 1961."
    )
    reading = forms.ChoiceField(widget=forms.RadioSelect, required=False, error_messages={
        "invalid_choice": "The date was changed. Choose how it is read now."
    })  # fmt: skip
    credit = line("Credit", 300, "Whom to name; empty: as with the source.")
    rights_code = forms.ChoiceField(label="Statement of rights of the picture", required=False)
    rights = lines("What else is known of its rights", 2000, 2)
    field_order = (
        "upload",
        "seen",
        "file",
        "alt",
        "caption",
        "description",
        "shows",
        "reading",
        "credit",
        "rights_code",
    )

    def __init__(self, *args, image: SourceImage | None, **kwargs):
        stands = {name: getattr(image, name) for name in SAID} | {"shows": image.shows_display} if image else {}
        super().__init__(*args, image=image, initial=stands | {"seen": stamp_of_image(image)}, **kwargs)
        self.fields["rights_code"].choices = rights_choices()
        self.question = ""
        self.readings: tuple[Reading, ...] = ()
        self.asks = False
        if self.is_bound:
            self._offer_readings()
        if not self.readings:
            del self.fields["reading"]

    def _offer_readings(self) -> None:
        typed = (self.data.get(self.add_prefix("shows")) or "").strip()
        if not typed or (self.image and typed == self.image.shows_display):
            return
        result = propose(typed)
        self.readings = result.readings
        self.question = result.words if isinstance(result, Question) else ""
        field = self.fields["reading"]
        field.label = self.question or f"We read “{typed}” as"
        field.choices = [(reading.edtf, reading.words) for reading in self.readings]
        if not self.question and self.readings:
            field.initial = self.readings[0].edtf

    def clean_shows(self) -> str:
        typed = self.cleaned_data["shows"].strip()
        result = propose(typed) if typed else None
        if isinstance(result, Refusal):
            raise forms.ValidationError(result.words)
        return "" if isinstance(result, Undated) else typed

    def clean(self) -> dict:
        given = super().clean() or self.cleaned_data
        typed = given.get("shows", "")
        given["shows_display"] = typed
        if self.readings:
            chosen = given.get("reading", "")
            if not chosen and self.question:
                self.add_error("reading", f"{self.question} Choose one.")
            self.asks = not chosen
            given["shows_edtf"] = chosen
        else:
            given["shows_edtf"] = self.image.shows_edtf if self.image and typed else ""
        return given

    def preselect(self) -> None:
        """A single reading stands chosen already when it is shown for the first time."""
        self.say("reading", self.readings[0].edtf)


class FilledPicture(Filled):
    """The form of a source whose text is a picture."""

    def __init__(self, data: Any, files: Any, *, user):
        super().__init__(data, None, user=user, source=None, stand=None)
        for name in ("text", "file", "text_seen", *TEXT):
            del self.form.fields[name]
        self.form.initial["kind"] = "image"
        self.picture = NewPictureForm(data, files, prefix="picture", user=user)

    def is_valid(self) -> bool:
        valid = [self.picture.is_valid(), super().is_valid()]
        return all(valid)

    def context(self) -> dict:
        return super().context() | {"picture_form": self.picture}


class ZoomForm(forms.Form):
    """How large the picture is drawn, in hundredths of its own size; empty: as wide as the page."""

    SIZES = (25, 50, 75, 100, 150, 200, 300, 400)

    size = forms.TypedChoiceField(
        coerce=int, required=False, empty_value=None, choices=[(str(size), f"{size} %") for size in SIZES],
        error_messages={"invalid_choice": "Choose one of the sizes below."},
    )  # fmt: skip
