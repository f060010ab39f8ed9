"""Reads one Python file for the layer checker, without knowing the rest of the tree."""

import ast
import re
from dataclasses import dataclass
from functools import cache

from tests.house import (
    CLOCKS,
    FILE_LINES,
    FUNCTION_LINES,
    NOT_PEOPLE,
    ROLE_FREE,
    ROLE_WORDS,
    UNSAFE,
    WHO_ACTS,
    Breach,
    package_of,
    role_of,
)


@dataclass(frozen=True)
class Facts:
    """What one Python file says, without knowing the rest of the tree."""

    imports: tuple[tuple[int, str, str], ...]  # line, how, dotted name
    labels: tuple[tuple[int, str], ...]  # line, app label
    strings: tuple[tuple[int, str], ...]
    breaches: tuple[Breach, ...]
    label: str  # the app's label, when this is an apps.py


@cache
def read_python(path: str, text: str) -> Facts:
    reader = Reader(path, text)
    return Facts(
        tuple(reader.imports), tuple(reader.labels), tuple(reader.strings), tuple(reader.breaches), reader.label
    )


def dotted_name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted_name(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def literal(node: ast.AST | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


class Reader(ast.NodeVisitor):
    """Walks one file and notes imports, names that stand for imports, and what needs no second file to be wrong."""

    def __init__(self, path: str, text: str):
        self.path = path
        parts = path.removesuffix(".py").split("/")
        self.is_package = parts[-1] == "__init__"
        self.module = ".".join(parts[:-1] if self.is_package else parts)
        self.package = package_of(self.module) or self.module
        self.role = role_of(self.module, self.package)
        self.imports: list[tuple[int, str, str]] = []
        self.labels: list[tuple[int, str]] = []
        self.strings: list[tuple[int, str]] = []
        self.breaches: list[Breach] = []
        self.label = ""
        self.depth = 0
        if self.role not in ("migrations", "settings") and (lines := text.count("\n")) > FILE_LINES:
            self.note(1, "length", f"{lines} lines, at most {FILE_LINES}")
        self.visit(ast.parse(text, path))

    def note(self, line: int, sort: str, what: str) -> None:
        self.breaches.append(Breach(self.path, line, sort, what))

    def add_import(self, node: ast.AST, how: str, name: str) -> None:
        self.imports.append((node.lineno, how, name))
        if self.depth and how == "import":
            self.note(node.lineno, "import in a function", name)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.add_import(node, "import", alias.name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        base = node.module or ""
        if node.level:
            above = self.module.split(".")
            above = above[: len(above) - node.level + (1 if self.is_package else 0)]
            base = ".".join([*above, base] if base else above)
        for alias in node.names:
            self.add_import(node, "import", f"{base}.{alias.name}")
            self.look_at_name(node, f"{base.rsplit('.', 1)[-1]}.{alias.name}", alias.name, imported=True)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > FUNCTION_LINES and self.role != "migrations":
            self.note(node.lineno, "length", f"{node.name} has {lines} lines, at most {FUNCTION_LINES}")
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if self.role == "apps":
            given = {t.id: literal(s.value) for s in node.body if isinstance(s, ast.Assign) for t in s.targets
                     if isinstance(t, ast.Name)}  # fmt: skip
            self.label = given.get("label") or given.get("name", "").rsplit(".", 1)[-1]
        if self.role == "migrations":
            self.read_migration(node)
        self.generic_visit(node)

    def read_migration(self, node: ast.ClassDef) -> None:
        for statement in node.body:
            targets = statement.targets if isinstance(statement, ast.Assign) else []
            if any(isinstance(t, ast.Name) and t.id in ("dependencies", "run_before") for t in targets):
                for pair in ast.walk(statement.value):
                    if isinstance(pair, ast.Tuple) and len(pair.elts) == 2 and literal(pair.elts[0]):
                        self.labels.append((pair.lineno, literal(pair.elts[0])))

    def visit_Call(self, node: ast.Call) -> None:
        name = dotted_name(node.func).rsplit(".", 1)[-1]
        first = literal(node.args[0]) if node.args else ""
        if name in ("import_module", "import_string", "__import__", "include") and first:
            self.add_import(node, name, first)
        if name in ("SafeString", "SafeText"):
            self.note(node.lineno, "unsafe", name)
        if name == "get_model" and first:
            self.labels.append((node.lineno, first.split(".")[0]))
        if name in ("ForeignKey", "OneToOneField", "ManyToManyField"):
            for target in [first, *(literal(k.value) for k in node.keywords if k.arg in ("to", "through"))]:
                if "." in target:
                    self.labels.append((node.lineno, target.split(".")[0]))
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not literal(node.value):  # a docstring says what it likes
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            if re.fullmatch(r"[a-z_]+\.[A-Z]\w*", node.value):
                self.labels.append((node.lineno, node.value.split(".")[0]))
            elif re.fullmatch(r"[\w./-]+", node.value):
                self.strings.append((node.lineno, node.value))

    def look_at_name(self, node: ast.AST, dotted: str, last: str, *, imported: bool = False) -> None:
        if self.module != "coursesite.clock" and ".".join(dotted.split(".")[-2:]) in CLOCKS:
            self.note(node.lineno, "clock", f"{dotted}: ask coursesite.clock.now()")
        if last in UNSAFE and not imported:
            self.note(node.lineno, "unsafe", last)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self.look_at_name(node, dotted_name(node), node.attr)
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        self.look_at_name(node, node.id, node.id)

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg in ("auto_now", "auto_now_add"):
            self.note(node.value.lineno, "clock", f"{node.arg}: the action says when, from coursesite.clock.now()")
        self.generic_visit(node)

    def look_for_role(self, *tests: ast.AST) -> None:
        if self.role not in ROLE_FREE:
            return
        for part in (part for test in tests for part in ast.walk(test)):
            if isinstance(part, ast.Attribute) and part.attr in ROLE_WORDS and self.asks_of_a_person(part):
                self.note(part.lineno, "role test", f"{dotted_name(part)}: ask policy.py")

    def asks_of_a_person(self, node: ast.Attribute) -> bool:
        """policy.is_admin(user) is the question that the rule wants; an edition's role is not a person's; and an
        action may look at the role in the row that it changes, which is state."""
        base = dotted_name(node.value).rsplit(".", 1)[-1]
        if base.endswith("policy") or base in NOT_PEOPLE:
            return False
        return node.attr != "role" or self.role not in ("actions", "tasks") or base in WHO_ACTS

    def visit_If(self, node: ast.If | ast.IfExp | ast.While | ast.Assert) -> None:
        self.look_for_role(node.test)
        self.generic_visit(node)

    visit_IfExp = visit_While = visit_Assert = visit_If

    def visit_comprehension(self, node: ast.comprehension) -> None:
        self.look_for_role(*node.ifs)
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        if isinstance(node.value, ast.Compare | ast.BoolOp):
            self.look_for_role(node.value)
        self.generic_visit(node)
