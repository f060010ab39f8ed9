"""The forms of the editor: a lesson's details, and how packages register the forms of their blocks.

settings.BLOCK_EDITORS names modules with a list EDITORS. An editor belongs to one kind of block; it says what stands in
a block as plain values, gives a form for them, and writes what the form holds.
"""

import functools
from importlib import import_module
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.forms.utils import ErrorDict
from django_prose_editor.widgets import importmap
from js_asset import Media, Script

from coursesite.accounts.models import Shelf
from lessons.actions.authoring import stamp_of
from lessons.clean import LONGEST, clean_html, is_html, paragraphs
from lessons.models import Block, Lesson

PLAIN_HELP = "An empty line starts a new paragraph."
TOO_LONG = "This text is too long for one block. Move a part of it into a second block."


SHORT = 160


def shortened(text: str) -> str:
    return text if len(text) <= SHORT else text[:SHORT].rsplit(" ", 1)[0] + " …"


class ProseWidget(forms.Textarea):
    """A plain textarea; where there is a script, the rich editor stands over it."""

    def __init__(self, attrs=None):
        super().__init__({"rows": 8, "data-prose": ""} | (attrs or {}))

    @property
    def media(self):
        return Media(
            importmap=importmap,
            css={"all": ["lessons/editor.css"]},
            js=[Script("lessons/editor-prose.js", type="module")],
        )


class ProseField(forms.CharField):
    """Formatted text. What comes out is safe HTML; plain words become paragraphs."""

    widget = ProseWidget

    def __init__(self, **kwargs):
        messages = {"max_length": TOO_LONG}
        super().__init__(max_length=LONGEST, required=False, error_messages=messages, **kwargs)

    def clean(self, value):
        text = super().clean(value)
        return clean_html(text if is_html(text) else paragraphs(text))


class BlockForm(forms.Form):
    """`stamp` names what stood in the block when the page was made."""

    stamp = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, block: Block, user, **kwargs):
        self.block, self.user = block, user
        self.folded: dict[str, str] = {}  # field -> the line under which it is drawn folded
        super().__init__(*args, auto_id=f"b{block.key}_%s", **kwargs)

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "stamp"}

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The fields in order, those that are folded away together under their line."""
        found: list[dict[str, Any]] = []
        for field in self:
            summary = self.folded.get(field.name, "")
            if not found or found[-1]["summary"] != summary:
                found.append({"summary": summary, "fields": [], "open": False})
            found[-1]["fields"].append(field)
            found[-1]["open"] |= bool(field.errors)
        return found

    def without_problems(self) -> "BlockForm":
        """The same fields with what was typed, before anything is said about it."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        return self


class BlockEditor:
    """How one kind of block is edited. All methods but `summaries` look at one block."""

    kind: ClassVar[str]
    label: ClassVar[str]
    hint: ClassVar[str] = ""
    form_class: ClassVar[type[BlockForm]]
    addable: ClassVar[bool] = True
    looks: ClassVar[str] = ""  # words of a button that shows further fields before anything is saved

    def values(self, block: Block) -> dict[str, Any]:
        """What stands, as the form's cleaned data would say it."""
        raise NotImplementedError

    def write(self, block: Block, values: dict[str, Any], by) -> None:
        """Called inside change_block, for a block of a draft."""
        raise NotImplementedError

    def summaries(self, blocks: list[Block]) -> dict[UUID, str]:
        """Block key -> its words in short, in a constant number of queries."""
        raise NotImplementedError

    def form(self, block: Block, data=None, *, user) -> BlockForm:
        values = self.values(block)
        return self.form_class(data, initial=values | {"stamp": stamp_of(values)}, block=block, user=user)


@functools.cache
def editors() -> dict[str, BlockEditor]:
    """Kind -> editor, of all packages that register some, in the order of the menu."""
    modules = [import_module(name) for name in settings.BLOCK_EDITORS]
    return {editor.kind: editor for module in modules for editor in module.EDITORS}


# -- The lesson itself ----------------------------------------------------------------------------------


class ShelfField(forms.ModelChoiceField):
    def __init__(self, user):
        messages = {"required": "Choose the shelf that the lesson stands on."}
        mine = Shelf.objects.editable_by(user)
        super().__init__(mine, label="Shelf", empty_label=None, error_messages=messages, help_text=(
            "Whoever has a right on this shelf can read the lesson there; its editors can change it."
        ))  # fmt: skip


class NewLessonForm(forms.Form):
    title = forms.CharField(max_length=300, error_messages={"required": "Write a title for the lesson."})
    central_question = forms.CharField(
        max_length=300,
        label="Central question",
        help_text="One question about the past that the sources can answer in more than one defensible way.",
        error_messages={"required": "Write the question that the lesson asks."},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shelf"] = ShelfField(user)


class CopyForm(forms.Form):
    """Where a copy shall stand."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shelf"] = ShelfField(user)


class LinesField(forms.CharField):
    """A list, one thing a line."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class LessonForm(forms.Form):
    title = forms.CharField(max_length=300, error_messages={"required": "Write a title for the lesson."})
    kicker = forms.CharField(max_length=120, required=False, label="Line above the title")
    central_question = forms.CharField(max_length=300, required=False, label="Central question", help_text=(
        "Shown on every part. A lesson cannot be published without one."
    ))  # fmt: skip
    skill = forms.ChoiceField(choices=[("", "None named"), *Lesson.SKILLS], required=False)
    objectives = LinesField(
        required=False,
        max_length=3000,
        label="What students will be able to do",
        help_text="One on each line.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    minutes = forms.IntegerField(min_value=1, max_value=600, required=False, label="Minutes", error_messages={
        "invalid": "Write the minutes as a number, such as 45.",
        "min_value": "Write at least 1 minute.", "max_value": "Write at most 600 minutes.",
    })  # fmt: skip
    licence = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), label="Licence and credits"
    )
    stamp = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "stamp"}


class AddForm(forms.Form):
    """A new block: its kind, and the block it stands below (none: at the beginning)."""

    kind = forms.ChoiceField(error_messages={"invalid_choice": "Choose a kind of block from the list."})
    after = forms.UUIDField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(name, editor.label) for name, editor in editors().items() if editor.addable]


class MoveForm(forms.Form):
    to = forms.IntegerField(min_value=0, max_value=1000)


class PasteForm(forms.Form):
    """HTML from the clipboard, sent by the editor's script."""

    html = forms.CharField(max_length=900_000, strip=False)


class PasteFileForm(forms.Form):
    """Without a script: a saved web page, or words typed into the box."""

    file = forms.FileField(required=False, label="A web page file (.htm or .html)", help_text=(
        "In Word choose “Save as”, “Web Page, Filtered”. In a browser choose “Save page as”."
    ))  # fmt: skip
    text = forms.CharField(
        required=False, max_length=900_000, strip=False, widget=forms.Textarea(attrs={"rows": 10}),
        label="Or paste text or HTML here", help_text="Plain words keep their paragraphs; HTML keeps its format.",
    )  # fmt: skip

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > 3_000_000:
            raise forms.ValidationError(
                "This file is larger than 3 MB. Save it without pictures, then choose it again."
            )
        return file

    def clean(self):
        data = super().clean()
        if not data.get("file") and not (data.get("text") or "").strip() and not self.errors:
            raise forms.ValidationError("Choose a file, or paste something into the box.")
        return data

    @property
    def pasted(self) -> str:
        file = self.cleaned_data.get("file")
        return decoded(file.read()) if file else self.cleaned_data["text"]


def decoded(raw: bytes) -> str:
    """Word saves as UTF-8, UTF-16 or in a Windows encoding."""
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")
