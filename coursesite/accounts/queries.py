"""Lists of people, paged by key."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from coursesite.accounts.models import User
from coursesite.ui.fold import fold

PAGE = 50


@dataclass(frozen=True)
class PeoplePage:
    """One page of a list, and the public id after which the next one begins ("" on the last)."""

    people: list[User]
    after: str = ""


def search(people: QuerySet[User], words: str) -> QuerySet[User]:
    """People in whose names, user name or outside id every word stands; accents do not matter."""
    for word in fold(words).split():
        people = people.filter(folded__contains=word)
    return people


def people_page(people: QuerySet[User], after: str = "", size: int = PAGE) -> PeoplePage:
    """The page that follows the person with the public id `after`. An unknown one begins at the top."""
    last = people.model.objects.filter(public_id=after).first() if after else None
    if last:
        people = people.filter(Q(folded__gt=last.folded) | Q(folded=last.folded, pk__gt=last.pk))
    found = list(people.order_by("folded", "pk")[: size + 1])
    return PeoplePage(found[:size], str(found[size - 1].public_id) if len(found) > size else "")


def by_username(names: Iterable[str]) -> dict[str, User]:
    """Lower-cased user name -> person, for those that exist."""
    wanted = {name.lower() for name in names}
    return {person.username.lower(): person for person in User.objects.filter(username__in=wanted)}
