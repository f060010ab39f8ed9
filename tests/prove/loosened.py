"""The site without the lock of its saving statement: what the negative control of P2 serves. Never for a school."""

from coursesite.wsgi import application

# isort: split
from assessments.actions import saving  # only after the site is set up

__all__ = ["application"]
assert "{lock}" in saving.STATEMENT, "the statement has no lock that could be taken away"
saving.STATEMENT = saving.STATEMENT.replace("{lock}", "")
