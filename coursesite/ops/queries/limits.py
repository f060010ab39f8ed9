"""The database's time limits are for requests; a look at everything takes as long as it takes."""

from coursesite.ops.queries.readiness import TIMEOUTS


def lift_time_limits(connection) -> None:
    """For the transaction that is open: no statement of it is stopped for its length."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for name in TIMEOUTS:
                cursor.execute(f"SET LOCAL {name} = 0")
