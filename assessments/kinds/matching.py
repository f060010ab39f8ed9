"""Matching: each line gets its partner. Several lines may share one, and partners may stay unused.

body  lefts [[id, html], …], rights [[id, html], …] in the order of their words
key   right {left: [right]}, feedback {"left:right": html}
"""

from assessments.kinds.pairs import PairRow, Pairs


class Matching(Pairs):
    name = "matching"
    label = "Matching"
    hint = "Choose a partner for each line. One may be used several times, another not at all."

    def rows(self, body):
        options = tuple((one, html) for one, html in body.get("rights", []))
        return [PairRow(one, html, options) for one, html in body.get("lefts", [])]


KIND = Matching()
