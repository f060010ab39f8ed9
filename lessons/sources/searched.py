"""What of a source the search looks through, folded: stored beside the words themselves."""

from collections.abc import Iterable

from coursesite.ui.fold import fold

SEARCHED = ("sic",)  # spans whose words are searched too: who looks for the corrected wording finds the passage


def folded_passage(text: str, beside: Iterable[tuple[str, str]]) -> str:
    """A passage as it is searched: its words, and the corrections beside them. `beside`: (kind, words) of its spans."""
    return fold(" ".join([text, *(words for kind, words in beside if kind in SEARCHED)]))


def folded_names(name: str, others: Iterable[str]) -> str:
    """Everything that something is called (and is said to be), as it is searched."""
    return fold(" ".join([name, *others]))
