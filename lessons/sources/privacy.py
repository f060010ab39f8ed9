"""Sources hold nothing about the people of a school. Locked editions are fixed, with all that hangs from them."""

from lessons.sources.models import Edition, Passage, Span

LOCKED = [Edition]
CHILDREN = [(Passage, ("edition",)), (Span, ("passage", "edition"))]
