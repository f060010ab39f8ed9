"""Help with reading: the questions, and how much of them a student gets."""

from django import forms

from coursesite.accounts.models import Shelf
from lessons.models import Lesson, Scaffold, SupportLevel

SKILL = {"required": "Choose a skill.", "invalid_choice": "Choose a skill from the list."}


class ScaffoldForm(forms.ModelForm):
    class Meta:
        model = Scaffold
        fields = ("question", "starter")
        labels = {"question": "Question", "starter": "How an answer may begin"}
        help_texts = {
            "question": "One question that a reader asks of any source.",
            "starter": "Leave a gap with “…”. A student has to go on from here: a beginning alone is no answer.",
        }
        error_messages = {
            "question": {"required": "Write the question.", "max_length": "Shorten the question to 300 characters."},
            "starter": {"max_length": "Shorten the beginning to 300 characters."},
        }


class NewScaffoldForm(ScaffoldForm):
    """With its skill, and the shelf where it stands: one's own, or the school's for its editors."""

    field_order = ("skill", "question", "starter", "shelf")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Shelf.objects.editable_by(user).filter(kind__in=("personal", "school")).order_by("kind", "pk")
        self.fields["skill"] = forms.ChoiceField(choices=Lesson.SKILLS, error_messages=SKILL)
        self.fields["shelf"] = forms.ModelChoiceField(
            mine, empty_label=None, error_messages={"required": "Choose a shelf."}, initial=mine.first()
        )
        self.order_fields(self.field_order)


class SkillForm(forms.Form):
    skill = forms.ChoiceField(choices=Lesson.SKILLS, error_messages=SKILL)


class UpForm(forms.Form):
    up = forms.TypedChoiceField(choices=[("1", "Up"), ("0", "Down")], coerce=lambda value: value == "1")


class LevelForm(forms.Form):
    level = forms.ChoiceField(choices=SupportLevel.LEVELS, error_messages={"required": "Choose how much help."})
