"""Chronology: items put in order. Each pair of neighbours that stands in time order counts; equal dates in either."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from assessments.kinds.base import Feedback, FeedbackLine, Kind, clean_ids, known_ids, plain, share


class Chronology(Kind):
    name = "chronology"
    label = "Chronology"
    many = True
    hint = "Give each line its place: 1 is the earliest."

    def clean(self, value):
        return clean_ids(value)

    def read(self, given: Sequence[str], body: Mapping):
        """From one select an item, each "id:place". Nothing chosen anywhere is no answer."""
        pairs = (one.rsplit(":", 1) for one in given if ":" in one)
        places = {one: int(place) for one, place in pairs if place.isascii() and place.isdigit()}
        items = [pair[0] for pair in body.get("items", [])]
        if not places:
            return []
        if sorted(places.values()) != list(range(1, len(items) + 1)) or set(places) != set(items):
            raise ValueError(f"Give each of the {len(items)} items a place of its own, from 1 to {len(items)}.")
        return self.clean(sorted(places, key=places.__getitem__))

    def mark(self, body, key, value, points):
        ranks = key.get("ranks", {})
        items = [pair[0] for pair in body.get("items", [])]
        given = [one for one in known_ids(body.get("items"), value) if one in ranks]
        good = sum(ranks[a] <= ranks[b] for a, b in pairwise(given))
        return share(points, good, len(items) - 1)

    def describe(self, value, body):
        words = {one: plain(html) for one, html in body.get("items", [])}
        return " → ".join(words[one] for one in known_ids(body.get("items"), value))

    def picked(self, value, body):
        """ "place:item": what stood first, second …"""
        return [f"{place}:{one}" for place, one in enumerate(known_ids(body.get("items"), value), 1)]

    def offered(self, body):
        items = [pair[0] for pair in body.get("items", [])]
        return [f"{place}:{one}" for place in range(1, len(items) + 1) for one in items]

    def is_pick_right(self, picked, body, key):
        """Whether the item can stand there: equal ranks share their places."""
        ranks = key.get("ranks", {})
        place, _, one = picked.partition(":")
        before = sum(rank < ranks.get(one, 0) for rank in ranks.values())
        alike = sum(rank == ranks.get(one) for rank in ranks.values())
        return one in ranks and before < int(place) <= before + alike

    def said(self, picked, body):
        place, _, one = picked.partition(":")
        return f"{place}. {super().said(one, body)}"

    def feedback(self, body, key, value):
        ranks, dates = key.get("ranks", {}), key.get("dates", {})
        html = dict(body.get("items", []))
        given = [one for one in known_ids(body.get("items"), value) if one in ranks]
        lines = []
        for before, one in zip([None, *given], given, strict=False):
            fits = before is None or ranks[before] <= ranks[one]
            lines.append(FeedbackLine(html[one], chosen=True, right=fits, note=dates.get(one, "")))
        true_order = sorted(ranks, key=ranks.__getitem__)
        solution = [
            f"{plain(html[one])} ({dates[one]})" if dates.get(one) else plain(html[one])
            for one in true_order
            if one in html
        ]
        return Feedback(tuple(lines), tuple(solution), in_order=True, explain=key.get("explain", ""))


KIND = Chronology()
