"""What a page weighs on its first visit and on later ones: the page and its static files, compressed by gzip."""

import gzip
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

IMPORTS = re.compile(
    r"""(?:\bfrom|\bimport)\s*["'](\./[^"']+|/static/[^"']+)["']|url\(["']?(?!data:|#)([^"')]+)["']?\)"""
)


@dataclass(frozen=True)
class Weight:
    first: int
    later: int
    requests: int
    foreign: int


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "link" and values.get("rel") in ("stylesheet", "icon", "modulepreload"):
            self.found.append(values.get("href") or "")
        if tag in ("script", "img", "iframe", "video", "audio", "source") and values.get("src"):
            self.found.append(values["src"])


def weigh(html: str, folder: Path) -> Weight:
    """`folder` holds the collected static files. Files that a style sheet or a module names are counted too."""
    page = _Links()
    page.feed(html)
    ahead, seen, foreign, total = list(page.found), set(), 0, 0
    while ahead:
        url = ahead.pop()
        if url in seen or url.startswith("data:"):
            continue
        seen.add(url)
        if not url.startswith("/static/"):
            foreign += 1
            continue
        file = folder / url.removeprefix("/static/").split("?")[0]
        content = file.read_bytes()
        total += min(len(gzip.compress(content, 9)), len(content))
        if file.suffix in (".css", ".js"):
            base = url.rpartition("/")[0]
            for groups in IMPORTS.findall(content.decode(errors="replace")):
                name = next(filter(None, groups))
                ahead.append(name if name.startswith("/") else _join(base, name))
    later = len(gzip.compress(html.encode(), 6))
    return Weight(later + total, later, 1 + len(seen), foreign)


def _join(base: str, name: str) -> str:
    parts = base.split("/")
    for part in name.split("?")[0].split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
