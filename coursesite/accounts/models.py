"""The school, its people, and the shelves that say whose a library thing is."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from coursesite import clock
from coursesite.accounts.policy import ADMIN, EDITOR, READER, STAFF, ShelfQuerySet, UserQuerySet
from coursesite.ui.fold import fold

NAMED = {"name", "sort_name", "username", "external_id"}


class School(models.Model):
    """The one organisation of an installation."""

    name = models.CharField(max_length=200)
    zone = models.CharField(max_length=60, default="UTC", help_text="IANA time zone, such as Europe/Oslo")
    settings = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    use_in_migrations = False

    def get_by_natural_key(self, username):
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person with an account. Names are whole names: no first or last name is asked for."""

    THEMES = [("system", "Follow my device"), ("light", "Light"), ("dark", "Dark")]
    FONTS = [("serif", "Serif"), ("sans", "Sans serif")]

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200, help_text="as in a register: Ortiz, Ana")
    called = models.CharField(max_length=100, blank=True)
    external_source = models.CharField(max_length=60, blank=True)
    external_id = models.CharField(max_length=100, blank=True)
    folded = models.CharField(max_length=600, blank=True, editable=False, help_text="what a search looks through")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=clock.now)
    theme = models.CharField(max_length=10, choices=THEMES, default="system")
    text_size = models.PositiveSmallIntegerField(default=3, help_text="1 to 5")
    spacing = models.PositiveSmallIntegerField(default=2, help_text="1 to 3")
    font = models.CharField(max_length=10, choices=FONTS, default="serif")
    mail = models.BooleanField(
        default=True, help_text="whether news of one's work is mailed, where there is an address"
    )

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="a_username_is_used_once"),
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="an_email_is_used_once"),
            models.UniqueConstraint(
                fields=["external_source", "external_id"],
                condition=~Q(external_id=""),
                name="an_outside_id_is_used_once_for_its_source",
            ),
            models.CheckConstraint(condition=Q(text_size__range=(1, 5)), name="text_size_is_1_to_5"),
            models.CheckConstraint(condition=Q(spacing__range=(1, 3)), name="spacing_is_1_to_3"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        """Names and what is searched for never part."""
        self.folded = fold(f"{self.sort_name} {self.name} {self.username} {self.external_id}")
        fields = kwargs.get("update_fields")
        if fields is not None and NAMED & set(fields):
            kwargs["update_fields"] = {*fields, "folded"}
        super().save(*args, **kwargs)

    @property
    def greeting(self) -> str:
        return self.called or self.name


class SchoolRole(models.Model):
    """Staff (teachers) and admins of the school. Students have none."""

    user = models.ForeignKey(User, on_delete=models.PROTECT)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    role = models.CharField(max_length=10, choices=[(ADMIN, "Admin"), (STAFF, "Teacher")])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "school", "role"], name="a_school_role_is_given_once")]


class Shelf(models.Model):
    """Whose a library thing is and who may edit it: lessons, sources, questions, rubrics, prompts stand on shelves."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    kind = models.CharField(
        max_length=10, choices=[("personal", "Personal"), ("shared", "Shared"), ("school", "School")]
    )

    objects = ShelfQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class ShelfMember(models.Model):
    shelf = models.ForeignKey(Shelf, on_delete=models.PROTECT)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    right = models.CharField(max_length=10, choices=[(READER, "Reader"), (EDITOR, "Editor")])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shelf", "user"], name="a_person_has_one_right_on_a_shelf")]
