"""Single choice: one of several. Right or wrong, nothing between."""

from decimal import Decimal

from assessments.kinds.base import LONGEST_ID, Feedback, FeedbackLine, Kind, clean_text, plain


class Single(Kind):
    name = "single"
    label = "Single choice"
    hint = "Choose one."

    def clean(self, value):
        return clean_text(value, LONGEST_ID)

    def mark(self, body, key, value, points):
        known = {pair[0] for pair in body.get("choices", [])}
        right = isinstance(value, str) and value in known and value in key.get("right", [])
        return points if right else Decimal(0)

    def describe(self, value, body):
        return next((plain(pair[1]) for pair in body.get("choices", []) if pair[0] == value), "")

    def picked(self, value, body):
        return [pair[0] for pair in body.get("choices", []) if pair[0] == value]

    def feedback(self, body, key, value):
        notes, right = key.get("feedback", {}), key.get("right", [])
        lines = [
            FeedbackLine(html, chosen=one == value, right=one in right, note=notes.get(one, ""))
            for one, html in body.get("choices", [])
        ]
        return Feedback(tuple(lines), explain=key.get("explain", ""))


KIND = Single()
