"""Who is speaking: for marked words of a passage, who says them, according to whom, down to who wrote them down.

  body  passage {id, label, before, words, after}, choices [[id, name], …] in the order of names, depth
  key   chain [ids, the speaker first, who wrote or spoke last at the end], writes, feedback {id: html}
The chain is frozen from the passage's voices when the question is written, so that marking asks nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from assessments.kinds.base import plain
from assessments.kinds.pairs import PairRow, Pairs
from lessons.sources.voices import Voice, passed_on_by

INNERMOST = 1_000  # deeper than any voice
ASKED = ("Whose words are these?", "According to whom?", "And according to whom in turn?")


class Speaker(Pairs):
    name = "speaker"
    label = "Who is speaking"
    hint = "Choose a name in each line. The marked words are asked about."

    def rows(self, body):
        options = tuple((one, name) for one, name in body.get("choices", []))
        asked = [ASKED[min(place, len(ASKED) - 1)] for place in range(body.get("depth", 0))]
        return [PairRow(str(n), words, options) for n, words in enumerate(asked, 1)]

    def describe(self, value, body):
        """`Yun Gong-heum, according to Kim Il Sung, according to V. I. Ivanov`; a dash for a line without a name."""
        names, chosen = dict(body.get("choices", [])), self.chosen(body, value)
        if not chosen:
            return ""
        return ", according to ".join(plain(names.get(chosen.get(row.id, ""), "–")) for row in self.rows(body))

    def feedback(self, body, key, value):
        right = [f"{n}:{one}" for n, one in enumerate(key.get("chain", []), 1)]
        return replace(super().feedback(body, key, value), solution=(self.describe(right, body),))

    def accepted(self, body, key, row):
        return key.get("chain", [])[int(row) - 1 : int(row)]

    def note(self, body, key, row, option):
        """Names the misreading: somebody of the chain who is taken for another, or somebody who has no part in it."""
        chain, place = key.get("chain", []), int(row) - 1
        name = dict(body.get("choices", [])).get(option, "")
        if option not in chain:
            return key.get("feedback", {}).get(option) or f"{name} has no part in these words."
        if chain[place : place + 1] == [option]:
            return ""
        stands = chain.index(option)
        if place == 0 and stands == len(chain) - 1:
            did = "wrote the words down" if key.get("writes") else "passed the words on last"
            return f"This takes the recorder for the speaker: {name} {did}. Whose words are they?"
        if place == 0:
            return f"This takes who tells for who spoke: {name} passes on what somebody else said."
        if stands == 0:
            return "This takes the speaker for who tells of it. Who passes these words on?"
        if stands == len(chain) - 1:
            return f"{name} stands at another place in this chain, nearer to the page. Who told it first?"
        return f"{name} stands at another place in this chain, nearer to the words. Who passed them on after that?"


KIND = Speaker()


def speaker_parts(passage: dict, start: int, end: int, voices: list[Voice], people: list, others: list):
    """(body, key) beside stem and explanation. ValueError, with what to do, where the voices name no chain.

    `passage` has id, label, text, and the place `within` that students are shown; `people` are (id, name, role): those
    of the voices and of the source; `others` are [id, name, note]: named by who writes the question.
    """
    chain = [voice.who for voice in chain_at(start, end, voices)]
    names = {one: escape(name, quote=False) for one, name, _ in people}
    notes = {
        one: f"This takes the translator for a speaker: {names[one]} put the words into another language."
        for one, _, role in people
        if role == "translator" and one not in chain
    }
    known = {name.casefold() for name in names.values()}
    named = [[one, escape(name, quote=False), escape(note, quote=False)] for one, name, note in others]
    named = [one for one in named if one[1].casefold() not in known]
    notes |= {one: note for one, _, note in named if note}
    choices = [[one, name] for one, name in names.items()] + [one[:2] for one in named]
    shown = {"id": passage["id"], "label": passage["label"]} | around(passage, start, end)
    body = {"passage": shown, "choices": sorted(choices, key=lambda one: one[1].casefold()), "depth": len(chain)}
    writes = voices_write(chain[-1], voices)
    translators = [one for one, _, role in people if role == "translator"]
    key = {"chain": chain, "writes": writes, "feedback": notes, "others": others}
    return body, key | {"misreadings": named_misreadings(chain, writes, translators)}


def around(passage: dict, start: int, end: int) -> dict[str, str]:
    """The words with what stands before and after them, no further than students are shown."""
    text = passage["text"]
    first, last = passage.get("within", (0, len(text)))
    before = "[…] " if text[:first].strip() else ""
    after = " […]" if text[last:].strip() else ""
    return {"before": before + text[first:start], "words": text[start:end], "after": text[end:last] + after}


def named_misreadings(chain: Sequence[str], writes: bool, translators: Sequence[str]) -> dict[str, str]:
    """ "row:person" -> the misreading that this choice shows, for everybody who has a part in the words."""
    last = "the recorder" if writes else "who passed the words on last"
    found = {}
    for place, right in enumerate(chain):
        for stands, one in enumerate(chain):
            if place == 0 and stands:
                taken = last if stands == len(chain) - 1 else "who tells"
                found[f"1:{one}"] = f"takes {taken} for the speaker"
            elif stands == 0 and one != right:
                found[f"{place + 1}:{one}"] = "takes the speaker for who tells of it"
            elif one != right:
                found[f"{place + 1}:{one}"] = "puts one who passes the words on in another's place"
        found |= {f"{place + 1}:{one}": "takes the translator for a speaker" for one in translators if one not in chain}
    return found


def voices_write(who: str, voices: list[Voice]) -> bool:
    return any(voice.writes for voice in voices if voice.who == who)


def chain_at(start: int, end: int, voices: Sequence[Voice]) -> list[Voice]:
    """The voices around the words, the innermost first. `who` is the id of an agent."""
    if any(v.start < end and start < v.end and not (v.start <= start and end <= v.end) for v in voices):
        raise ValueError("Another voice begins or ends within these words. Choose words of one voice alone.")
    chain = list(passed_on_by(Voice(start, end, depth=INNERMOST), voices))
    if len(chain) < 2:
        raise ValueError("These words are nobody's report: fewer than two voices are marked around them.")
    if not all(v.who for v in chain) or len({v.who for v in chain}) < len(chain):
        raise ValueError("A voice around these words names nobody, or somebody twice. Choose other words.")
    return chain
