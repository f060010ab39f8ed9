"""The kinds of question. One file each, named in settings.QUESTION_KINDS and resolved when first needed."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from assessments.kinds.base import Kind


@cache
def kinds() -> dict[str, Kind]:
    """Every registered kind by its name, in the order of the settings."""
    found = [import_string(f"{module}.KIND") for module in settings.QUESTION_KINDS]
    return {kind.name: kind for kind in found}


def kind_of(name: str) -> Kind:
    """The kind of that name; KeyError where none is registered."""
    return kinds()[name]
