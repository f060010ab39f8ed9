"""The shipped sources, for the tests that read their words."""

from lessons.sources.actions.loading import load_sources
from lessons.sources.models import Source
from tests import make
from tests.held import held


@held(shared=True)
def shipped_sources(cast: make.Cast) -> dict[str, Source]:
    """The shipped sources on a shelf of the school's, by their slugs."""
    return load_sources(shelf=make.shelf(cast.ana, kind="school"), by=cast.ana)
