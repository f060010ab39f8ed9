"""Looking at a class as one of its students: what the teacher's session remembers of it. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

KEY = "viewing"  # in the session
LASTS = timedelta(minutes=30)


@dataclass(frozen=True)
class Viewing:
    """Whom, in which class (public ids), as if at which moment (None: now), and until when one may look."""

    person: str
    classroom: str
    until: datetime
    at: datetime | None = None

    def pack(self) -> dict[str, str]:
        at = self.at.isoformat() if self.at else ""
        return {"person": self.person, "classroom": self.classroom, "until": self.until.isoformat(), "at": at}

    @staticmethod
    def unpack(stored: object, now: datetime) -> "Viewing | None":
        """What the session holds; None where it holds nothing, or what is over."""
        if not isinstance(stored, dict):
            return None
        until = datetime.fromisoformat(stored["until"])
        if now > until:
            return None
        at = datetime.fromisoformat(stored["at"]) if stored["at"] else None
        return Viewing(stored["person"], stored["classroom"], until, at)
