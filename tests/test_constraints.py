"""What must always hold is a constraint whose name reads as the rule, and rows are kept from vanishing with others."""

import re

import pytest
from django.apps import apps
from django.db import models

from coursesite.privacy import registry

OURS = ("coursesite.", "lessons", "assessments")
MODELS = [model for config in apps.get_app_configs() if config.name.startswith(OURS) for model in config.get_models()]
# What goes with its parent, beside the children of versions (which a lock keeps): parts of a thing of the library.
PARTS = {
    "sources.SourceAgent.source",
    "sources.Holding.source",
    "sources.SourceImage.source",
    "sources.SourceLink.source",
    "sources.ExcerptRange.excerpt",
    "sources.Sense.term",
    "lessons.ModuleLesson.module",
    "assessments.QuestionTag.question",
    "assessments.QuestionPassage.question",
    "assessments.Slot.draw",
}
RULES = [(model, rule) for model in MODELS for rule in model._meta.constraints]


def rule_id(value) -> str:
    return value.name if isinstance(value, models.BaseConstraint) else ""


@pytest.mark.parametrize(("model", "rule"), RULES, ids=rule_id)
def test_the_name_of_a_constraint_reads_as_the_rule(model, rule):
    words = rule.name.split("_")
    made_by_machine = re.search(r"(_uniq|_check|_key|_idx|_[0-9a-f]{6,})$", rule.name)
    assert (made_by_machine is None, len(words) >= 3, rule.name == rule.name.lower()) == (True, True, True)
    assert model._meta.model_name not in words[:1] or len(words) > 3


def test_each_name_is_used_once():
    names = [rule.name for _, rule in RULES]
    assert sorted(names) == sorted(set(names))


def test_rows_are_protected_but_for_the_parts_of_a_thing():
    with_their_version = {f"{model._meta.label}.{path[0]}" for model, path in registry.children()}
    found = {
        f"{model._meta.label}.{field.name}"
        for model in MODELS
        for field in model._meta.concrete_fields
        if field.remote_field and field.remote_field.on_delete is not models.PROTECT
    }
    assert found == with_their_version | PARTS


def test_no_unique_key_has_a_column_that_may_be_empty():
    """Two NULLs are never equal, so such a key would let doubles in. A key with a condition may name the condition's."""
    found = [
        f"{model._meta.label}.{name} in {rule.name}"
        for model, rule in RULES
        if isinstance(rule, models.UniqueConstraint) and rule.condition is None
        for name in rule.fields
        if model._meta.get_field(name).null
    ]
    found += [
        f"{model._meta.label}.{f.name}" for model in MODELS for f in model._meta.concrete_fields if f.unique and f.null
    ]
    assert found == []


def test_no_unique_key_waits_for_the_end_or_tells_nulls_apart():
    """SQLite leaves both out, with a warning only."""
    unique = [rule for _, rule in RULES if isinstance(rule, models.UniqueConstraint)]
    assert [rule.name for rule in unique if rule.deferrable or rule.nulls_distinct is not None] == []


def test_no_rule_stands_without_a_name():
    assert [model._meta.label for model in MODELS if model._meta.unique_together] == []
