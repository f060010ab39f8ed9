"""A pasted class list, read into lines: name; user name; school id; e-mail. Tab, semicolon or comma between them."""

import csv
from dataclasses import dataclass

from coursesite.accounts.names import is_username, tidy
from coursesite.ui.fold import fold

FIELDS = ("name", "username", "external_id", "email")
MOST = 200
HEADINGS = {
    "name": {"name", "student", "student name", "full name", "pupil", "pupil name", "learner"},
    "username": {"user name", "username", "user", "login", "sign in", "account"},
    "external_id": {"id", "school id", "outside id", "student id", "student number", "number", "external id", "sis id"},
    "email": {"e-mail", "email", "mail", "e-mail address", "email address"},
}


@dataclass(frozen=True)
class Line:
    """One row of the list, `number` as the person counts it, with what is wrong in the row itself."""

    number: int
    name: str = ""
    username: str = ""
    external_id: str = ""
    email: str = ""
    problem: str = ""


def read_list(text: str) -> list[Line]:
    """Every row that is not empty. School ids stay text: leading zeros are kept. Raises ValueError for too many."""
    rows = text.replace("\ufeff", "").replace("\x00", "").splitlines()
    numbered = [(number, row) for number, row in enumerate(rows, 1) if row.strip(" \t;,")]
    if numbered and numbered[0][1].lower().startswith("sep="):
        numbered = numbered[1:]
    if not numbered:
        return []
    mark = separator_of(numbered[0][1])
    cells = [(number, next(csv.reader([row], delimiter=mark, skipinitialspace=True))) for number, row in numbered]
    order = headings_of(cells[0][1])
    if order:
        cells = cells[1:]
    if len(cells) > MOST:
        raise ValueError(f"The list has {len(cells)} rows. Paste at most {MOST} at once, the rest afterwards.")
    return _told_apart([_line(number, row, order or FIELDS) for number, row in cells])


def separator_of(row: str) -> str:
    return next((mark for mark in "\t;" if mark in row), ",")


def headings_of(row: list[str]) -> tuple[str, ...]:
    """The fields that a row of headings names, in its order; () where the row is no heading."""
    found = tuple(next((field for field, names in HEADINGS.items() if fold(cell) in names), "") for cell in row)
    return found if sum(bool(field) for field in found) >= 2 or found == ("name",) else ()


def _line(number: int, row: list[str], order: tuple[str, ...]) -> Line:
    values = {field: tidy(cell) for field, cell in zip(order, row, strict=False) if field}
    line = Line(number, **values)
    return Line(number, **values, problem=_problem(line))


def _problem(line: Line) -> str:
    if not line.name:
        return "Add the student's name."
    if not line.username:
        return "Add a user name after the name."
    if not is_username(line.username):
        return f"The user name “{line.username}” may have letters, digits and . - _ @ only. Change it."
    if line.email and ("@" not in line.email[1:-1] or " " in line.email):
        return f"“{line.email}” is not an e-mail address. Correct it or leave it out."
    if len(line.name) > 200 or len(line.username) > 150 or len(line.external_id) > 100 or len(line.email) > 254:
        return "Something in this row is too long. Look whether two rows have run into one."
    return ""


def _told_apart(lines: list[Line]) -> list[Line]:
    """A user name, school id or e-mail that stands in two rows is a problem of the later one."""
    seen: dict[tuple[str, str], int] = {}
    kept = []
    for line in lines:
        problem = line.problem
        for field, word in (("username", "user name"), ("external_id", "school id"), ("email", "e-mail")):
            value = getattr(line, field).lower()
            if value and (first := seen.setdefault((field, value), line.number)) != line.number and not problem:
                problem = f"The {word} {value} stands in row {first} as well. Keep one of them."
        kept.append(Line(line.number, line.name, line.username, line.external_id, line.email, problem))
    return kept
