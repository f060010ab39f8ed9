"""The layer checker: names every breach of the house's two orders and of the rules that can be read from the source.

Pure: it imports nothing of the project and takes the folder to look at.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house import (
    ALLOWED,
    FLOORS,
    HEIGHT,
    NEVER,
    NOT_PEOPLE,
    OVERRIDES,
    PURE,
    RANK,
    ROLE_WORDS,
    ROOT_FILES,
    ROOTS,
    Breach,
    package_of,
    rank_of,
    role_of,
)
from tests.layers_reader import Facts, read_python

RIDGE = FLOORS[-1][0]
UI = "coursesite.ui"
FOLDERS = {package.rsplit(".", 1)[-1]: package for package in HEIGHT if package != RIDGE} | OVERRIDES
NOT_PURE = ("django.db", "django.apps", "django.contrib", "django.http", "django.shortcuts")

NOBODY = "".join(rf"(?<!\b{word})" for word in sorted(NOT_PEOPLE))
TAGS = re.compile(r"""\{%\s*(extends|include|load)\s+([^%]+)%\}""")
FAULTS = (
    ("role test", re.compile(rf"\{{%\s*(?:el)?if\b[^%]*?({NOBODY}\.(?:{'|'.join(sorted(ROLE_WORDS))})\b|\bperms\.)")),
    ("unsafe", re.compile(r"(\|\s*safe(?:seq)?\b|\{%\s*autoescape\s+off)")),
    ("clock", re.compile(r"(\{%\s*now\b)")),
    ("inline", re.compile(r"<[a-z][^<>]*?\s(style\s*=|on[a-z]+\s*=|hx-on\b)", re.I)),
    ("inline", re.compile(r"(<style\b|<script(?![^<>]*(?:\bsrc=|\bnonce=|json))[^<>]*>)", re.I)),
)


def breaches(root: Path, allowed: dict[tuple[str, str], str] | None = None) -> list[Breach]:
    """Every breach under `root`, in order. An entry of the allow-list that allows nothing is one too."""
    allowed = ALLOWED if allowed is None else allowed
    files = {path: read_python(path, text) for path, text in python_files(root)}
    tree = Tree(files)
    found: set[Breach] = set(check_templates(root, tree))
    for path, facts in files.items():
        found |= {*facts.breaches, *check_place(path), *tree.check(path, facts)}
    used = {(breach.path, breach.sort) for breach in found}
    stale = [Breach(path, 0, "allow-list", f"{sort}: nothing left to allow") for path, sort in allowed.keys() - used]
    return sorted([breach for breach in found if (breach.path, breach.sort) not in allowed] + stale)


def python_files(root: Path) -> Iterator[tuple[str, str]]:
    for top in ROOTS:
        for file in sorted((root / top).rglob("*.py")):
            yield file.relative_to(root).as_posix(), file.read_text()


def module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


# -- Python ----------------------------------------------------------------------------------------


def check_place(path: str) -> Iterator[Breach]:
    module = module_of(path)
    package = package_of(module)
    if package == RIDGE:
        if path.count("/") > 1:
            yield Breach(path, 1, "unknown package", module)
        elif Path(path).stem not in ROOT_FILES[RIDGE]:
            yield Breach(path, 1, "unknown file name", module)
    elif package and rank_of(package, role_of(module, package)) is None:
        yield Breach(path, 1, "unknown file name", module)


class Tree:
    """All files of the house, for the questions that one file cannot answer."""

    def __init__(self, files: dict[str, Facts]):
        self.modules = {module_of(path) for path in files}
        self.homes = {facts.label: package_of(module_of(path)) for path, facts in files.items() if facts.label}
        self.tags = {Path(path).stem: package_of(module_of(path)) for path in files if "/templatetags/" in path}

    def check(self, path: str, facts: Facts) -> Iterator[Breach]:
        module = module_of(path)
        package = package_of(module) or RIDGE
        role = role_of(module, package)
        for line, how, name in facts.imports:
            target = package_of(name)
            if why := refused(package, target):
                yield Breach(path, line, "package order", f"{package} may not use {name} ({how}): {why}")
            elif target == package and package != RIDGE and wrong_way(package, role, role_of(name, package)):
                yield Breach(path, line, "file order", f"{role} may not use {role_of(name, package)} ({how} {name})")
            if role in PURE.get(package, ()) and not is_pure(name, target):
                yield Breach(path, line, "pure", f"{role} is a pure module and may not use {name}")
        for line, label in facts.labels:
            if why := refused(package, self.homes.get(label)):
                yield Breach(path, line, "package order", f"{package} may not name a model of {label}: {why}")
        for line, text in facts.strings:
            if why := refused(package, self.named_by(text)):
                yield Breach(path, line, "package order", f"{package} may not name {text}: {why}")

    def named_by(self, text: str) -> str | None:
        """The package that a string speaks of: a module that exists, or a template."""
        if text.endswith(".html"):
            return None if owner_of(text) == UI else owner_of(text)
        parts = text.split(".")
        stems = {".".join(parts[:end]) for end in range(2, len(parts) + 1)}
        named = package_of(text) if stems & self.modules else None
        return None if named == RIDGE else named  # settings and wsgi are named to other programs


def refused(package: str, target: str | None) -> str:
    """Why `package` may not use `target`; empty when it may."""
    if target is None or target == package:
        return ""
    if (package, target) in NEVER:
        return f"{package} knows no {target.rsplit('.', 1)[-1]}"
    if HEIGHT[target] > HEIGHT[package]:
        return f"{target} stands above it"
    if HEIGHT[target] == HEIGHT[package]:
        return f"{target} stands beside it"
    return ""


def wrong_way(package: str, role: str, target: str) -> bool:
    """Whether a file imports from its right. Files of one folder, and pure modules, may use each other."""
    mine, its = rank_of(package, role), rank_of(package, target)
    if mine is None or its is None or role == target or mine == its == RANK["PURE"]:
        return False
    return its >= mine


def is_pure(name: str, target: str | None) -> bool:
    if target is None:
        return not name.startswith(NOT_PURE)
    role = role_of(name, target)
    return target == "coursesite.clock" or role == "errors" or role in PURE.get(target, ())


# -- Templates -------------------------------------------------------------------------------------


def owner_of(template: str) -> str | None:
    """The package that a template belongs to; those at the top are the floor's."""
    return FOLDERS.get(template.split("/")[0]) if "/" in template else UI


def check_templates(root: Path, tree: Tree) -> Iterator[Breach]:
    for file in sorted((root / "templates").rglob("*.html")):
        path, name = file.relative_to(root).as_posix(), file.relative_to(root / "templates").as_posix()
        text = re.sub(r"\{#.*?#\}", "", file.read_text())
        owner = owner_of(name)
        if owner is None:
            yield Breach(path, 1, "unknown template folder", name.split("/")[0])
            continue
        for found in TAGS.finditer(text):
            for target, what in targets_of(found[1], found[2], tree):
                if target != UI and (why := refused(owner, target)):
                    yield Breach(path, line_of(text, found), "template order", f"{owner} may not {what}: {why}")
        for sort, fault in FAULTS:
            # A template tag inside an HTML tag has arguments, not attributes.
            for found in fault.finditer(re.sub(r"\{%[^%\n]*%\}", "", text) if sort == "inline" else text):
                yield Breach(path, line_of(text, found), sort, found[1].strip())


def targets_of(tag: str, rest: str, tree: Tree) -> Iterator[tuple[str | None, str]]:
    if tag == "load":
        for library in rest.split():
            yield tree.tags.get(library), f"load {library}"
    elif quoted := re.match(r"""["']([^"']+)["']""", rest):
        yield owner_of(quoted[1]), f"{tag} {quoted[1]}"


def line_of(text: str, found: re.Match) -> int:
    return text.count("\n", 0, found.start()) + 1
