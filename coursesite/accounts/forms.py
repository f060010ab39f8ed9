"""Forms of signing in, of one's own account, and of people that an admin manages."""

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password

from coursesite.accounts.models import School, User
from coursesite.accounts.names import is_username, tidy
from coursesite.accounts.policy import ADMIN, STAFF


class SignInForm(LoginForm):
    """User name or e-mail, and passphrase. What was carried from an ended sign-in stands in a hidden field."""

    carried = forms.CharField(required=False, widget=forms.HiddenInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.auto_id = "id_%s"
        name = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["login"] = forms.CharField(
            label="User name or e-mail",
            max_length=254,
            widget=forms.TextInput(attrs=name),
            error_messages={"required": "Enter your user name or your e-mail address."},
        )
        self.fields["password"] = forms.CharField(
            label="Passphrase",
            strip=False,
            max_length=200,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            error_messages={"required": "Enter your passphrase."},
        )
        self.order_fields(["login", "password"])

    @property
    def must_wait(self) -> bool:
        """Whether this user name was tried too often."""
        found = self.errors.as_data().get(forms.forms.NON_FIELD_ERRORS, [])
        return any(error.code == "too_many_login_attempts" for error in found)


MAIL = "Send me an e-mail when feedback on my work is ready or a mark of mine changes"


class ReadingForm(forms.ModelForm):
    """How one reads."""

    SIZES = [(1, "Smallest"), (2, "Smaller"), (3, "As the site is made"), (4, "Larger"), (5, "Largest")]
    SPACINGS = [(1, "Closer"), (2, "As the site is made"), (3, "Wider")]
    text_size = forms.TypedChoiceField(label="Size of the text", choices=SIZES, coerce=int, widget=forms.RadioSelect)
    spacing = forms.TypedChoiceField(
        label="Space between lines and letters", choices=SPACINGS, coerce=int, widget=forms.RadioSelect
    )

    class Meta:
        model = User
        fields = ["theme", "text_size", "spacing", "font", "mail"]
        labels = {"theme": "Light or dark", "font": "Letters of the reading text", "mail": MAIL}
        widgets = {"theme": forms.RadioSelect, "font": forms.RadioSelect}
        help_texts = {"mail": "Only if the site knows your e-mail address. Such a mail tells no mark."}


class PassphraseForm(forms.Form):
    """Choosing one's own passphrase; the present one is asked for, unless it was reset a moment ago."""

    present = forms.CharField(
        label="Your present passphrase",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter the passphrase that you signed in with."},
    )
    passphrase = forms.CharField(
        label="New passphrase",
        strip=False,
        max_length=200,
        help_text="At least 10 characters. Three or four words that nobody would guess are good.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a new passphrase."},
    )

    def __init__(self, *args, person: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_present(self) -> str:
        if not self.person.check_password(self.cleaned_data["present"]):
            raise forms.ValidationError("This is not your present passphrase. Enter the one that you signed in with.")
        return self.cleaned_data["present"]

    def clean_passphrase(self) -> str:
        new = self.cleaned_data["passphrase"]
        validate_password(new, self.person)
        if self.person.check_password(new):
            raise forms.ValidationError("This is your present passphrase. Choose another one.")
        return new


class PersonSearchForm(forms.Form):
    """A list of people: words to look for, whether closed accounts are shown, and where the page begins."""

    q = forms.CharField(label="Name, user name or school id", required=False, max_length=100)
    closed = forms.BooleanField(label="Closed accounts only", required=False)
    after = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_after(self) -> str:
        return str(self.cleaned_data["after"] or "")


class PersonForm(forms.Form):
    """A new account that is not part of a class list: a teacher, an admin, a student who comes alone."""

    ROLES = [("", "Student"), (STAFF, "Teacher"), (ADMIN, "Admin")]
    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Enter the person's name."})
    username = forms.CharField(
        label="User name",
        max_length=150,
        help_text="For signing in. Letters, digits and . - _ @",
        error_messages={"required": "Enter a user name."},
    )
    role = forms.ChoiceField(label="Role in the school", choices=ROLES, required=False, widget=forms.RadioSelect)
    email = forms.EmailField(
        label="E-mail", required=False, error_messages={"invalid": "Enter an address such as name@example.org."}
    )
    external_id = forms.CharField(
        label="School id", required=False, max_length=100, help_text="As your school's own lists have it."
    )

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def clean_username(self) -> str:
        name = self.cleaned_data["username"].strip()
        if not is_username(name):
            raise forms.ValidationError("Use letters, digits and . - _ @ only, without spaces.")
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(f"The user name {name} is taken. Choose another one.")
        return name

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if email and User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError("Somebody else has this e-mail address. Leave it empty or enter another one.")
        return email

    def clean_external_id(self) -> str:
        outside = self.cleaned_data["external_id"].strip()
        if outside and User.objects.filter(external_id=outside, external_source="").exists():
            raise forms.ValidationError("Somebody else has this school id. Look in the list of people.")
        return outside


class SchoolForm(forms.Form):
    """What everybody can read about the school on the pages Privacy, Accessibility and Legal notice."""

    name = forms.CharField(
        label="Name of the school", max_length=200, error_messages={"required": "Enter the name of the school."}
    )
    address = forms.CharField(label="Address", required=False, max_length=300, help_text="In one line.")
    contact_name = forms.CharField(
        label="Person to ask",
        required=False,
        max_length=200,
        help_text="Who answers questions about privacy, accessibility and rights.",
    )
    contact_email = forms.EmailField(
        label="E-mail of this person",
        required=False,
        error_messages={"invalid": "Enter an address such as name@example.org."},
    )
    data_officer = forms.CharField(
        label="Data protection officer", required=False, max_length=300, help_text="Where your law asks for one."
    )

    @classmethod
    def start(cls, school: School) -> dict[str, str]:
        kept = {name: school.settings.get(name, "") for name in cls.base_fields}
        return kept | {"name": school.name}
