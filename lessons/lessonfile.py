"""Reads one lesson file: front matter, parts made of blocks, quiz, teacher's page, references."""

import re
import shlex
import uuid
from dataclasses import dataclass, field, replace

from lessons.questionfile import QuestionFile, parse_question
from lessons.sources.errors import ContentError
from lessons.sources.tomlfile import build, line_of, split_front_matter
from lessons.teacherfile import TeacherPage, parse_teacher

WRITE_KINDS = ("guess", "sourcing", "close", "corroboration", "extension")
CALLOUT_KINDS = ("think", "term", "context", "careful")
TASKS = ("write", "question", "discuss", "closing")
KEYS = uuid.UUID("6f0c3c0e-5a0e-4d0b-9d5c-1f3f7f1f5601")


def block_key(slug, key):
    """The permanent key of a block: the same in every version of the lesson."""
    return uuid.uuid5(KEYS, f"{slug}/{key}")


@dataclass(frozen=True)
class LessonSourceFile:
    """A source of the lesson. `gate` is the key of the “:::write sourcing” that stands before its text, "" for none."""

    letter: str
    source: str
    edition: str
    passages: tuple
    headnote: str
    adapted: str = ""
    role: str = "core"
    gate: str = ""


@dataclass(frozen=True)
class DisagreeFile:
    letters: tuple
    about: str


@dataclass(frozen=True)
class BlockFile:
    """A block; kind is prose, hook, write, background, source, callout, question, discuss or closing.

    variant: the kind of writing or call-out, the letter of a source, the kind of a question.
    """

    kind: str
    key: str
    title: str
    markdown: str
    line: int
    variant: str = ""
    question: QuestionFile | None = None

    def is_task(self):
        return self.kind in TASKS


@dataclass(frozen=True)
class PartFile:
    title: str
    blocks: tuple
    line: int


@dataclass(frozen=True)
class LessonFile:
    slug: str
    position: int
    title: str
    kicker: str
    minutes: int
    central_question: str
    skill: str
    objectives: tuple
    terms: tuple
    events: tuple
    licence: str
    first_posted: str
    last_revised: str
    sources: tuple = ()
    disagree: tuple = ()
    parts: tuple = ()
    quiz: tuple = ()
    teacher: TeacherPage | None = None
    references: dict = field(default_factory=dict)
    file: str = ""

    def blocks(self, *kinds):
        """All blocks of these kinds, in order; all blocks where no kind is named."""
        return [b for part in self.parts for b in part.blocks if not kinds or b.kind in kinds]

    def writing(self, variant):
        return [b for b in self.blocks("write") if b.variant == variant]

    def source_at(self, letter):
        """The entry of this letter, or None."""
        return next((s for s in self.sources if s.letter == letter), None)


@dataclass
class _Reading:
    """What has been read so far; counts make keys for the blocks that name none."""

    file: str
    counts: dict = field(default_factory=dict)
    keys: set = field(default_factory=set)

    def key(self, base, line):
        """The base, or base-2, base-3 …: a key stands once in a lesson."""
        self.counts[base] = self.counts.get(base, 0) + 1
        key = base if self.counts[base] == 1 else f"{base}-{self.counts[base]}"
        return self.own(key, line)

    def own(self, key, line):
        if key in self.keys:
            raise ContentError(self.file, line, f"The key “{key}” stands twice in the lesson. Choose another.")
        self.keys.add(key)
        return key


def parse_lesson(text, file):
    """The LessonFile of a text, or ContentError with file, line and what to do; the contract names missing parts."""
    tables, body, first_line = split_front_matter(text, file)
    for key in ("first_posted", "last_revised"):
        tables[key] = str(tables.get(key, ""))
    sources = _tables(LessonSourceFile, tables, "sources", "letter", text, file)
    pairs = _tables(DisagreeFile, tables, "disagree", "letters", text, file)
    lesson = build(LessonFile, tables, file, "The front matter", sources=sources, disagree=pairs, file=file)
    reading, parts, found = _Reading(file), [], {}
    for title, line, lines in _sections(body, first_line, file):
        if title == "Teacher":
            found["teacher"] = parse_teacher(lines, line, file)
        elif title == "References":
            found["references"] = _references(lines, line, file)
        elif title == "Quiz":
            found["quiz"] = tuple(b.question for b in _blocks(lines, line, "quiz", reading) if b.question)
        else:
            parts.append(PartFile(title, tuple(_blocks(lines, line, f"part-{len(parts) + 1}", reading)), line))
            _refuse_by_hand(parts[-1], file)
    return replace(lesson, parts=tuple(parts), **found)


def _refuse_by_hand(part, file):
    """What only a person can mark is no practice."""
    for block in part.blocks:
        if block.question and block.question.by_hand:
            message = f"“{part.title}”: only a person can mark the question “{block.key}”. Put it under “# Quiz”."
            raise ContentError(file, block.line, message)


def _sections(body, first_line, file):
    """(title, line, lines) of everything under a “# ” line."""
    sections = []
    for number, text in enumerate(body.split("\n"), start=first_line):
        if text.startswith("# "):
            sections.append((text[2:].strip(), number, []))
        elif sections:
            sections[-1][2].append(text)
        elif text.strip():
            raise ContentError(file, number, "Text stands before the first part. Begin one with “# Title”.")
    return sections


def _blocks(lines, first_line, part, reading):
    """The blocks of a part: what stands between ::: lines, and the prose around them."""
    blocks, prose, inside = [], [], None
    for number, text in enumerate(lines, start=first_line + 1):
        if inside is None and text.startswith(":::"):
            blocks += _prose(prose, number, part, reading)
            prose, inside = [], (text[3:], number, [])
        elif text.strip() == ":::":
            blocks.append(_block(*inside, reading))
            inside = None
        elif inside is not None:
            if text.startswith(":::"):
                raise ContentError(reading.file, number, f"The block of line {inside[1]} lacks its closing “:::”.")
            inside[2].append(text)
        else:
            prose.append(text)
    if inside is not None:
        raise ContentError(reading.file, inside[1], "The block has no end. Close it with a line “:::”.")
    return blocks + _prose(prose, first_line + len(lines), part, reading)


def _prose(lines, end, part, reading):
    markdown = "\n".join(lines).strip()
    if not markdown:
        return []
    return [BlockFile("prose", reading.key(f"{part}-text", end), "", markdown, end - len(lines))]


def _block(header, line, lines, reading):
    """The block of one :::header and the lines up to its end."""
    try:
        kind, *words = shlex.split(header)
    except ValueError:
        raise ContentError(reading.file, line, "The ::: line is empty or has an open quotation mark.") from None
    makers = {
        "hook": _plain, "background": _plain, "closing": _plain,
        "write": _write, "callout": _callout, "source": _source, "question": _question, "discuss": _discuss,
    }  # fmt: skip
    if kind not in makers:
        raise ContentError(reading.file, line, f"“{kind}” is no kind of block. Use one of: {', '.join(makers)}.")
    block = makers[kind](kind, words, lines, line, reading)
    if not block.markdown and kind != "source":
        raise ContentError(reading.file, line, f"The block “{kind}” is empty. Write its text.")
    return block


def _plain(kind, words, lines, line, reading):
    return BlockFile(kind, reading.own(kind, line), " ".join(words), _text(lines), line)


def _write(kind, words, lines, line, reading):
    if not 2 <= len(words) <= 3 or words[0] not in WRITE_KINDS:
        message = f":::write wants a kind ({', '.join(WRITE_KINDS)}), perhaps a key, and a title in quotation marks."
        raise ContentError(reading.file, line, message)
    key = reading.own(words[1], line) if len(words) == 3 else reading.key(words[0], line)
    return BlockFile(kind, key, words[-1], _text(lines), line, words[0])


def _callout(kind, words, lines, line, reading):
    if len(words) != 2 or words[0] not in CALLOUT_KINDS:
        raise ContentError(reading.file, line, f":::callout wants a kind ({', '.join(CALLOUT_KINDS)}) and a title.")
    return BlockFile(kind, reading.key(f"callout-{words[0]}", line), words[1], _text(lines), line, words[0])


def _source(kind, words, lines, line, reading):
    if len(words) != 1 or not re.match(r"^[A-Z]$", words[0]):
        raise ContentError(reading.file, line, ":::source wants the letter of a source, such as “:::source A”.")
    return BlockFile(kind, reading.own(f"source-{words[0].lower()}", line), "", _text(lines), line, words[0])


def _question(kind, words, lines, line, reading):
    if len(words) != 2:
        raise ContentError(reading.file, line, ":::question wants a kind and a key, such as “:::question single who”.")
    question = parse_question(words[0], reading.own(words[1], line), lines, line, reading.file)
    return BlockFile(kind, question.key, "", question.stem, line, words[0], question)


def _discuss(kind, words, lines, line, reading):
    if len(words) != 2:
        raise ContentError(reading.file, line, ":::discuss wants a key and a title in quotation marks.")
    return BlockFile(kind, reading.own(words[0], line), words[1], _text(lines), line)


def _tables(cls, tables, name, key, text, file):
    """The entries of a list of tables such as [[sources]]."""
    return tuple(build(cls, table, file, f"[[{name}]]", line_of(text, key)) for table in tables.pop(name, []))


def _text(lines):
    return "\n".join(lines).strip()


def _references(lines, line, file):
    """{label: text} of the lines “[^1]: text”, further lines joined on."""
    references, label = {}, None
    for number, text in enumerate(lines, start=line + 1):
        found = re.match(r"^\[\^([\w-]+)\]: (.+)$", text)
        if found:
            label = found[1]
            if label in references:
                raise ContentError(file, number, f"The reference [^{label}] stands twice. Choose another label.")
            references[label] = found[2].strip()
        elif text.strip() and label:
            references[label] += " " + text.strip()
        elif text.strip():
            raise ContentError(file, number, "A reference is “[^1]: which document, card or work”.")
    return references
