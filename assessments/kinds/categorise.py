"""Categorise: each item goes into one of the named groups.

body  lefts [[id, html], …] in the order of their ids, rights [[id, html], …]: the groups as they were written
key   right {item: [group]}, feedback {"item:group": html}
"""

from assessments.kinds.matching import Matching


class Categorise(Matching):
    name = "categorise"
    label = "Put into groups"
    hint = "Choose a group for each line."


KIND = Categorise()
