"""P4, P6, P7 and the faults of a full classroom, on the real site: one class in every run, a school before a release."""

import contextlib
import socket
import threading
import time
from pathlib import Path

import pytest

from tests.prove.cluster import Database
from tests.prove.day import Times, hand_in_together, sign_in_together, start_together, write_together
from tests.prove.ledger import Ledger, Verdict, judge
from tests.prove.racing import race
from tests.prove.running import Site, run, running_site
from tests.prove.test_race import judge_pairs, line_of

pytestmark = pytest.mark.postgres
ATTEMPTS = (
    "SELECT a.student_id, a.public_id::text FROM assessments_attempt a JOIN classes_work w ON w.id = a.work_id "
    "JOIN classes_assignment g ON g.id = w.assignment_id WHERE g.public_id = %s"
)
ENDS = (
    "SELECT count(*), count(DISTINCT e.attempt_id) FROM assessments_attemptevent e "
    "JOIN assessments_attempt a ON a.id = e.attempt_id JOIN classes_work w ON w.id = a.work_id "
    "JOIN classes_assignment g ON g.id = w.assignment_id WHERE g.public_id = %s AND e.kind = 'handed_in'"
)
GRADES = (
    "SELECT count(*), count(DISTINCT d.work_id), min(d.points), max(d.points) FROM assessments_grade d "
    "JOIN classes_work w ON w.id = d.work_id JOIN classes_assignment g ON g.id = w.assignment_id WHERE g.public_id = %s"
)


def id_of(quiz: str) -> str:
    return quiz.rstrip("/").rpartition("/")[2]


def all_start(site: Site, school: Database, students: list[dict], seconds: float, say) -> None:
    """P6, M35: as many attempts as students, though each clicked twice; nobody sees an error."""
    quiz = school.told["quizzes"][0]
    times = start_together(site.port, school.told, quiz, students, seconds)
    made = school.ask(ATTEMPTS, id_of(quiz))
    say(f"P6 {len(students)} starts in {seconds:.0f} s, each twice: {len(made)} attempts; {times}")
    assert len(made) == len({student for student, _ in made}) == len(students)
    assert times.faults() == 0


def judged(school: Database, ledger: Ledger) -> Verdict:
    """Every receipt of the essays against every saved row of them."""
    essays = {item for one in school.told["students"] for item in one["items"].values()}
    return judge(ledger.receipts, [row for row in school.saved() if row.item in essays])


def all_write(site: Site, school: Database, students: list[dict], seconds: float, ledger: Ledger, say) -> None:
    """P7, M36, M24: every receipt is a row. The times are printed and no gate: they belong to the machine."""

    def deploy() -> None:
        time.sleep(seconds / 2)
        site.reload()

    times = write_together(site.port, school.told, students, ledger, every=10.0, seconds=seconds, meanwhile=deploy)
    verdict = judged(school, ledger)
    say(
        f"P7 {len(students)} students, a save each 10 s for {seconds:.0f} s, kill -HUP in the middle (M24): "
        f"lost={verdict.lost}; {times}"
    )
    assert verdict.is_clean(), verdict
    assert len(times.seconds) >= len(students)


def all_race(site: Site, school: Database, ledger: Ledger, say) -> None:
    """P4, M15: of each student, saves and the hand-in of the essay at the same moment."""
    pairs = race(site.port, school.told, with_revs(school, school.told["students"]))
    ledger.receipts += [receipt for pair in pairs for receipt in pair.receipts]
    verdict = judged(school, ledger)
    say(f"{line_of(pairs, verdict, 'PostgreSQL')} saved after a hand-in={school.saved_after_hand_in()}")
    judge_pairs(pairs, verdict)


def all_hand_in(site: Site, school: Database, quiz: str, students: list[dict], seconds: float, at_once: int) -> str:
    """M14, M37: one receipt, one event and one mark each, however often it was sent."""
    attempts = dict(school.ask(ATTEMPTS, id_of(quiz)))
    times, codes = hand_in_together(site.port, school.told, students, attempts, seconds=seconds, at_once=at_once)
    assert dict(times.statuses) == {200: len(students) * at_once}
    assert [len(one) for one in codes] == [1] * len(students)
    assert school.ask(ENDS, id_of(quiz)) == [(len(students), len(students))]
    assert school.ask(GRADES, id_of(quiz)) == [(len(students), len(students), 1, 1)]
    return str(times)


def live_a_day(site: Site, school: Database, sizes: dict, ledger: Ledger, say) -> None:
    """Essays are written by all but the first eight students, and handed in by all."""
    told, students = school.told, school.told["students"]
    all_start(site, school, students, sizes["start"], say)
    all_write(site, school, students[8:], sizes["write"], ledger, say)
    start_together(site.port, told, told["quizzes"][1], students[: sizes["five"]], sizes["start"])
    said = all_hand_in(site, school, told["quizzes"][1], students[: sizes["five"]], sizes["bell"], 5)
    say(f"P4 {sizes['five']} attempts, 5 hand-ins of each at once: as many receipts, events and marks; {said}")
    said = all_hand_in(site, school, told["quizzes"][0], students, sizes["bell"], 1)
    say(f"P7 bell: {len(students)} hand in within {sizes['bell']} s; {said}")
    if sizes["five"] == len(students):
        regrade_meanwhile(site, school, ledger, say)
    all_race(site, school, ledger, say)


def regrade_meanwhile(site: Site, school: Database, ledger: Ledger, say) -> None:
    """M39: a key is corrected and everybody's hand-in marked anew, in small steps, while others write."""
    quiz = id_of(school.told["quizzes"][0])

    def regrade() -> None:
        begun = time.monotonic()
        run("-m", "tests.prove.regrade", quiz, environment=school.environment)
        say(f"M39 {len(school.told['students'])} hand-ins marked anew in {time.monotonic() - begun:.1f} s")

    writing = with_revs(school, school.told["students"][:20])
    saves = write_together(site.port, school.told, writing, ledger, every=0.5, seconds=15, meanwhile=regrade)
    say(f"M39 saves meanwhile, the slowest {max(saves.seconds):.2f} s: {saves}")
    assert judged(school, ledger).is_clean()
    moved = school.ask(f"{GRADES} AND d.n = 2", quiz)
    assert moved == [(len(school.told["students"]), len(school.told["students"]), 0, 0)]


def with_revs(school: Database, students: list[dict]) -> list[dict]:
    """The students, who know what they have saved so far."""
    revs = {row.item: row.rev for row in school.saved()}
    return [one | {"revs": revs} for one in students]


def test_a_class_of_50_signs_in_starts_writes_and_hands_in(a_class: Database, tmp_path: Path, say):
    ledger = Ledger()
    with running_site(a_class.environment, tmp_path / "site.log") as site:
        sign_in_storm(site, a_class, ledger, 4, 1.0, say)
        slow_connections(site, a_class, ledger, 2.0, say)
        live_a_day(site, a_class, {"start": 4, "write": 12, "five": 10, "bell": 2}, ledger, say)
    assert a_class.is_sound()


@pytest.mark.prove
def test_a_school_of_200_starts_writes_for_5_minutes_and_hands_in(a_school: Database, tmp_path: Path, say):
    with running_site(a_school.environment, tmp_path / "site.log") as site:
        live_a_day(site, a_school, {"start": 10, "write": 300, "five": 200, "bell": 5}, Ledger(), say)
    assert a_school.is_sound()


# -- M40, M41: while others write ------------------------------------------------------------------------------


def sign_in_storm(
    site: Site, school: Database, ledger: Ledger, number: int, seconds: float, say
) -> tuple[float, Times]:
    """M40. Nobody is refused, and nothing is lost. Says after how many seconds all were in, and what savers waited."""
    signing, writing = school.told["students"][-number:], school.told["students"][:4]
    found: list[Times] = []
    took: list[float] = []
    begun = time.monotonic()

    def storm() -> None:
        found.append(sign_in_together(site.port, school.told, signing, seconds))
        took.append(time.monotonic() - begun)
        say(f"M40 {number} sign in within {seconds:.0f} s: all after {took[0]:.1f} s; {found[0]}")

    saves = write_together(site.port, school.told, writing, ledger, every=1.0, seconds=seconds + 1, meanwhile=storm)
    say(f"M40 saves of others meanwhile: {saves}")
    assert dict(found[0].statuses) == {302: number}
    assert judged(school, ledger).is_clean()
    return took[0], saves


def slow_connections(site: Site, school: Database, ledger: Ledger, seconds: float, say) -> None:
    """M41: fifty clients send their request byte by byte, and never to its end. Others go on saving."""
    halted = threading.Event()

    def trickle() -> None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", site.port)) as one:
            one.sendall(b"POST /sign-in/ HTTP/1.1\r\nHost: school.example\r\nX-Slow: ")
            while not halted.wait(0.5):
                one.sendall(b"x")

    slow = [threading.Thread(target=trickle, daemon=True) for _ in range(50)]
    for thread in slow:
        thread.start()
    time.sleep(1)  # until they hold what they can hold
    writing = school.told["students"][4:8]
    saves = write_together(site.port, school.told, writing, ledger, every=0.5, seconds=seconds)
    halted.set()
    for thread in slow:
        thread.join(5)
    say(f"M41 saves of others beside 50 connections that trickle: {saves}")
    assert saves.faults() == 0
    assert saves.part(0.95) < 5, "the others waited"


@pytest.mark.prove
def test_m40_a_school_signs_in_while_others_write(a_school: Database, tmp_path: Path, say):
    with running_site(a_school.environment, tmp_path / "site.log") as site:
        took, saves = sign_in_storm(site, a_school, Ledger(), 190, 30.0, say)
    assert took <= 60 and saves.part(0.95) <= 2
