"""Cloze: a text with gaps. A gap is filled by typing, or by choosing from a list; each gives its share.

  body  parts [{"text": words} | {"gap": "1"} | {"gap": "2", "options": [[id, words], …]}]; words are plain, not HTML
  key   gaps {"1": {"accepted": [words]}, "2": {"right": [ids]}}, text: as its author wrote it
A value is a list of "gap:typed words" and "gap:id", in the order of the gaps.
The notation: [[Gomułka|Gomulka]] is typed, any of these; [[*right|wrong|wrong]] is chosen, the starred ones are right.
"""

import hashlib
import re
from collections.abc import Mapping
from html import escape
from typing import Any

from assessments.kinds.base import LONGEST_ID, Feedback, FeedbackLine, Kind, clean_ids, share
from assessments.kinds.short import bare
from coursesite.ui.fold import fold

GAP = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
MOST_GAPS = 20
LONGEST_TYPED = LONGEST_ID - 4  # a gap's number and a colon stand before it
LONGEST_OPTION = 120


def gaps_of(body: Mapping) -> dict[str, dict[str, str] | None]:
    """Gap -> its options by id, in the order of the text; None where it is typed."""
    return {
        part["gap"]: dict(part["options"]) if "options" in part else None
        for part in body.get("parts", [])
        if "gap" in part
    }


class Cloze(Kind):
    name = "cloze"
    label = "Text with gaps"
    many = True
    hint = "Fill each gap. Capitals, accents and punctuation do not matter."

    def clean(self, value):
        return clean_ids(value)

    def read(self, given, body):
        return self.clean([f"{gap}:{words}" for gap, words in self.filled(body, list(given)).items()])

    def filled(self, body: Mapping, value: Any) -> dict[str, str]:
        """Gap -> what stands in it, in the order of the text. What the body does not know counts as nothing."""
        given: dict[str, str] = {}
        for one in value if isinstance(value, list) else []:
            gap, colon, words = one.partition(":") if isinstance(one, str) else ("", "", "")
            if colon:
                given.setdefault(gap, words.strip())
        return {
            gap: given[gap]
            for gap, options in gaps_of(body).items()
            if given.get(gap) and (options is None or given[gap] in options)
        }

    def is_right(self, key: Mapping, gap: str, words: str) -> bool:
        answer = key.get("gaps", {}).get(gap, {})
        if "right" in answer:
            return words in answer["right"]
        accepted = {bare(one) for one in answer.get("accepted", [])} - {""}
        return bool(bare(words)) and bare(words) in accepted

    def missing(self, value, body):
        return len(gaps_of(body)) - len(self.filled(body, value))

    def mark(self, body, key, value, points):
        filled = self.filled(body, value)
        return share(points, sum(self.is_right(key, gap, words) for gap, words in filled.items()), len(gaps_of(body)))

    def describe(self, value, body):
        gaps = gaps_of(body)
        return "; ".join(
            f"{gap}: {(gaps[gap] or {}).get(words, words)}" for gap, words in self.filled(body, value).items()
        )

    def picked(self, value, body):
        gaps = gaps_of(body)
        return [
            f"{gap}:{fold(words) if gaps[gap] is None else words}" for gap, words in self.filled(body, value).items()
        ]

    def said(self, picked, body):
        gap, _, words = picked.partition(":")
        return f"Gap {gap}: {(gaps_of(body).get(gap) or {}).get(words, words)}"

    def feedback(self, body, key, value):
        gaps = gaps_of(body)
        lines = [
            FeedbackLine(
                f"Gap {gap}: {escape((gaps[gap] or {}).get(words, words), quote=False)}",
                True,
                self.is_right(key, gap, words),
            )
            for gap, words in self.filled(body, value).items()
        ]
        return Feedback(
            tuple(lines), (self.whole(body, key),), explain=key.get("explain", ""), solution_word="The whole text"
        )

    def whole(self, body: Mapping, key: Mapping) -> str:
        """The text with the first accepted words in each gap."""
        gaps, answers = gaps_of(body), key.get("gaps", {})
        words = {}
        for gap, options in gaps.items():
            answer = answers.get(gap, {})
            chosen = answer.get("right", []) if options is not None else answer.get("accepted", [])
            words[gap] = (options or {}).get(chosen[0], chosen[0]) if chosen else "…"
        return "".join(part.get("text", "") or f"[{words[part['gap']]}]" for part in body.get("parts", []))


KIND = Cloze()


def read_cloze(text: str) -> tuple[dict, dict]:
    """(body, key) of a text in our notation, beside stem and explanation. ValueError says which gap is wrong and how."""
    parts: list[dict] = []
    answers: dict[str, dict] = {}
    at = 0
    for number, found in enumerate(GAP.finditer(text), 1):
        if found.start() > at:
            parts.append({"text": text[at : found.start()]})
        part, answers[str(number)] = _read_gap(number, found[1])
        parts.append({"gap": str(number)} | part)
        at = found.end()
    if text[at:]:
        parts.append({"text": text[at:]})
    if any("[[" in part.get("text", "") or "]]" in part.get("text", "") for part in parts):
        raise ValueError("A gap is begun or ended alone. Write [[ before its words and ]] behind them.")
    if not answers:
        raise ValueError("There is no gap yet. Write the words that students shall find as [[words]].")
    if len(answers) > MOST_GAPS:
        raise ValueError(f"There are {len(answers)} gaps. Write at most {MOST_GAPS}, or ask two questions.")
    return {"parts": parts}, {"gaps": answers, "text": text}


def _read_gap(number: int, inside: str) -> tuple[dict, dict]:
    words = [" ".join(one.split()) for one in inside.split("|")]
    if not all(one.lstrip("*").strip() for one in words):
        raise ValueError(f"Gap {number} has an empty place. Write words between [[, | and ]].")
    if not any(one.startswith("*") for one in words):
        if any(len(one) > LONGEST_TYPED or not bare(one) for one in words):
            raise ValueError(f"Gap {number}: write words or numbers of at most {LONGEST_TYPED} characters to be typed.")
        return {}, {"accepted": words}
    options = {one.lstrip("*").strip(): one.startswith("*") for one in words}
    if len(options) < len(words):
        raise ValueError(f"Gap {number} offers the same words twice.")
    if all(options.values()):
        raise ValueError(f"Gap {number} offers only right words. Add a wrong one without a star.")
    if any(len(one) > LONGEST_OPTION for one in options):
        raise ValueError(f"Gap {number}: shorten what it offers to {LONGEST_OPTION} characters.")
    ids = {one: option_id(number, one) for one in sorted(options, key=lambda one: (one.casefold(), one))}
    body = {"options": [[ids[one], one] for one in ids]}
    return body, {"right": [ids[one] for one, right in options.items() if right]}


def option_id(number: int, words: str) -> str:
    return "c" + hashlib.sha256(f"{number}\n{words}".encode()).hexdigest()[:10]
