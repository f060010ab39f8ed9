"""The cast stands, on triggers and constraints."""

import pytest
from django.db import DatabaseError, transaction

from lessons.models import Block
from tests import make


def test_a_locked_lesson_version_and_its_blocks_are_fixed(cast):
    version = make.lesson(cast.shelf)
    with pytest.raises(DatabaseError), transaction.atomic():
        Block.objects.filter(version=version).update(position=99)
    with pytest.raises(DatabaseError), transaction.atomic():
        Block.objects.create(version=version, position=3, kind="prose")
    assert version.blocks.count() == 2
