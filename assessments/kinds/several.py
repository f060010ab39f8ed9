"""Several choices: each right one counts for, each wrong one against; never below nothing."""

from assessments.kinds.base import Feedback, FeedbackLine, Kind, clean_ids, known_ids, plain, share


class Several(Kind):
    name = "several"
    label = "Several choices"
    many = True
    hint = "Choose all that fit. A wrong choice takes away what a right one gives."

    def clean(self, value):
        return clean_ids(value)

    def read(self, given, body):
        return self.clean(known_ids(body.get("choices"), list(given)))

    def mark(self, body, key, value, points):
        known = {pair[0] for pair in body.get("choices", [])}
        right = known & set(key.get("right", []))
        chosen = set(known_ids(body.get("choices"), value))
        return share(points, len(chosen & right) - len(chosen - right), len(right))

    def describe(self, value, body):
        chosen = known_ids(body.get("choices"), value)
        return "; ".join(plain(html) for one, html in body.get("choices", []) if one in chosen)

    def picked(self, value, body):
        return known_ids(body.get("choices"), value)

    def feedback(self, body, key, value):
        notes, right = key.get("feedback", {}), key.get("right", [])
        chosen = known_ids(body.get("choices"), value)
        lines = [
            FeedbackLine(html, chosen=one in chosen, right=one in right, note=notes.get(one, ""))
            for one, html in body.get("choices", [])
        ]
        return Feedback(tuple(lines), explain=key.get("explain", ""))


KIND = Several()
