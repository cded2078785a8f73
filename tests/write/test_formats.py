"""The list of formats: what is added to it is offered, made and proved everywhere, and leaks nowhere."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import reload
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from textual.widgets import Checkbox, OptionList

import nianbao.cli.render
import nianbao.cli.verify
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.main import program
from nianbao.publish.read_back import kind_of
from nianbao.read import read
from nianbao.read.blocks import Block, Table, TableCell
from nianbao.write import formats
from nianbao.write.formats import Format, Holds
from nianbao.write.page import Page
from tests.driving import WIDE, Driver, drive, on
from tests.strategies import clean_report

SAMPLE = Path(__file__).parents[2] / "sample_inputs" / "005-pingtan-2025.toml"
KINDS, DEFAULT_KINDS, PAGE_KINDS = formats.kinds(), formats.default_kinds(), formats.page_kinds(())
MAKING = formats.making()
Run = Callable[..., Result]


def write_cells(page: Page) -> bytes:
    """The tables of a page, a line for each cell: table, place, size, text."""
    out = io.StringIO()
    lines = csv.writer(out)
    tables = [block for block in read(page.html.encode(), "html") if isinstance(block, Table)]
    for number, table in enumerate(tables):
        lines.writerows(
            (number, cell.row, cell.column, cell.rows, cell.columns, cell.text) for cell in table.cells
        )
    return out.getvalue().encode()


def read_cells(data: bytes) -> list[Block]:
    tables: dict[str, list[TableCell]] = {}
    for number, row, column, rows, columns, text in csv.reader(io.StringIO(data.decode())):
        place = (int(row), int(column), int(rows), int(columns))
        tables.setdefault(number, []).append(TableCell(*place, text))
    return [Table(tuple(cells)) for cells in tables.values()]


CELLS = Format("cells", "格子", ".cells", "made_up", "made_up", holds=Holds.FIGURES, by_default=False)


def room(name: str, **functions: Callable[..., object]) -> ModuleType:
    module: Any = ModuleType(name)
    vars(module).update(functions)
    return module  # type: ignore[no-any-return]


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The program with one more format, as two modules and a line would add it."""
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "nianbao.write.made_up", room("made_up", write=write_cells))
        patch.setitem(sys.modules, "nianbao.read.made_up", room("made_up", read=read_cells))
        patch.setattr(formats, "FORMATS", (*formats.FORMATS, CELLS))
        reload(nianbao.cli.render)
        reload(nianbao.cli.verify)
        yield patch
    reload(nianbao.cli.render)
    reload(nianbao.cli.verify)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "好.toml").write_bytes(SAMPLE.read_bytes())
    return lambda *arguments: CliRunner().invoke(program, arguments)


def made(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"好.toml"}


@pytest.mark.usefixtures("listed")
def test_it_is_made_and_proved_and_a_changed_figure_is_found(run: Run, tmp_path: Path) -> None:
    assert run("render", "好.toml", "--to", "cells").stdout == "好.cells\n"
    assert run("verify", "好.cells", "--against", "好.toml").exit_code == ExitCode.FINE
    file = tmp_path / "好.cells"
    text = file.read_text(encoding="utf-8")
    assert ",33\n" in text
    file.write_text(text.replace(",33\n", ",38\n", 1), encoding="utf-8")
    result = run("verify", "好.cells", "--against", "好.toml")
    assert result.exit_code == ExitCode.OUTPUT
    assert "应为“33”，读到的是“38”" in result.stdout


def test_what_does_not_read_back_equal_is_not_released(
    run: Run, tmp_path: Path, listed: pytest.MonkeyPatch
) -> None:
    def wrong(page: Page) -> bytes:
        return write_cells(replace(page, html=page.html.replace(">33<", ">38<")))

    listed.setattr(sys.modules["nianbao.write.made_up"], "write", wrong)
    assert run("render", "好.toml", "--to", "cells").exit_code == ExitCode.OUTPUT
    assert made(tmp_path) == set()


@pytest.mark.usefixtures("listed")
def test_it_does_not_leak_into_the_defaults(run: Run) -> None:
    assert formats.kinds() == (*KINDS, "cells")
    assert formats.default_kinds() == DEFAULT_KINDS
    assert formats.making() == MAKING
    assert MAKING in run("--help").stdout
    (option,) = (param for param in nianbao.cli.render.command.params if param.name == "kinds")
    assert option.default == ",".join(DEFAULT_KINDS)


@pytest.mark.usefixtures("listed")
def test_it_does_not_leak_into_the_checklist(run: Run, tmp_path: Path) -> None:
    assert run("render", "好.toml", "--to", "cells,html,checklist").exit_code == ExitCode.FINE
    assert made(tmp_path) == {"好.cells", "好.html", "好-核查单.html"}
    assert formats.page_kinds(["cells"]) == formats.page_kinds(()) == PAGE_KINDS


@pytest.mark.usefixtures("listed")
def test_help_faults_and_completion_name_it(run: Run) -> None:
    shown = "".join(run("render", "--help").stdout.split())
    assert "和格子（cells）。可以写许多文件" in shown
    assert f"可以写{','.join(KINDS)},cells,checklist,letter；默认：{','.join(DEFAULT_KINDS)}" in shown
    assert "或格子就是由报告生成的" in "".join(run("verify", "--help").stdout.split())
    assert f"可以写 {'、'.join(KINDS)}、cells、checklist" in run("render", "好.toml", "--to", "xyz").stderr
    assert ".cells" in run("verify", "好.xyz", "--against", "好.toml").stderr
    assert kind_of(Path("好.CELLS")) == "cells"
    command = nianbao.cli.render.command
    (option,) = (param for param in command.params if param.name == "kinds")
    offered = option.shell_complete(click.Context(command), "html,ce")
    assert [item.value for item in offered] == ["html,cells"]


@pytest.mark.usefixtures("listed")
def test_the_wizard_offers_it_and_makes_it_when_asked(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("generate")
        boxes = {kind: driver.editing.query_one(f"#kind-{kind}", Checkbox) for kind in formats.kinds()}
        assert {kind for kind, box in boxes.items() if box.value} == set(DEFAULT_KINDS)
        assert "格子" in driver.screen()
        for kind, box in boxes.items():
            box.value = kind == "cells"
        await driver.keys("f10")
        listing = driver.editing.query_one("#made", OptionList)
        await driver.until(lambda: "读回核对一致" in str(listing.get_option_at_index(0).prompt))

    drive(steps, on(clean_report("2021"), tmp_path), size=WIDE)
    assert [path.name for path in tmp_path.glob("报告.*") if path.suffix != ".toml"] == ["报告.cells"]


def test_it_is_unknown_where_it_is_not_listed(run: Run) -> None:
    assert run("render", "好.toml", "--to", "cells").exit_code == ExitCode.INPUT
    with pytest.raises(LookupError):
        formats.format_of("cells")
