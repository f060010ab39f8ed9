"""Handing in from the answering page: what was not sent yet comes in the same request, in one transaction."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction

from assessments.actions.handing_in import answered_items, blank_slots, close_attempt, lockable, once_more
from assessments.actions.saving import CONFLICT, Op, Result, save_rarely
from assessments.errors import NotHandedIn, Rewound, Unanswered
from assessments.models import Attempt
from assessments.queries.newest import newest_answers
from coursesite import clock


@dataclass
class Finished:
    """What became of the changes; the slots that keep the attempt open; or slot -> revision of what was rewound."""

    attempt: Attempt
    results: list[Result] = field(default_factory=list)
    conflicts: list[Result] = field(default_factory=list)
    blanks: list[int] = field(default_factory=list)
    rewound: dict[int, int] = field(default_factory=dict)


def finish_attempt(*, attempt_id: uuid.UUID, by, ops: Sequence[Op], known: Mapping[int, int], sure: bool) -> Finished:
    """Save `ops`, then hand in. A second time it gives the same receipt.

    `known` is slot -> the revision that was acknowledged to the page. Where the site has an older one (it was restored
    from a backup), Rewound: nothing is handed in, and the page sends again what it still has. NotHandedIn where a change
    stands against another tab's. Unanswered where an answer is empty and the student is not `sure`. None of the last two
    once the time is over.
    """
    done = once_more(partial(_finish, attempt_id, by, ops, known, sure))
    if done.rewound:
        raise Rewound(done.rewound)
    if done.conflicts:
        raise NotHandedIn(done.results)
    if done.blanks:
        raise Unanswered(done.blanks, done.results)
    return done


@transaction.atomic
def _finish(attempt_id: uuid.UUID, by, ops: Sequence[Op], known: Mapping[int, int], sure: bool) -> Finished:
    attempt = lockable(Attempt.objects.all()).get(public_id=attempt_id, student=by)
    done = Finished(attempt)
    if attempt.submitted_at is None and known:
        newest = newest_answers(attempt)
        behind = {slot: newest.get(slot, (0, None))[0] for slot in known}
        done.rewound = {slot: rev for slot, rev in behind.items() if rev < known[slot]}
        if done.rewound:
            return done
    done.results = [save_rarely(attempt, op) for op in ops]
    if attempt.submitted_at is not None:
        return done
    now, items = clock.now(), answered_items(attempt)
    if attempt.closes_at is None or now < attempt.closes_at:
        done.conflicts = [one for one in done.results if CONFLICT in (one.result, one.kept_as) and one.rev]
        done.blanks = [] if sure or done.conflicts else blank_slots(items)
        if done.conflicts or done.blanks:
            return done
    close_attempt(attempt=attempt, at=min(now, attempt.closes_at or now), by=by, items=items)
    return done
