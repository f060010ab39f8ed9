"""The forms of the blocks that lessons themselves have."""

from typing import Any
from uuid import UUID

from django import forms

from lessons.actions.authoring import set_events, set_terms
from lessons.actions.writing import is_published, write_prompt
from lessons.blocks import CALLOUTS
from lessons.clean import words_of
from lessons.forms.authoring import PLAIN_HELP, BlockEditor, BlockForm, ProseField, shortened
from lessons.forms.excerpts import ExcerptEditor
from lessons.models import Block, LessonEvent, LessonTerm, Prompt
from lessons.sources.models import Event, Term


class BodyEditor(BlockEditor):
    """A block whose words all stand in its body; `fields` are names in the body."""

    fields: tuple[str, ...] = ()

    def values(self, block: Block) -> dict[str, Any]:
        return {name: block.body.get(name, "") for name in self.fields}

    def write(self, block: Block, values: dict[str, Any], by) -> None:
        block.body = {"v": 1, **values}
        block.save(update_fields=["body"])

    def summaries(self, blocks: list[Block]) -> dict[UUID, str]:
        return {
            b.key: shortened(" ".join(filter(None, (words_of(str(b.body.get(f, ""))) for f in self.fields))))
            for b in blocks
        }


class PartForm(BlockForm):
    title = forms.CharField(max_length=200, label="Title of the part", error_messages={
        "required": "Write a title for the part.", "max_length": "Shorten the title to 200 characters."
    })  # fmt: skip


class PartEditor(BodyEditor):
    kind, label, hint, form_class = "part", "New part", "Starts a new page with a heading.", PartForm
    fields = ("title",)


class ProseForm(BlockForm):
    html = ProseField(label="Text", help_text=PLAIN_HELP)


class ProseEditor(BodyEditor):
    form_class, fields = ProseForm, ("html",)

    def __init__(self, kind: str, label: str, hint: str, addable: bool = True):
        self.kind, self.label, self.hint, self.addable = kind, label, hint, addable  # type: ignore[misc]


class CalloutForm(BlockForm):
    style = forms.ChoiceField(
        choices=[(name, word) for name, (word, _) in CALLOUTS.items()], widget=forms.RadioSelect, label="Kind of call-out",
        error_messages={"required": "Choose a kind of call-out."},
    )  # fmt: skip
    title = forms.CharField(max_length=200, required=False)
    html = ProseField(label="Text", help_text=PLAIN_HELP)


class CalloutEditor(BodyEditor):
    kind, label, hint, form_class = "callout", "Call-out", "A box: think, key term, context, careful.", CalloutForm
    fields = ("style", "title", "html")

    def values(self, block: Block) -> dict[str, Any]:
        return super().values(block) | {"style": block.body.get("style", "think")}


# -- Prompts -----------------------------------------------------------------------------------------------


class PromptForm(BlockForm):
    title = forms.CharField(max_length=200, label="Name of the prompt", error_messages={"required": "Write a name."})
    html = ProseField(label="What is asked", help_text=PLAIN_HELP)
    audience = forms.ChoiceField(choices=Prompt.AUDIENCES, widget=forms.RadioSelect, label="Who reads the answers",
                                 error_messages={"required": "Choose who reads the answers."})  # fmt: skip
    kind = forms.ChoiceField(choices=Prompt.KINDS, label="Kind of task")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        version = self.block.prompt
        own = version and version.prompt.shelf_id == self.block.version.lesson.shelf_id
        if own and is_published(version.prompt):
            for name in ("title", "audience", "kind"):
                self.fields[name].disabled = True
            self.fields["audience"].help_text = (
                "Students may have answered, so name, readers and kind stay. "
                "To change them, delete this prompt and add a new one."
            )


class PromptEditor(BlockEditor):
    kind, label, form_class = "prompt", "Prompt", PromptForm
    hint = "A question answered in writing: for the class, or for you alone."

    def values(self, block: Block) -> dict[str, Any]:
        version = block.prompt
        prompt = version.prompt if version else Prompt(kind="discuss", audience="class")
        html = version.html if version else ""
        return {"title": prompt.title, "html": html, "audience": prompt.audience, "kind": prompt.kind}

    def write(self, block: Block, values: dict[str, Any], by) -> None:
        write_prompt(block=block, **values)

    def summaries(self, blocks: list[Block]) -> dict[UUID, str]:
        return {b.key: shortened(f"{b.prompt.prompt.title}: {words_of(b.prompt.html)}") for b in blocks if b.prompt}


# -- Terms and events, which belong to the version ----------------------------------------------------------


class ChoiceOfRows(forms.TypedMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, label: str):
        super().__init__(coerce=int, required=False, label=label)

    def clean(self, value):
        return sorted(super().clean(value))


class TermsForm(BlockForm):
    rows = ChoiceOfRows("Terms that this lesson explains")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rows"].choices = list(Term.objects.values_list("pk", "name"))


class TimelineForm(BlockForm):
    rows = ChoiceOfRows("Events on the timeline")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = Event.objects.values_list("pk", "date_display", "title")
        self.fields["rows"].choices = [(pk, f"{date}: {title}") for pk, date, title in found]


class TermsEditor(BlockEditor):
    kind, label, hint, form_class = "terms", "Terms", "Words explained, from the glossary.", TermsForm

    def values(self, block: Block) -> dict[str, Any]:
        return {"rows": sorted(LessonTerm.objects.filter(version=block.version_id).values_list("term", flat=True))}

    def write(self, block: Block, values: dict[str, Any], by) -> None:
        set_terms(block.version, values["rows"])

    def summaries(self, blocks: list[Block]) -> dict[UUID, str]:
        return {b.key: "The words of the glossary that this lesson explains" for b in blocks}


class TimelineEditor(TermsEditor):
    kind, label, hint, form_class = "timeline", "Timeline", "Events in the order of time.", TimelineForm

    def values(self, block: Block) -> dict[str, Any]:
        return {"rows": sorted(LessonEvent.objects.filter(version=block.version_id).values_list("event", flat=True))}

    def write(self, block: Block, values: dict[str, Any], by) -> None:
        set_events(block.version, values["rows"])

    def summaries(self, blocks: list[Block]) -> dict[UUID, str]:
        return {b.key: "The events of this lesson" for b in blocks}


EDITORS: list[BlockEditor] = [
    PartEditor(),
    ProseEditor("prose", "Text", "Paragraphs, lists, tables, links."),
    CalloutEditor(),
    ExcerptEditor(),
    PromptEditor(),
    ProseEditor("hook", "Opening scene", "At most 80 words that open the lesson."),
    ProseEditor("background", "Background", "What one must know before reading."),
    ProseEditor("references", "References", "", addable=False),
    TermsEditor(),
    TimelineEditor(),
]
