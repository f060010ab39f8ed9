"""What the worker does for files (settings.PERIODIC)."""

from coursesite.files import actions


def sweep_unused() -> None:
    actions.sweep_unused()
