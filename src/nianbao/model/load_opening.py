"""Reads the opening questions of a form file: what each answer says of cells and of the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from nianbao.model.form import Answer, Cell, Question, Section, Sentence
from nianbao.model.law_file import LawFile

KEYS = {
    "opening": {"question", "answers"},
    "answers": {"words", "zero", "sentences"},
    "sentences": {"section", "below", "words"},
}
_FEWEST = 2  # answers to a question


class OpeningOfForm(NamedTuple):
    """Reads ``[[opening]]`` of a file whose sections and cells are known; ``totals`` are computed."""

    file: LawFile
    sections: Sequence[Section]
    cells: Mapping[str, Cell]
    totals: Mapping[str, tuple[str, ...]]

    def questions(self) -> Iterator[Question]:
        """Every question, in the order of the file."""
        for key, item in self._tables("", self.file.data, "opening"):
            words = self.file.item(key, item, "question", str)
            answers = tuple(self._answers(key, item))
            if len(answers) < _FEWEST:
                self.file.fail(f"{key}.answers", "至少要有两个答案")
            yield Question(words, answers)

    def _answers(self, key: str, question: dict[str, Any]) -> Iterator[Answer]:
        for where, item in self._tables(key, question, "answers"):
            zero = [
                cell for name in self.file.words(where, item, "zero") for cell in self._named(where, name)
            ]
            sentences = tuple(self._sentence(*found) for found in self._tables(where, item, "sentences"))
            yield Answer(self.file.item(where, item, "words", str), tuple(dict.fromkeys(zero)), sentences)

    def _named(self, key: str, name: str) -> list[str]:
        """The cells to be typed of a table, of a row, or the one cell."""
        found = [
            cell.id
            for cell in self.cells.values()
            if name in (cell.section, cell.row_id, cell.id) and cell.id not in self.totals
        ]
        if not found:
            self.file.fail(f"{key}.zero", f"没有“{name}”这张表、这一行或这一格")
        return found

    def _sentence(self, key: str, item: dict[str, Any]) -> Sentence:
        section, words = (self.file.item(key, item, name, str) for name in ("section", "words"))
        if not any(each.id == section and each.text for each in self.sections):
            self.file.fail(f"{key}.section", f"没有“{section}”这一部分，或者它不写正文")
        return Sentence(section, words, self.file.optional(key, item, "below", ""))

    def _tables(self, key: str, holder: dict[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The tables of a list, each with its key."""
        items: list[Any] = self.file.optional(key, holder, name, [])
        for index, item in enumerate(items, 1):
            where = f"{key}.{name}[{index}]".lstrip(".")
            self.file.known(where, self.file.typed(where, item, dict), KEYS[name])
            yield where, item
