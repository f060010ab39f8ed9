"""The strict shape of what the answering page sends. Anything else is refused whole, before a row is touched."""

import json
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.actions.saving import Op
from assessments.kinds.base import LONGEST_ID, LONGEST_LIST, LONGEST_TEXT

MOST_OPS = 20
MOST_BYTES = 512 * 1024
LARGEST_REV = 2_000_000_000
KEYS = {"op_id", "slot", "base_rev", "value", "cleared"}


class SaveForm(forms.Form):
    """`ops` is the body, a JSON text. After is_valid(), cleaned_data["ops"] is a list of Op."""

    ops = forms.CharField(strip=False)

    def clean_ops(self) -> list[Op]:
        body = read_json(self.cleaned_data["ops"])
        if not isinstance(body, dict) or set(body) != {"ops"} or not isinstance(body["ops"], list):
            raise ValidationError("Send one list called ops.")
        if not 1 <= len(body["ops"]) <= MOST_OPS:
            raise ValidationError(f"Send 1 to {MOST_OPS} changes at once.")
        ops = [read_op(one) for one in body["ops"]]
        if len({op.op_id for op in ops}) != len(ops):
            raise ValidationError("Give each change a number of its own.")
        return ops


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
        slot=_whole(one["slot"], "slot", 1, 500),
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
