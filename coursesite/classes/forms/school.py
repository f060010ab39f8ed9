"""Forms of terms, classes, class lists, moving, and of the record."""

from zoneinfo import ZoneInfo, available_timezones

from django import forms

from coursesite.accounts.models import School, User
from coursesite.accounts.names import tidy
from coursesite.classes.forms.moments import IN_OUR_TIME
from coursesite.classes.models import Classroom, SchoolTerm
from coursesite.classes.verbs import in_words


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class TermForm(forms.Form):
    name = forms.CharField(label="Name", max_length=100, help_text="Such as Autumn 2026.")
    starts_on = forms.DateField(label="First day", widget=DateInput(), validators=IN_OUR_TIME)
    ends_on = forms.DateField(label="Last day", widget=DateInput(), validators=IN_OUR_TIME)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = "Enter a name for the term."
        for name, words in (("starts_on", "first"), ("ends_on", "last")):
            told = f"Enter the {words} day, as year-month-day."
            self.fields[name].error_messages |= {"required": told, "invalid": told}

    def clean_name(self) -> str:
        name = tidy(self.cleaned_data["name"])
        if SchoolTerm.objects.filter(name=name).exists():
            raise forms.ValidationError(f"There is a term called {name}. Choose another name.")
        return name

    def clean(self) -> dict:
        given = super().clean()
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day is before the first. Enter a later day.")
        return given


class TeacherChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person: User) -> str:
        return f"{person.sort_name} ({person.username})"


class ClassroomForm(forms.Form):
    """A class in one form: term, name, zone and its teachers, who are equal."""

    name = forms.CharField(
        label="Name of the class", max_length=100, error_messages={"required": "Enter a name, such as Hist 11B."}
    )
    term = forms.ModelChoiceField(
        label="Term", queryset=SchoolTerm.objects.none(), empty_label=None,
        error_messages={"required": "Choose a term. If there is none, make one first."},
    )  # fmt: skip
    zone = forms.CharField(
        label="Time zone",
        max_length=60,
        help_text="Due dates are said in it. Such as Europe/Oslo or America/New_York.",
        error_messages={"required": "Enter a zone with region and city, such as Europe/Oslo."},
    )
    teachers = TeacherChoice(
        label="Teachers",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="One or more. All have the same rights in the class, at once.",
        error_messages={"required": "Choose at least one teacher."},
    )

    def __init__(self, *args, classroom: Classroom | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.classroom = classroom
        self.fields["term"].queryset = SchoolTerm.objects.filter(archived_at=None)
        self.fields["teachers"].queryset = (
            User.objects.active().filter(schoolrole__isnull=False).order_by("folded", "pk").distinct()
        )
        school = School.objects.order_by("pk").first()
        self.fields["zone"].initial = school.zone if school else "UTC"

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def clean_zone(self) -> str:
        zone = self.cleaned_data["zone"].strip()
        if zone not in available_timezones():
            raise forms.ValidationError("Enter a zone with region and city, such as Europe/Oslo. UTC is one as well.")
        return str(ZoneInfo(zone))

    def clean(self) -> dict:
        given = super().clean()
        same = Classroom.objects.filter(term=given.get("term"), name=given.get("name"))
        if self.classroom:
            same = same.exclude(pk=self.classroom.pk)
        if same.exists():
            self.add_error("name", f"There is a class {given['name']} in this term. Choose another name.")
        return given


class RosterForm(forms.Form):
    """A pasted list; `digest` comes back from the preview."""

    text = forms.CharField(
        label="Class list",
        strip=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "autocapitalize": "none"}),
        help_text="One student a row: name; user name; school id; e-mail. School id and e-mail may be left out. "
        "Tabs, semicolons or commas between them; copied from a spreadsheet is right. A first row of headings is known.",
        error_messages={"required": "Paste the list here."},
    )
    digest = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class CardsForm(forms.Form):
    """Which page of a list's sign-in cards is to be made."""

    batch = forms.IntegerField(min_value=1, max_value=100)


class RoomChoice(forms.ModelChoiceField):
    def label_from_instance(self, room: Classroom) -> str:
        return f"{room.name}, {room.term.name}"


class MoveForm(forms.Form):
    to = RoomChoice(
        label="New class",
        queryset=Classroom.objects.none(),
        empty_label="Choose a class",
        error_messages={"required": "Choose the new class.", "invalid_choice": "Choose a class of this list."},
    )

    def __init__(self, *args, rooms, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = rooms


class LogForm(forms.Form):
    """What the record is filtered by; `before` is the number of the last event of the page before."""

    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    verb = forms.ChoiceField(label="What was done", required=False)
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, verbs, **kwargs):
        super().__init__(*args, **kwargs)
        words = sorted((in_words(verb).rstrip(":"), verb) for verb in verbs)
        self.fields["verb"].choices = [("", "Everything"), *((verb, said) for said, verb in words)]


class ListForm(forms.Form):
    """Which classes a list shows."""

    term = forms.ModelChoiceField(
        label="Term", required=False, queryset=SchoolTerm.objects.all(), empty_label="All terms"
    )
    q = forms.CharField(label="Name of the class", required=False, max_length=100)
