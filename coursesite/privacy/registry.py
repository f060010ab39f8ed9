"""What we know of a person, and which rows may not change: declared by each package in its `privacy.py`.

A package's `privacy.py` may hold
    KEPT         list of Kept: each model with something about a person
    APPEND_ONLY  list of (model, names of the columns that may change): rows that are added, never changed
    LOCKED       list of version models: a row with `locked_at` may not change
    CHILDREN     list of (model, path of foreign keys up to its version): fixed when the version is locked
"""

import importlib
import importlib.util
from dataclasses import dataclass
from typing import Any

from django.apps import apps


@dataclass(frozen=True)
class Kept:
    """One line of what is kept of a person: the model, what, why, for how long, and the path to the person."""

    model: Any
    what: str
    why: str
    keep: str
    subject: str = "user"

    @property
    def label(self) -> str:
        return self.model._meta.label


def _declarations(name: str) -> list[Any]:
    found: list[Any] = []
    for config in apps.get_app_configs():
        module = f"{config.name}.privacy"
        if importlib.util.find_spec(config.name) and importlib.util.find_spec(module):
            found.extend(getattr(importlib.import_module(module), name, []))
    return found


def declared() -> list[Kept]:
    """Everything that is kept of a person, in the packages' order."""
    return _declarations("KEPT")


def append_only() -> list[tuple[Any, tuple[str, ...]]]:
    return _declarations("APPEND_ONLY")


def locked() -> list[Any]:
    return _declarations("LOCKED")


def children() -> list[tuple[Any, tuple[str, ...]]]:
    return _declarations("CHILDREN")
