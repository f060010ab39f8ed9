"""Ten wrong statements about the Khrushchev years that no text of ours may make.

A sentence that denies the statement, asks about it, or reports that some page makes it, does not make it.
"""

import re
from dataclasses import dataclass

from lessons.prose import plain, sentences

DENIED = re.compile(
    r"\bnot\b|\bnever\b|\bno\b|\bneither\b|\bwhether\b|\bwrong\b|\berrors?\b|\bfalse\b|\bmistaken\b"
    r"|\b(page|post|essay|document|card|account|lesson|author|00\d)\b[^.]{0,40}\b(says?|claims?|states?|gives?|has|puts|tells|dates)\b"
    r"|(\]|¶[\d-]+) (says|claims|states|gives|has|puts|dates)\b|\baccording to\b|\?[”’\"]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Trap:
    """All of `all_of` in one sentence make the statement, unless `unless` stands there too."""

    number: int
    statement: str
    all_of: tuple
    unless: str = "(?!)"


SPEECH = r"\b(speech|congress|khrushchev)"
TRAPS = (
    Trap(
        1, "the New York Times published the speech on 4 June", (r"new york times", r"\b4 june|june 4\b"), r"\b5 june"
    ),
    Trap(
        2,
        "delegates of foreign parties heard the speech, or walked out",
        (
            r"\b(foreign|chinese|albanian|polish|east european|zhou|hoxha|guests?|delegat\w+|fraternal)\b",
            r"\b(heard|hear|listened|sat through|were present|attended|walked out|stormed out|left the hall)\b",
            r"\b(speech|20th|twentieth|closed session|secret)\b",
        ),
        r"22nd|twenty-second|party delegates from the soviet|bury",
    ),
    Trap(
        3,
        "Khrushchev explained that the leaders could not intervene in the terror",
        (
            r"\b(could not|couldn't|unable to|powerless to)\b[^.]*\b(intervene|act|stop)",
            r"\b(terror|repress\w+|purges?|crimes|arrests)\b",
        ),
        r"these matters|one affair|leningrad|general excuse",
    ),
    Trap(
        4,
        "Khrushchev condemned all repression, or the system",
        (
            SPEECH,
            r"\b(condemn|denounc|reject|attack|indict)\w*[^.]*"
            r"\b((all|every)\b[^.]{0,25}\b(repress\w+|terror|purges?|violence)|the (\w+ )?system)\b",
        ),
        r"rather than|without|instead of|stopped short",
    ),
    Trap(
        5,
        "the speech emptied the camps",
        (
            r"\b(speech|20th congress|twentieth congress)\b",
            r"\b(empt|clos|open|freed|free|releas|shut)\w*\b[^.]*\b(camps?|gulag|prisoners)\b"
            r"|\b(camps?|gulag|prisoners)\b[^.]*\b(empt|clos|open|freed|releas|shut)\w*",
        ),
        r"faster|already|before|1953|sped|speed|quicken",
    ),
    Trap(
        6,
        "statues and city names vanished in 1956",
        (
            r"\b(statues?|monuments?|portraits?|cit(y|ies)|streets?|names?|stalingrad)\b",
            r"\b(vanish|remov|taken down|pulled down|torn down|renam|disappear|came down|toppl)\w*",
            r"\b1956\b|\b(20th|twentieth) (party )?congress\b|\bthe speech\b",
        ),
        r"1961|22nd|twenty-second|mausoleum",
    ),
    Trap(
        7,
        "the flight to Warsaw ended the danger",
        (
            r"\b(flight|flew|fly|flying|belweder|visit|talks|night)\b",
            r"\b(ended|ends|averted|averts|lifted|settled|over|passed|prevented)\b",
            r"\b(danger|invasion|threat|crisis|intervention)\b",
        ),
        r"several (more )?days|still|hungary weighed",
    ),
    Trap(
        8,
        "envoys walked out at “we will bury you”",
        (r"\bbury\b|\bburial\b", r"\b(walked out|walk out|walked|stormed|left the room|walk-?out)\b"),
        r"day before|day earlier|17 november",
    ),
    Trap(
        9,
        "after August 1956 Kim turned to Beijing",
        (
            r"\b(kim|north korea|pyongyang)\b[^.]*\b(turn|drift|mov|lean|swung|swing|shift|tilt)\w*\b"
            r"[^.]*\b(beijing|peking|china|chinese)\b",
        ),
        r"september",
    ),
    Trap(
        10,
        "Hoxha was attacked at his Third Congress",
        (
            r"\b(third|3rd|iii) (party )?congress\b",
            r"\b(attack|critici|challeng|denounc|oppos)\w*",
            r"\b(hoxha|shehu|leadership|leader)\b",
        ),
        r"before|tirana|april|conference",
    ),
)


def find_traps(markdown):
    """[(trap, sentence)] of every wrong statement that a text makes."""
    found = []
    for sentence in sentences(markdown):
        words = plain(sentence)
        if DENIED.search(words.replace("could not", "couldn't")):  # what somebody could not do denies nothing
            continue
        found += [(trap, words) for trap in TRAPS if _is_stated(trap, words)]
    return found


def _is_stated(trap, words):
    stated = all(re.search(pattern, words, re.IGNORECASE) for pattern in trap.all_of)
    return stated and not re.search(trap.unless, words, re.IGNORECASE)
