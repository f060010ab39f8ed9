"""Correct the key of a quiz's first question and mark all hand-ins anew: `python -m tests.prove.regrade ASSIGNMENT`.

Run with the environment of the site. "b" is right from then on, so that everybody's mark falls.
"""

import os
import sys

import django
from django.core.management import call_command


def main(assignment: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coursesite.settings")
    django.setup()
    from assessments.actions.regrading import correct_key  # noqa: PLC0415  (models only after setup)
    from assessments.models import AttemptItem  # noqa: PLC0415
    from coursesite.accounts.models import User  # noqa: PLC0415

    item = AttemptItem.objects.filter(attempt__work__assignment__public_id=assignment, slot=1).first()
    version, value = item.question_version, {"v": 1, "right": ["b"]}
    correct_key(version=version, seen=1, value=value, reason="A proof", lowers=True, by=User.objects.first())
    call_command("worker", once=True)


if __name__ == "__main__":
    main(sys.argv[1])
