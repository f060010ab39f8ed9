"""Refusals of the rules about people, each with a sentence that says what to do."""


class AccountError(Exception):
    """A change to an account that is not allowed. Its words are shown as they are."""
