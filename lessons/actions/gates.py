"""The prompt that stands before the text of an excerpt."""

from typing import Any

from django.db import transaction

from lessons.actions.writing import write_prompt
from lessons.models import Block

OPEN, OWN = "", "own"


def gate_of(block: Block) -> dict[str, Any]:
    """What stands before the text, as plain values: nothing, a prompt of the lesson by its block's key, or words of its own."""
    if block.prompt is None:
        return {"gate": OPEN, "gate_html": ""}
    shared = _sharing(block).values_list("key", flat=True).first()
    return {"gate": str(shared), "gate_html": ""} if shared else {"gate": OWN, "gate_html": block.prompt.html}


def gate_choices(block: Block) -> list[tuple[str, str]]:
    """The prompts of the lesson that may stand before the text are those that only the teacher reads."""
    rows = block.version.blocks.filter(kind="prompt", prompt__prompt__kind="sourcing")
    rows = rows.filter(prompt__prompt__audience="teacher").order_by("position").select_related("prompt__prompt")
    asked = [
        (str(row.key), f"Ask first: “{row.prompt.prompt.title}”, as this lesson asks it") for row in rows if row.prompt
    ]
    return [(OPEN, "Show the text at once"), *asked, (OWN, "Ask first what I write here:")]


@transaction.atomic
def write_gate(*, block: Block, gate: str, html: str) -> None:
    """Set, change or take away what is asked before the text. Answers stay with their prompt."""
    if gate == OWN:
        if _sharing(block).exists():
            block.prompt = None
        title = f"Before you read Source {block.body.get('letter', '')}".strip()
        write_prompt(block=block, title=title, kind="sourcing", audience="teacher", html=html)
        return
    asking = block.version.blocks.filter(kind="prompt", key=gate).first() if gate else None
    block.prompt = asking.prompt if asking else None
    block.save(update_fields=["prompt"])


def _sharing(block: Block):
    """The prompt blocks of the same version that ask what this excerpt asks."""
    prompt = block.prompt.prompt_id if block.prompt else None
    return block.version.blocks.filter(kind="prompt", prompt__prompt=prompt, prompt__isnull=False)
