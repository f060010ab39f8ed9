"""Which passages of two texts of one source probably say the same: by number, else by how alike their words are."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

ALIKE = 60  # of 100; below that nothing is proposed

Row = tuple[str, str]  # number, words


def proposals(left: Sequence[Row], right: Sequence[Row], *, same_language: bool) -> dict[str, tuple[str, str]]:
    """Number in the left text -> (number in the right one, why). Each passage on the right is proposed once."""
    there = dict(right)
    found = {number: (number, "the same number") for number, _ in left if number in there}
    if not same_language:
        return found
    free = {number: words for number, words in right if number not in found}
    for number, words in left:
        if number in found or not free:
            continue
        best = process.extractOne(words, free, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if best:
            found[number] = (best[2], f"{round(best[1])} per cent alike")
            del free[best[2]]
    return found
