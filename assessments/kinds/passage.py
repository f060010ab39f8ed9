"""Find the passage: which passage, or which passages, of a source support a claim.

  body  label (the source), choices [[number, text], …] in the order of the source, mode "one" | "all"
  key   right [numbers], feedback {number: html}
Mode "one": one is chosen, and any of the right ones will do. Mode "all": each right one counts for, each wrong one
against; never below nothing. A value is a list of numbers.
"""

from html import escape

from assessments.kinds.base import Feedback, FeedbackLine, Kind, clean_ids, known_ids, plain, share

SHORT = 90


class FindPassage(Kind):
    name = "passage"
    label = "Find the passage"
    many = True
    hint = "Read the passages, then choose what supports the claim."

    def clean(self, value):
        return clean_ids(value)

    def read(self, given, body):
        return self.clean(known_ids(body.get("choices"), list(given)))

    def mark(self, body, key, value, points):
        known = {pair[0] for pair in body.get("choices", [])}
        right, chosen = known & set(key.get("right", [])), set(known_ids(body.get("choices"), value))
        if body.get("mode") == "one":
            return share(points, int(len(chosen) == 1 and chosen <= right), 1)
        return share(points, len(chosen & right) - len(chosen - right), len(right))

    def describe(self, value, body):
        chosen = known_ids(body.get("choices"), value)
        return "; ".join(f"¶{one} {shortly(text)}" for one, text in body.get("choices", []) if one in chosen)

    def picked(self, value, body):
        return known_ids(body.get("choices"), value)

    def said(self, picked, body):
        return self.describe([picked], body)

    def feedback(self, body, key, value):
        notes, right = key.get("feedback", {}), key.get("right", [])
        chosen = known_ids(body.get("choices"), value)
        lines = [
            FeedbackLine(f"¶{one} {first_words(text)}", one in chosen, one in right, notes.get(one, ""))
            for one, text in body.get("choices", [])
        ]
        return Feedback(tuple(lines), explain=key.get("explain", ""))


def first_words(html: str) -> str:
    """The same as HTML."""
    return escape(shortly(html), quote=False)


def shortly(html: str) -> str:
    """The first words of a passage."""
    text = plain(html)
    return text if len(text) <= SHORT else text[:SHORT].rsplit(" ", 1)[0] + " …"


KIND = FindPassage()
