"""The shipped module, for the tests that read its lessons."""

from lessons.models import Lesson
from tests import make
from tests.held import held
from tests.lessons.reading import load


@held(shared=True)
def shipped_lessons(cast: make.Cast) -> list[Lesson]:
    """The lessons of the shipped module, in their order, on a shelf of the school's; given to nobody."""
    return load(cast)
