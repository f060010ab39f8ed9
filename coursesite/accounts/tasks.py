"""What the worker does for accounts (settings.PERIODIC)."""

from coursesite.accounts import actions


def clear_sessions() -> None:
    actions.clear_sessions()
