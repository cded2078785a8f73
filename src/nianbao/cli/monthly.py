"""``nianbao tally`` of monthly counts: the cells that they add up to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from nianbao.cli import files, filling, say
from nianbao.cli.exit_code import ExitCode
from nianbao.cli.ledger_questions import can_ask, chosen
from nianbao.files import report_toml
from nianbao.ledger import fill, mapping
from nianbao.ledger.monthly import wording
from nianbao.ledger.monthly.cells import Number
from nianbao.ledger.monthly.matched import LABELS, SHEETS, UNITS, Decided, Matched, Question, match
from nianbao.ledger.monthly.sums import Summed, summed
from nianbao.ledger.monthly.words import MonthlyWords
from nianbao.model.form import Form
from nianbao.model.report import Report
from nianbao.problem import InputError, OutputError, Problem, reason
from nianbao.terminal import left, width_of


class Monthly:
    """One run over monthly counts: asks, shows, and fills a report."""

    def __init__(self, numbers: Sequence[Number], words: MonthlyWords, report: Report, at: Path) -> None:
        """``at`` is where the mapping is kept. Raises InputError."""
        self._numbers, self._words, self._report, self._at = numbers, words, report, at
        self._questions: Sequence[Question] = ()
        self._matched, self._found = self._answered()

    @property
    def _form(self) -> Form:
        return self._report.form

    # ---- counting

    def _answered(self) -> tuple[Matched, Summed]:
        """All questions answered that can be; the mapping is saved."""
        decided = _decided(self._at)
        while True:
            matched = match(self._numbers, self._words, self._form, decided, files.shown(self._at))
            found = summed(matched, self._form, self._report.year)
            self._questions = [*matched.questions, *(() if matched.questions else found.questions)]
            if not self._questions or not can_ask():
                break
            asked = self._questions[0]
            say.note(f"\n{wording.question(asked)}")
            answer = chosen(asked.options, asked.proposal, tuple(map(wording.shown, asked.options)))
            decided = decided.answered(asked.table, asked.key, answer)
            self._keep(decided, {})  # what was answered outlives Ctrl-C
        decided = matched.decided
        for asked in self._questions:
            decided = decided.answered(asked.table, asked.key, "")
        self._keep(decided, wording.notes(matched, self._questions))
        return matched, found

    def _keep(self, decided: Decided, notes: dict[str, str]) -> None:
        tables = {LABELS: decided.labels, SHEETS: decided.sheets, UNITS: decided.units}
        try:
            mapping.save_tables(self._at, {n: t for n, t in tables.items() if t}, notes, wording.HEAD)
        except OSError as error:
            raise OutputError(f"{files.shown(self._at)}：没有写成，{reason(error)}。") from error

    # ---- telling

    def say(self, style: str) -> None:
        """Show the figures and what is to be told of them."""
        if style == "json":
            say.data(json.dumps(self._as_data(), ensure_ascii=False, indent=2))
        elif not self._questions:
            say.data(self._table())
        for line in self._told():
            say.note(line)

    def _table(self) -> str:
        names = {choice.id: choice.name for choice in self._matched.choices}
        rows = [(names[cell], f"{figure}{self._unit(cell)}") for cell, figure in self._found.figures.items()]
        rows += [
            (f"{name}（表里没有这一格，正文里可以用）", str(f)) for name, f in self._found.beside.items()
        ]
        width = max((width_of(name) for name, _ in rows), default=0)
        return "\n".join(f"{left(name, width)}  {figure}" for name, figure in rows)

    def _unit(self, cell: str) -> str:
        unit = self._form.cells[cell].column.unit
        return f" {unit}" if unit else ""

    def _told(self) -> list[str]:
        if self._questions:
            lines = [f"  {wording.question(each)}{_likely(each.proposal)}" for each in self._questions]
            at = files.shown(self._at)
            number = len(self._questions)
            return [*lines, say.as_fault(f"有{number}处没有对应，没有统计。请在 {at} 里填上，再运行一次。")]
        lines = [*wording.left(self._matched), *wording.years(self._found, self._report.year)]
        lines += [f"错误：{wording.fault(each)}。" for each in self._found.faults]
        return [*lines, f"行名和列名的对应：{files.shown(self._at)}"]

    def _as_data(self) -> dict[str, object]:
        """For programs."""
        complete = not self._questions
        found = self._found
        return {
            "year": self._report.year,
            "form": self._form.id,
            "figures": {cell: str(figure) for cell, figure in found.figures.items()} if complete else None,
            "beside": {name: str(figure) for name, figure in found.beside.items()} if complete else None,
            "places": {cell: list(found.places[cell]) for cell in found.figures} if complete else {},
            "questions": [
                {"table": q.table, "word": q.key, "cells": q.cells, "first": q.first, "proposal": q.proposal}
                for q in self._questions
            ],
            "faults": [
                {"fault": f.fault, "item": f.choice.id, "months": f.months, "places": f.places}
                for f in found.faults
            ],
        }  # fmt: skip

    # ---- filling

    def finish(self, into: Path | None, output: Path | None, *, replace: bool) -> ExitCode:
        """Put the figures into a report, unless something is open or wrong."""
        if self._questions:
            return ExitCode.INPUT
        if self._found.faults:
            if into or output:
                say.fault("有的项目没有合计，没有写进报告。请改好统计表再来一次。")
            return ExitCode.FINDINGS
        if into:
            return filling.into(into, self._report, self._found.figures, "月报", replace=replace)
        if output:
            filled = fill.filled_in(self._report, self._found.figures)
            files.write(output, report_toml.new_text(filled).encode(), keep=True)
            say.note(f"已新建 {files.shown(output)}，请填上机关全称（agency）。")
        return ExitCode.FINE


def _decided(at: Path) -> Decided:
    try:
        return Decided(**mapping.load_texts(at, (LABELS, SHEETS, UNITS)))
    except OSError as error:
        raise InputError(Problem(files.shown(at), reason(error), "。")) from error


def _likely(proposal: str) -> str:
    return f"可能是“{proposal}”。" if proposal else ""
