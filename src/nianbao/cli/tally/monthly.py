"""``nianbao tally`` of monthly counts: the cells that they add up to."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from nianbao.cli.frame import files, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.tally import filling, questions
from nianbao.files import report_toml
from nianbao.ledger import fill
from nianbao.ledger.monthly import wording
from nianbao.ledger.monthly.tally import MonthlyTally
from nianbao.model.form import Form
from nianbao.model.report import Report
from nianbao.terminal import left, width_of


class Monthly:
    """One run over monthly counts: asks, shows, and fills a report."""

    def __init__(self, tally: MonthlyTally, report: Report) -> None:
        """Raises OutputError where the mapping cannot be kept."""
        self._tally, self._report, self._at = tally, report, tally.at
        while (asked := tally.asked()) is not None and questions.can_ask():
            tally.answer(questions.ask(asked))
        tally.keep()

    @property
    def _form(self) -> Form:
        return self._report.form

    # ---- telling

    def say(self, style: str) -> None:
        """Show the figures and what is to be told of them."""
        if style == "json":
            say.data(json.dumps(self._as_data(), ensure_ascii=False, indent=2))
        elif not self._tally.questions:
            say.data(self._table())
        for line in self._told():
            say.note(line)

    def _table(self) -> str:
        names = {choice.id: choice.name for choice in self._tally.matched.choices}
        rows = [
            (names[cell], f"{figure}{self._unit(cell)}") for cell, figure in self._tally.found.figures.items()
        ]
        rows += [
            (f"{name}（表里没有这一格，正文里可以用）", str(f))
            for name, f in self._tally.found.beside.items()
        ]
        width = max((width_of(name) for name, _ in rows), default=0)
        return "\n".join(f"{left(name, width)}  {figure}" for name, figure in rows)

    def _unit(self, cell: str) -> str:
        unit = self._form.cells[cell].column.unit
        return f" {unit}" if unit else ""

    def _told(self) -> list[str]:
        if self._tally.questions:
            lines = [f"  {wording.question(each)}{_likely(each.proposal)}" for each in self._tally.questions]
            at = files.shown(self._at)
            number = len(self._tally.questions)
            return [*lines, say.as_fault(f"有{number}处没有对应，没有统计。请在 {at} 里填上，再运行一次。")]
        return [*self._tally.told(), f"行名和列名的对应：{files.shown(self._at)}"]

    def _as_data(self) -> dict[str, object]:
        """For programs."""
        complete = not self._tally.questions
        found = self._tally.found
        return {
            "year": self._report.year,
            "form": self._form.id,
            "figures": {cell: str(figure) for cell, figure in found.figures.items()} if complete else None,
            "beside": {name: str(figure) for name, figure in found.beside.items()} if complete else None,
            "places": {
                cell: [each.number.place for each in found.parts[cell]] for cell in found.figures
            } if complete else {},
            "questions": [
                {"table": q.table, "word": q.key, "cells": q.cells, "first": q.first, "proposal": q.proposal}
                for q in self._tally.questions
            ],
            "faults": [
                {"fault": f.fault, "item": f.choice.id, "months": f.months, "places": f.places}
                for f in found.faults
            ],
        }  # fmt: skip

    # ---- filling

    def finish(self, into: Path | None, output: Path | None, *, replace: bool) -> ExitCode:
        """Put the figures into a report, unless something is open or wrong."""
        if self._tally.questions:
            return ExitCode.INPUT
        if self._tally.found.faults:
            if into or output:
                say.fault("有的项目没有合计，没有写进报告。请改好统计表再来一次。")
            return ExitCode.FINDINGS
        if into:
            figures, origins = self._tally.found.figures, self._tally.origins(into)
            return filling.into(into, self._report, figures, "月报", replace=replace, origins=origins)
        if output:
            filled = fill.filled_in(self._report, self._tally.found.figures)
            filled = dataclasses.replace(filled, origins=tuple(self._tally.origins(output)))
            files.write(output, report_toml.new_text(filled).encode(), keep=True)
            say.note(f"已新建 {files.shown(output)}，请填上机关全称（agency）。")
        return ExitCode.FINE


def _likely(proposal: str) -> str:
    return f"可能是“{proposal}”。" if proposal else ""
