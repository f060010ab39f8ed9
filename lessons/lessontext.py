"""All the texts of a lesson file with the line they stand on, and the passages that they cite."""

import re

PROSE = ("prose", "hook", "background", "callout")
CITATION = re.compile(r"\[([A-Z]|[a-z][\w-]+) (¶[\d-]+(?:, ¶[\d-]+)*)\]")


def student_texts(lesson):
    """[(line, text)] of all that students read in the lesson's own words, wrong choices included."""
    heads = [lesson.title, lesson.central_question, *lesson.objectives]
    heads += [entry.headnote for entry in lesson.sources] + [pair.about for pair in lesson.disagree]
    texts = [(0, text) for text in heads]
    for part in lesson.parts:
        texts.append((part.line, part.title))
        for block in part.blocks:
            texts += [(block.line, text) for text in (block.title, block.markdown) if block.question is None]
    for question in questions(lesson):
        texts += _question_texts(question)
        texts += [(question.line, choice.text) for choice in question.choices if not choice.is_right]
    return texts


def lesson_texts(lesson):
    """[(line, text)] of what the lesson says in earnest: no wrong choice, likely wrong answer, example of 0 points."""
    wrong_texts = {c.text for question in questions(lesson) for c in question.choices if not c.is_right}
    texts = [(line, text) for line, text in student_texts(lesson) if text not in wrong_texts]
    texts += [(0, text) for text in lesson.references.values()]
    page = lesson.teacher
    if page:
        texts += [(page.line, text) for text in (page.plan_45, page.plan_90, page.uncertain)]
        texts += [(answer.line, answer.text) for answer in page.answers]
        for criterion in page.rubric:
            texts += [(criterion.line, level.descriptor) for level in criterion.levels]
            texts += [(criterion.line, level.example) for level in criterion.levels if level.points]
    return texts


def questions(lesson):
    """The practice questions, then those of the quiz."""
    return [block.question for block in lesson.blocks("question")] + list(lesson.quiz)


def _question_texts(question):
    texts = [question.stem, question.explain, *(choice.feedback for choice in question.choices)]
    texts += [choice.text for choice in question.choices if choice.is_right]
    texts += [text for item in question.items for text in (item.text, item.date)]
    return [(question.line, text) for text in texts]


def source_texts(source):
    """[(line, text)] of what a source's page says in our own words; account cards report claims and are left out."""
    texts = [(1, text) for text in (source.title, source.date_note, source.content_notice, source.rights)]
    texts += [(1, agent.note) for agent in source.agents] + [(1, edition.about) for edition in source.editions]
    for edition in source.editions:
        for passage in edition.passages:
            texts += [(span.line, span.note) for span in passage.spans]
            if source.kind == "reference":
                texts.append((passage.line, passage.text))
    return texts


def citations(markdown):
    """(letter or slug, paragraph number) of every citation in a text."""
    return [(found[1], n) for found in CITATION.finditer(markdown) for n in re.findall(r"¶([\d-]+)", found[2])]


def resolve(lesson, sources, name, number):
    """The passage a citation leads to, or None; a range is reached by its label or any of its numbers."""
    entry = lesson.source_at(name)
    source = sources.get(entry.source if entry else name)
    editions = source.editions if source else ()
    if entry and source:
        editions = [edition for edition in editions if edition.label == entry.edition]
    found = [p for edition in editions for p in edition.passages if number == p.number or number in p.numbers()]
    return found[0] if found else None
