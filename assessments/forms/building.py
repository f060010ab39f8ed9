"""The forms of the page on which a quiz or an essay is built."""

from typing import Any

from django import forms

from assessments.actions.building import details_of
from assessments.forms.bank import PassagesForm, ShelfChoice
from assessments.models import Assessment, Draw, Question, QuestionVersion, Slot
from lessons.actions.authoring import stamp_of
from lessons.forms.authoring import PLAIN_HELP, ProseField
from lessons.models import Lesson
from lessons.sources.models import Excerpt, Source

TITLE = {"required": "Write a title."}


class LessonChoice(forms.ModelChoiceField):
    """A lesson that the user may read, or none."""

    def __init__(self, user):
        rows = Lesson.objects.visible_to(user).exclude(live_version=None).select_related("live_version")
        super().__init__(
            rows.order_by("live_version__title"), required=False, label="Belongs to the lesson", empty_label="None",
            help_text="It is then offered when the lesson is given to a class.",
        )  # fmt: skip

    def label_from_instance(self, obj):
        return obj.live_version.title


class PointsField(forms.DecimalField):
    def __init__(self, label: str = "Points", **kwargs):
        super().__init__(
            min_value=0, max_value=1000, max_digits=7, decimal_places=2, label=label,
            error_messages={"required": "Write the points.", "invalid": "Write the points as a number, such as 2.",
            "min_value": "Points begin at 0.", "max_value": "Give at most 1,000 points.",
            "max_decimal_places": "Write at most two decimals, such as 0.25."}, **kwargs,
        )  # fmt: skip


class NewAssessmentForm(forms.Form):
    title = forms.CharField(max_length=200, error_messages=TITLE)
    kind = forms.ChoiceField(choices=Assessment.KINDS, label="What it is", widget=forms.RadioSelect, initial="quiz")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shelf"] = ShelfChoice(user)
        self.fields["lesson"] = LessonChoice(user)


class AssessmentForm(forms.Form):
    """Title, instructions and lesson. `stamp` names what stood when the page was made."""

    title = forms.CharField(max_length=200, error_messages=TITLE)
    instructions = ProseField(label="Instructions, shown before the start", help_text=PLAIN_HELP)
    stamp = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, data=None, *, assessment: Assessment, user):
        stands = details_of(assessment)
        super().__init__(data, initial=stands | {"stamp": stamp_of(stands)}, auto_id="details_%s")
        self.fields["lesson"] = LessonChoice(user)
        if assessment.lesson_id:  # it may stand on a shelf that the user does not read
            stays = Lesson.objects.filter(pk=assessment.lesson_id).exclude(live_version=None)
            self.fields["lesson"].queryset = (self.fields["lesson"].queryset | stays).distinct()

    @property
    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        lesson = data["lesson"].pk if data["lesson"] else None
        return {"title": data["title"], "instructions": data["instructions"], "lesson": lesson}


class AddForm(forms.Form):
    """A question of the bank; or, to undo a removal, the version that stood there with its place."""

    question = forms.ModelChoiceField(
        None, to_field_name="public_id", required=False, error_messages={"invalid_choice": "Choose a question of the bank."}
    )  # fmt: skip
    version = forms.ModelChoiceField(None, required=False)
    draw = forms.ModelChoiceField(None, required=False)
    beside = forms.ModelChoiceField(None, required=False)
    at = forms.IntegerField(required=False, min_value=1, max_value=1000)
    points = PointsField(required=False)

    def __init__(self, *args, user, assessment: Assessment, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Question.objects.visible_to(user)
        self.fields["question"].queryset = mine.filter(retired_at=None)
        self.fields["version"].queryset = QuestionVersion.objects.filter(question__in=mine)
        sources = Source.objects.shelved_for(user).order_by().values("pk")
        self.fields["beside"].queryset = Excerpt.objects.filter(edition__source__in=sources)
        self.fields["draw"].queryset = Draw.objects.filter(assessment=assessment)

    def clean(self):
        data = super().clean()
        if not self.errors and not (data.get("question") or data.get("version")):
            raise forms.ValidationError("Choose a question of the bank.")
        return data


class PlaceForm(forms.Form):
    to = forms.IntegerField(min_value=-1000, max_value=1000, error_messages={"required": "Write a position."})


class PointsForm(forms.Form):
    points = PointsField()


class DrawSizeForm(forms.Form):
    """How many are drawn, and what each is worth."""

    count = forms.IntegerField(min_value=1, max_value=100, label="Draw", error_messages={
        "required": "Write how many questions are drawn.", "invalid": "Write how many are drawn as a number, such as 2.",
        "min_value": "Draw at least 1 question.", "max_value": "Draw at most 100 questions.",
    })  # fmt: skip
    points = PointsField("Points for each")


class TickedField(forms.ModelMultipleChoiceField):
    def __init__(self, assessment: Assessment):
        words = {"required": "Tick the questions first.", "invalid_choice": "A ticked question is no longer there."}
        rows = Slot.objects.filter(assessment=assessment).select_related("draw", "stimulus").order_by("position")
        super().__init__(rows, error_messages=words)


class DrawForm(DrawSizeForm):
    """A draw from the ticked questions."""

    def __init__(self, data=None, *, assessment: Assessment):
        super().__init__(data, auto_id="draw_%s", initial={"count": 1, "points": 1})
        self.fields["slots"] = TickedField(assessment)


class StimulusForm(PassagesForm):
    """Passages beside the ticked questions; with `none`, no source beside them."""

    none = forms.BooleanField(required=False)

    def __init__(self, data=None, *, assessment: Assessment, user):
        super().__init__(data, user=user)
        self.auto_id = "beside_%s"
        self.fields["slots"] = TickedField(assessment)
        if self.is_bound and self.data.get("none"):
            for name in ("edition", "numbers"):
                self.fields[name].required = False

    @property
    def what(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("none"):
            return {"slots": data["slots"], "edition": None, "passages": []}
        return {"slots": data["slots"], "edition": data["chosen"], "passages": data["passages"]}
