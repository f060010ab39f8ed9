"""The ways of giving a quiz that a teacher names in one word, and which settings may still change later. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PLAIN = {
    "minutes": None,
    "tries": 1,
    "which_counts": "newest",
    "shuffle": False,
    "shuffle_questions": False,
    "one_at_a_time": False,
    "feedback": "release",
}


@dataclass(frozen=True)
class Preset:
    """A choice of settings with a name; `timed` asks for a time limit."""

    key: str
    name: str
    says: str
    settings: Mapping[str, Any]
    timed: bool = False


PRESETS = {
    preset.key: preset
    for preset in (
        Preset(
            "practice",
            "Practice quiz",
            "No time limit, 3 tries, the best counts, points at once; right answers when nobody in the class can answer any more.",
            {**PLAIN, "tries": 3, "which_counts": "best", "feedback": "handed_in"},
        ),
        Preset("graded", "Graded quiz", "No time limit, 1 try, feedback when you release it.", PLAIN),
        Preset(
            "timed",
            "Timed test",
            "A time limit that you set, 1 try, choices and questions in another order for each student, feedback when it "
            "has closed for the whole class.",
            {**PLAIN, "shuffle": True, "shuffle_questions": True, "feedback": "closed"},
            timed=True,
        ),
    )
}
USUAL = {"quiz": "graded", "essay": "graded"}


def chosen(preset: str, own: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a preset, with those that the teacher set herself; None and "" leave the preset's."""
    start = dict(PRESETS[preset].settings)
    return start | {name: value for name, value in own.items() if name in start and value not in (None, "")}


def problems(preset: str, settings: Mapping[str, Any], closing: bool) -> dict[str, str]:
    """Field -> what to do. `closing`: whether every class has a closing date."""
    said = {}
    if PRESETS[preset].timed and not settings["minutes"]:
        said["minutes"] = "Write how many minutes students have, or choose a quiz without a time limit."
    if settings["feedback"] == "closed" and not closing:
        said["feedback"] = (
            "Feedback comes when it has closed: set a closing date for each class, or choose another time for feedback."
        )
    return said


def fixed(*, begun: bool, under_way: bool, released: bool) -> dict[str, str]:
    """Field -> why it can no longer be changed for a class. Begun: somebody has an attempt; under way: an open one."""
    said = {}
    if begun:
        said["minutes"] = (
            "Somebody has begun, so the time limit stays the same for all. You can give one student more time."
        )
        said["which_counts"] = "Somebody has begun, and was told which try counts."
        late = "Somebody has begun, and was told what lateness costs."
        said |= dict.fromkeys(("late_percent", "late_step", "late_floor", "late_grace"), late)
    if under_way:
        order = "Somebody is writing at this moment: their questions must not move. Change it when all have handed in."
        said |= dict.fromkeys(("shuffle", "shuffle_questions", "one_at_a_time"), order)
    if released:
        said["feedback"] = "Feedback has been released already, and cannot be made unseen."
    return said


def fewest_tries(used: int) -> int:
    """Nobody loses a try that was used."""
    return max(1, used)
