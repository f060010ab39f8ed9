"""The search over everything that a reader may see: five queries, whatever there is."""

from dataclasses import dataclass

from coursesite.classes.policy import roles_of
from lessons.queries.search import found_lessons
from lessons.sources.queries.search import (
    Asked,
    Group,
    asked_for,
    found_passages,
    found_sources,
    found_terms,
    seen_sources,
)


@dataclass(frozen=True)
class Found:
    """The groups in the order of the page, those that are empty left out."""

    asked: Asked
    groups: list[tuple[str, str, Group]]  # key, heading, hits

    @property
    def has_other_names(self) -> bool:
        """Whether somebody in the query was looked for under other names, which explains what is found."""
        return len(self.asked.ways) > 1


def found(user, query: str) -> Found:
    roles_of(user)  # with the roles in the school, in one query; the frame of the page asks for them as well
    sources = seen_sources(user)
    asked, persons = asked_for(user, query, sources)
    groups = [
        ("lessons", "Lessons", found_lessons(user, asked)),
        ("persons", "Historical persons", persons),
        ("terms", "Words of the glossary", found_terms(user, asked, sources)),
        ("sources", "Sources", found_sources(asked, sources)),
        ("passages", "Passages", found_passages(asked, sources)),
    ]
    return Found(asked, [group for group in groups if group[2].hits])
