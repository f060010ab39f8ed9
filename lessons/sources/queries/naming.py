"""What the texts of a source are called on screen: never by the short label that stands in addresses."""

from collections import Counter
from collections.abc import Iterable

from lessons.sources.languages import language_name
from lessons.sources.models import Edition


def text_name(edition: Edition) -> str:
    """`English translation by Gary Goldberg`, `Easier version of the Russian transcription`.

    Who translated it, and what it is based on, are at hand.
    """
    if edition.role == "summary":
        return "The picture in words" if edition.label == "picture" else "Summary in our own words"
    if edition.role == "adaptation":
        return f"Easier version of the {text_name(edition.based_on)}" if edition.based_on else "Easier version"
    what = f"{language_name(edition.language)} {edition.get_role_display().lower()}"
    if edition.role == "translation" and edition.translator:
        return f"{what} by {edition.translator.name}"
    return what


def text_names(editions: Iterable[Edition]) -> dict[str, str]:
    """Label -> name. Texts of one source that are of one name are told apart by a number."""
    names: dict[str, str] = {}
    met: Counter[str] = Counter()
    for label, edition in {edition.label: edition for edition in editions}.items():
        name = text_name(edition)
        met[name] += 1
        names[label] = name if met[name] == 1 else f"{name}, text {met[name]}"
    return names


def key_of(edition: Edition) -> str:
    """How an address names an edition: `en-person.1`."""
    return f"{edition.label}.{edition.number}"


def versions_named(editions: Iterable[Edition]) -> dict[str, str]:
    """Key -> what a text of the source is; the number of its version where it has several."""
    editions = list(editions)
    names, versions = text_names(editions), Counter(edition.label for edition in editions)
    return {
        key_of(e): f"{names[e.label]}, version {e.number}" if versions[e.label] > 1 else names[e.label]
        for e in editions
    }
