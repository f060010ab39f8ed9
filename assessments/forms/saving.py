"""The strict shape of what the answering page sends. Anything else is refused whole, before a row is touched."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.actions.saving import Op
from assessments.kinds.base import LONGEST_ID, LONGEST_LIST, LONGEST_TEXT

MOST_OPS = 20
MOST_SLOTS = 500
MOST_BYTES = 512 * 1024
LARGEST_REV = 2_000_000_000
KEYS = {"op_id", "slot", "base_rev", "value", "cleared"}


class SaveForm(forms.Form):
    """`ops` is the body, a JSON text. After is_valid(), cleaned_data["ops"] is a list of Op."""

    ops = forms.CharField(strip=False)

    def clean_ops(self) -> list[Op]:
        body = read_json(self.cleaned_data["ops"])
        if not isinstance(body, dict) or set(body) != {"ops"}:
            raise ValidationError("Send one list called ops.")
        return read_ops(body["ops"], 1, MOST_OPS)


@dataclass(frozen=True)
class Finish:
    """Handing in: what was not sent yet, slot -> the revision that the page knows to be kept, whether blanks are meant."""

    ops: list[Op]
    known: dict[int, int]
    sure: bool


class FinishForm(forms.Form):
    """`body` is a JSON text with ops, known and sure. After is_valid(), cleaned_data["body"] is a Finish."""

    body = forms.CharField(strip=False)

    def clean_body(self) -> Finish:
        body = read_json(self.cleaned_data["body"])
        if not isinstance(body, dict) or set(body) != {"ops", "known", "sure"} or type(body["sure"]) is not bool:
            raise ValidationError("Send ops, known and sure, and nothing else.")
        return Finish(read_ops(body["ops"], 0, MOST_SLOTS), read_known(body["known"]), body["sure"])


def read_known(known: Any) -> dict[int, int]:
    """{"1": 5} as {1: 5}."""
    if not isinstance(known, dict) or len(known) > MOST_SLOTS:
        raise ValidationError("known is a table of revisions.")
    if not all(name.isascii() and name.isdecimal() and len(name) <= 3 for name in known):
        raise ValidationError("known is a table of revisions, one for each question.")
    return {
        _whole(int(name), "known", 1, MOST_SLOTS): _whole(rev, "known", 0, LARGEST_REV) for name, rev in known.items()
    }


def read_ops(ops: Any, least: int, most: int) -> list[Op]:
    if not isinstance(ops, list) or not least <= len(ops) <= most:
        raise ValidationError(f"Send {least} to {most} changes at once.")
    read = [read_op(one) for one in ops]
    if len({op.op_id for op in read}) != len(read):
        raise ValidationError("Give each change a number of its own.")
    return read


class DoubtForm(forms.Form):
    """What was typed for one question, to be read and not saved."""

    slot = forms.IntegerField(min_value=1, max_value=500)
    value = forms.CharField(required=False, max_length=300)


def read_json(text: str) -> Any:
    """The JSON of a text, without NaN or repeated keys. Deep nesting ends in RecursionError, and is refused too."""
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError):
        raise ValidationError("This is not JSON that we can read.") from None


def _refuse_constant(name: str):
    raise ValueError(name)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def read_op(one: Any) -> Op:
    if not isinstance(one, dict) or not KEYS - {"cleared"} <= set(one) <= KEYS:
        raise ValidationError("A change has op_id, slot, base_rev, value and cleared, and nothing else.")
    cleared = one.get("cleared", False)
    if not isinstance(cleared, bool):
        raise ValidationError("cleared is true or false.")
    return Op(
        op_id=_uuid(one["op_id"]),
        slot=_whole(one["slot"], "slot", 1, MOST_SLOTS),
        base_rev=_whole(one["base_rev"], "base_rev", 0, LARGEST_REV),
        value=check_value(one["value"]),
        cleared=cleared,
    )


def _uuid(value: Any) -> uuid.UUID:
    try:
        return uuid.UUID(value) if isinstance(value, str) and len(value) == 36 else uuid.UUID("")
    except ValueError:
        raise ValidationError("op_id is a UUID.") from None


def _whole(value: Any, name: str, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValidationError(f"{name} is a whole number from {least} to {most}.")
    return value


def check_value(value: Any) -> Any:
    """A text, or a list of short texts: every kind of question answers with one of the two."""
    texts = value if isinstance(value, list) else [value]
    longest = LONGEST_ID if isinstance(value, list) else LONGEST_TEXT
    if len(texts) > LONGEST_LIST or not all(isinstance(text, str) and len(text) <= longest for text in texts):
        raise ValidationError(
            f"An answer is a text of at most {LONGEST_TEXT:,} characters, or a short list of choices."
        )
    if any("\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text) for text in texts):
        raise ValidationError("The answer holds a character that cannot be kept.")
    return value
