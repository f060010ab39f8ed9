"""The short code of a receipt. Pure."""

import hashlib
import uuid
from collections.abc import Iterable


def receipt_code(attempt: uuid.UUID, revisions: Iterable[tuple[int, int | None]]) -> str:
    """Eight signs that depend on the attempt and on the final revision of every answer."""
    heads = ";".join(f"{slot}={rev or 0}" for slot, rev in sorted(revisions))
    return hashlib.sha256(f"{attempt}|{heads}".encode()).hexdigest()[:8]
