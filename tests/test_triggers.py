"""What may only be added, and what is locked, cannot be changed by raw SQL: every trigger is tried, on both databases."""

import json
import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from coursesite import clock
from coursesite.audit.models import Seal
from coursesite.privacy import registry, triggers
from coursesite.privacy.models import ErasureOpen
from lessons.models import LessonVersion

APPEND_ONLY, LOCKED, CHILDREN = registry.append_only(), registry.locked(), registry.children()
NOT_A_VERSION = {"lessons.Discussion"}  # its lock stops new posts and can be opened again
OURS = ("coursesite.", "lessons", "assessments")


def name(value) -> str:
    return value._meta.label if isinstance(value, type) else ""


def our_models() -> list[type[models.Model]]:
    return [
        model for config in apps.get_app_configs() if config.name.startswith(OURS)
        for model in config.get_models()
    ]  # fmt: skip


# -- What must be declared ------------------------------------------------------------------------------


def test_the_database_has_exactly_the_triggers_that_are_declared(db):
    assert triggers.installed(connection) == sorted(guard.name for guard in triggers.guards())


def test_every_numbered_log_is_declared_append_only():
    logs = {
        model._meta.label for model in our_models() for rule in model._meta.constraints
        if isinstance(rule, models.UniqueConstraint) and rule.fields[-1:] == ("n",)
    }  # fmt: skip
    assert logs - {model._meta.label for model, _ in APPEND_ONLY} == set()


def test_every_version_is_declared_locked():
    versions = {model._meta.label for model in our_models() if "locked_at" in {f.name for f in model._meta.fields}}
    assert versions - NOT_A_VERSION == {model._meta.label for model in LOCKED}


def test_whatever_goes_with_a_version_is_declared_its_child():
    """A foreign key that cascades from a version, or from a child of one, belongs to the version's content."""
    fixed, found = set(LOCKED), set()
    while fixed - found:
        found = set(fixed)
        fixed |= {
            model for model in our_models() for field in model._meta.fields
            if field.remote_field and field.remote_field.on_delete is models.CASCADE and field.related_model in found
        }  # fmt: skip
    assert {m._meta.label for m in fixed - set(LOCKED)} == {model._meta.label for model, _ in CHILDREN}


# -- Raw SQL against each ----------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def a_sealed_day(world):
    Seal.objects.create(day=clock.now().date(), rows=1, sha256="0" * 64)


def refused(sql: str, values=()) -> str:
    """The database's words when it refuses the statement, "" when it does not. Nothing is left changed."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(error).split("\n")[0]
    return ""


def another(field: models.Field, row) -> object:
    """A value that the column may hold and does not hold in this row."""
    now = getattr(row, field.attname)
    if isinstance(field, models.ForeignKey | models.AutoField | models.IntegerField):
        return (now or 0) + 1000
    kinds = {
        models.BooleanField: lambda: not now,
        models.UUIDField: lambda: field.get_db_prep_value(uuid.uuid4(), connection),
        models.DateTimeField: lambda: field.get_db_prep_value((now or clock.now()) + timedelta(days=1), connection),
        models.DateField: lambda: field.get_db_prep_value((now or clock.now().date()) + timedelta(days=1), connection),
        models.DecimalField: lambda: "7.123",
        models.JSONField: lambda: json.dumps({"changed": 1}),
    }
    for kind, value in kinds.items():
        if isinstance(field, kind):
            return value()
    return f"x{now}"[: field.max_length or 1000]


def update(model, column: str) -> str:
    return f'UPDATE "{model._meta.db_table}" SET "{column}" = %s WHERE id = %s'


def changes_let_through(row, said: str, fields=None) -> list[str]:
    """Columns of the row whose change the database does not refuse in these words, each tried alone."""
    fields = fields or [f for f in row._meta.concrete_fields if not f.primary_key]
    return [f.column for f in fields if refused(update(type(row), f.column), [another(f, row), row.pk]) != said]


def delete(row) -> str:
    return refused(f'DELETE FROM "{row._meta.db_table}" WHERE id = %s', [row.pk])


def insert_copy(row) -> str:
    """Try to insert the same row once more under another id."""
    columns = [f.column for f in row._meta.concrete_fields if not f.primary_key]
    named = ", ".join(f'"{c}"' for c in columns)
    return refused(
        f'INSERT INTO "{row._meta.db_table}" (id, {named}) '
        f'SELECT 900000 + id, {named} FROM "{row._meta.db_table}" WHERE id = %s',
        [row.pk],
    )


@pytest.mark.parametrize(("model", "may_change"), APPEND_ONLY, ids=name)
def test_an_added_row_is_never_changed_or_deleted(world, model, may_change):
    row = model.objects.first()
    fixed = [f for f in model._meta.concrete_fields if f.column not in may_change and not f.primary_key]
    said = f"{model._meta.db_table} rows are added, never changed"
    assert changes_let_through(row, said, fixed) == []
    assert delete(row) == said


@pytest.mark.parametrize(("model", "may_change"), [one for one in APPEND_ONLY if one[1]], ids=name)
def test_the_release_alone_may_change(world, model, may_change):
    row = model.objects.first()
    assert may_change == ("released_at",)
    released = model._meta.get_field("released_at")
    value = another(released, row)
    assert refused(update(model, "released_at"), [value, row.pk]) == ""
    both = f'UPDATE "{model._meta.db_table}" SET released_at = %s, n = n + 1 WHERE id = %s'
    assert refused(both, [value, row.pk]) != ""


@pytest.mark.parametrize("model", LOCKED, ids=name)
def test_a_locked_version_is_fixed(world, model):
    row = model.objects.exclude(locked_at=None).first()
    said = f"a locked row of {model._meta.db_table} is fixed"
    assert changes_let_through(row, said) == []
    assert refused(f'UPDATE "{model._meta.db_table}" SET locked_at = NULL WHERE id = %s', [row.pk]) == said
    assert delete(row) == said


@pytest.mark.parametrize("model", LOCKED, ids=name)
def test_a_draft_may_be_changed(world, model):
    draft = as_draft(model.objects.exclude(locked_at=None).first())
    fields = [f for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)]
    fields += [f for f in model._meta.concrete_fields if isinstance(f, models.PositiveSmallIntegerField)]
    assert refused(update(model, fields[0].column), [another(fields[0], draft), draft.pk]) == ""
    assert delete(draft) == ""


def locked_child(model, path) -> models.Model:
    row = model.objects.filter(**{"__".join((*path, "locked_at", "isnull")): False}).first()
    assert row, f"the world has no {model._meta.label} in a locked version"
    return row


@pytest.fixture(autouse=True)
def no_drafts(world):
    """A version has one draft at most, and the tests make their own."""
    LessonVersion.objects.filter(locked_at=None).delete()


def as_draft(version: models.Model) -> models.Model:
    """An unlocked copy of a version row, without its children."""
    values = {f.attname: getattr(version, f.attname) for f in version._meta.concrete_fields if not f.primary_key}
    values |= {"locked_at": None} | ({"number": 77} if "number" in values else {})
    values |= {"public_id": uuid.uuid4()} if "public_id" in values else {}
    return type(version).objects.create(**values)


def copied_into_draft(row: models.Model, path) -> models.Model:
    """A copy of a child, and of what stands between, under a draft of its version."""
    over = getattr(row, path[0])
    parent = as_draft(over) if len(path) == 1 else copied_into_draft(over, path[1:])
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    values[row._meta.get_field(path[0]).attname] = parent.pk
    return type(row).objects.create(**values)


@pytest.mark.parametrize(("model", "path"), CHILDREN, ids=name)
def test_a_child_of_a_locked_version_is_fixed(world, model, path):
    row = locked_child(model, path)
    said = f"the version of this {model._meta.db_table} row is locked"
    assert changes_let_through(row, said) == []
    assert (insert_copy(row), delete(row)) == (said, said)


@pytest.mark.parametrize(("model", "path"), CHILDREN, ids=name)
def test_a_child_of_a_draft_may_be_changed_but_not_moved_into_a_locked_version(world, model, path):
    row = locked_child(model, path)
    mine = copied_into_draft(row, path)
    column = model._meta.get_field(path[0]).column
    moved = refused(update(model, column), [getattr(row, model._meta.get_field(path[0]).attname), mine.pk])
    assert moved == f"the version of this {model._meta.db_table} row is locked"
    assert delete(mine) == ""


# -- The one way past -------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", ["post", "version", "block"])
def test_an_erasure_lets_changes_through_and_then_no_more(world, row):
    target = {"post": world.here.own_post.texts.get(n=1), "version": world.here.version,
              "block": world.here.version.blocks.get(position=2)}[row]  # fmt: skip
    field = {"post": "text", "version": "title", "block": "kind"}[row]
    statement, values = update(type(target), field), ["erased", target.pk]
    assert refused(statement, values) != ""
    door = ErasureOpen.objects.create(reason="asked for by the person")
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    door.delete()
    target.refresh_from_db()
    assert getattr(target, field) == "erased"
    assert refused(statement, ["again", target.pk]) != ""
