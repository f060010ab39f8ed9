"""True or false, with a reason chosen among given ones. Half of the points are for each; a reason alone gives nothing.

  body  choices [[id, html], …]: the reasons
  key   true bool, right [ids of the reasons that hold], feedback {id: html}
A value is ["truth:yes" or "truth:no", "reason:id"].
"""

from assessments.kinds.base import share
from assessments.kinds.pairs import PairRow, Pairs

TRUTH = (("yes", "True"), ("no", "False"))


class Truth(Pairs):
    name = "truth"
    label = "True or false, with a reason"
    hint = (
        "Say whether the statement is true, then choose the reason. You get points for the reason only if true or false "
        "is right too."
    )

    def rows(self, body):
        reasons = tuple((one, html) for one, html in body.get("choices", []))
        return [PairRow("truth", "This statement is", TRUTH), PairRow("reason", "Because", reasons)]

    def accepted(self, body, key, row):
        if row == "reason":
            return key.get("right", [])
        return ["yes" if key["true"] else "no"] if "true" in key else []

    def note(self, body, key, row, option):
        return key.get("feedback", {}).get(option, "") if row == "reason" else ""

    def mark(self, body, key, value, points):
        chosen = self.chosen(body, value)
        verdict = chosen.get("truth") in self.accepted(body, key, "truth")
        reason = chosen.get("reason") in self.accepted(body, key, "reason")
        return share(points, verdict + (verdict and reason), 2)


KIND = Truth()
