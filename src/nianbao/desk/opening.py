"""The opening questions of a form: what follows from the answers is filled in where nothing stands yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nianbao.desk.parts import headings_alone
from nianbao.model.figure import State, count
from nianbao.model.form import Answer, Question, Sentence
from nianbao.model.numbering import numbering
from nianbao.model.reference import resolve
from nianbao.model.report import Report

_EMPTY = frozenset({State.UNKNOWN, State.BLANK})
_ZERO = count(0)


@dataclass(frozen=True)
class Filled:
    """What answers make of a report: the report after them, the cells that became 0, the sentences that were
    written, and the cells that say something else, which is left as it is."""

    report: Report
    zeros: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    against: tuple[str, ...]

    def told(self) -> Iterator[str]:
        """What is filled in and what is not, in sentences for people."""
        form = self.report.form
        for section in form.sections:
            number = sum(form.cells[cell].section == section.id for cell in self.zeros)
            if number:
                yield f"{section.name}：{number}格填0。"
        for sentence in self.sentences:
            words = resolve(sentence.words, self.report)
            follows = "" if words == sentence.words else "（其中的数跟着表格变）"
            yield f"{form.section(sentence.section).name}：写上“{words}”{follows}"
        if self.against:
            names = "、".join(
                f"{form.cells[cell].name}（{self.report.figure(cell)}）" for cell in self.against
            )
            yield f"与回答不一致、没有改的：{names}。"
        if not self.zeros and not self.sentences:
            yield "没有可以填的。"


def answered(report: Report, answers: Sequence[Answer]) -> Filled:
    """What follows from the answers, one for each question."""
    cells = list(dict.fromkeys(cell for answer in answers for cell in answer.zero))
    zeros = tuple(cell for cell in cells if report.figure(cell).state in _EMPTY)
    other = {cell: report.figure(cell).number for cell in cells if cell not in zeros}
    against = tuple(cell for cell, number in other.items() if number is None or number != 0)
    filled = report.with_figures(dict.fromkeys(zeros, _ZERO))
    written = []
    for sentence in (sentence for answer in answers for sentence in answer.sentences):
        text = filled.narrative.get(sentence.section, "")
        if sentence.words not in text:
            narrative = {**filled.narrative, sentence.section: _with(text, sentence)}
            filled = replace(filled, narrative=narrative)
            written.append(sentence)
    return Filled(filled, zeros, tuple(written), against)


def is_to_be_asked(report: Report) -> bool:
    """Whether nothing has been done yet that any of the questions is about."""
    return bool(report.form.opening) and all(_untouched(question, report) for question in report.form.opening)


def _untouched(question: Question, report: Report) -> bool:
    """Whether most of its cells are empty (some may have come from last year), and its sections, too."""
    cells = {cell for answer in question.answers for cell in answer.zero}
    filled = sum(report.figure(cell).state not in _EMPTY for cell in cells)
    sections = {sentence.section for answer in question.answers for sentence in answer.sentences}
    written = any(section in report.narrative and not headings_alone(section, report) for section in sections)
    return 2 * filled < len(cells) if cells else not written


def _with(text: str, sentence: Sentence) -> str:
    """The text with a sentence below its heading, else at the end."""
    lines = text.split("\n") if text else []
    below = sentence.below
    places = (index for index, line in enumerate(lines, 1) if below and _is_heading(line, below))
    lines.insert(next(places, len(lines)), sentence.words)
    return "\n".join(lines)


def _is_heading(line: str, words: str) -> bool:
    found = numbering(line)
    return found is not None and words in found.rest
