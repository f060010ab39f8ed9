"""When a request reached the site, from what a proxy wrote: the time that it waited in a queue is not the student's."""

import re
from datetime import UTC, datetime, timedelta

LONGEST_WAIT = timedelta(seconds=60)
WRITTEN = re.compile(r"(?:t=)?(\d{10}(?:\.\d{1,6})?|\d{13}|\d{16})")
UNITS = {10: 1, 13: 1_000, 16: 1_000_000}  # seconds, thousandths, millionths: by how many digits the number has


def arrival(header: str, now: datetime) -> datetime:
    """The moment of X-Request-Start, such as `t=1772442000.250`; `now` where it is not one of the last minute.

    It never lies on the day before: what is recorded then may be sealed already.
    """
    found = WRITTEN.fullmatch(header.strip())
    if not found:
        return now
    whole, _, rest = found[1].partition(".")
    micro = int(whole) * (1_000_000 // UNITS[len(whole)]) + int(rest.ljust(6, "0") or 0)
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micro)
    return moment if now - LONGEST_WAIT <= moment <= now and moment.date() == now.date() else now
