"""Short text: one of the accepted wordings; case, accents, spaces and punctuation do not matter."""

from decimal import Decimal

from assessments.kinds.base import Feedback, Kind, clean_text
from coursesite.ui.fold import fold

LONGEST = 300


def bare(text: str) -> str:
    """What counts of a wording: letters and digits, folded. "Cease-fire" and "ceasefire" are one."""
    return "".join(sign for sign in fold(text) if sign.isalnum())


class Short(Kind):
    name = "short"
    label = "Short answer"
    hint = "A word or a few words. Capitals, accents and punctuation do not matter."

    def clean(self, value):
        return clean_text(value, LONGEST)

    def mark(self, body, key, value, points):
        given = bare(value) if isinstance(value, str) else ""
        accepted = {bare(one) for one in key.get("accepted", [])} - {""}
        return points if given and given in accepted else Decimal(0)

    def picked(self, value, body):
        """The wording as it is compared, so that spellings of one answer are counted together."""
        given = fold(value) if isinstance(value, str) else ""
        return [given] if bare(given) else []

    def feedback(self, body, key, value):
        return Feedback(solution=tuple(key.get("accepted", [])), explain=key.get("explain", ""))


KIND = Short()
