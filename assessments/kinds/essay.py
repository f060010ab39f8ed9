"""Essay: a text of one's own that cites passages. A person marks it."""

from assessments.kinds.base import LONGEST_TEXT, Kind, clean_text


class Essay(Kind):
    name = "essay"
    label = "Essay"
    automatic = False

    def clean(self, value):
        return clean_text(value, LONGEST_TEXT)

    def mark(self, body, key, value, points):
        return None


KIND = Essay()
