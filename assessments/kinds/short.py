"""Short text: one of the accepted wordings; case, accents, spaces and punctuation do not matter."""

import unicodedata
from decimal import Decimal

from assessments.kinds.base import Feedback, Kind, clean_text

LONGEST = 300
# Letters that Unicode does not take apart into a letter and an accent.
WITHOUT_ACCENT = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


def fold(text: str) -> str:
    """What counts of a wording: letters and digits, small, without accents. "Cease-fire" and "ceasefire" are one."""
    apart = unicodedata.normalize("NFKD", text.casefold()).translate(WITHOUT_ACCENT)
    return "".join(sign for sign in apart if sign.isalnum())


class Short(Kind):
    name = "short"
    label = "Short answer"
    hint = "A word or a few words. Capitals, accents and punctuation do not matter."

    def clean(self, value):
        return clean_text(value, LONGEST)

    def mark(self, body, key, value, points):
        given = fold(value) if isinstance(value, str) else ""
        accepted = {fold(one) for one in key.get("accepted", [])} - {""}
        return points if given and given in accepted else Decimal(0)

    def feedback(self, body, key, value):
        return Feedback(solution=tuple(key.get("accepted", [])), explain=key.get("explain", ""))


KIND = Short()
