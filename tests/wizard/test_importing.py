"""导入, by keys: a workbook of the form, a ledger with its questions, counts by month."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from nianbao.model.figure import count
from nianbao.model.load_forms import form_for
from nianbao.model.report import Report
from nianbao.publish.workbook import workbook
from nianbao.read import confined
from nianbao.wizard.page_driver import Received
from nianbao.wizard.windows.choose import ChooseFile
from nianbao.wizard.windows.dialogs import Tell
from nianbao.wizard.windows.mapping import AskMeaning
from nianbao.wizard.windows.take_back import TakeIn
from nianbao.write.xlsx.workbook import written
from tests.driving import SMALL, Driver, drive, on
from tests.ledger.applications import Table, as_csv
from tests.ledger.test_count import read_here

FORM = form_for(2024)
assert FORM is not None
REPORT = Report(FORM, "某某县教育局", 2024)
LICENCES = "disclosure.licences.decisions"


async def begin(driver: Driver, name: str, data: bytes, *, by_key: bool = True) -> None:
    path = driver.editing.file.guard.path.with_name(name)
    path.write_bytes(data)
    if by_key:
        await driver.keys("alt+i")
    else:
        await driver.keys("ctrl+p")
        await driver.type("台账")
        await driver.keys("enter")
    await driver.until(lambda: isinstance(driver.app.screen, ChooseFile))
    assert "报告.toml" not in driver.screen().splitlines()[8]  # only what can be imported
    await driver.paste(str(path))
    await driver.keys("enter")
    await driver.until(lambda: isinstance(driver.app.screen, TakeIn | Tell | AskMeaning))
    await driver.keys()


def test_a_workbook_from_the_browser_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "审批科.xlsx"
    path.write_bytes(written(workbook(REPORT.with_figures({LICENCES: count(563)}))))

    async def steps(driver: Driver) -> None:
        driver.app.post_message(Received(path))
        await driver.until(lambda: "导入里面的数" in driver.screen())
        await driver.keys("enter")
        await driver.until(lambda: isinstance(driver.app.screen, TakeIn))
        await driver.keys("enter")
        assert driver.figure(LICENCES) == "563"

    drive(steps, on(REPORT, tmp_path))


def written_beside(path: Path) -> dict[str, str]:
    """The text of all other files in the folder, hidden ones too, with what JSON escapes."""
    return {
        each.name: re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), each.read_text("utf-8"))
        for each in path.parent.rglob("*")
        if each.is_file() and each != path and each.suffix != ".sqlite3"
    }


def test_a_workbook_shows_each_cell_and_one_undo_takes_it_away(tmp_path: Path) -> None:
    filled = REPORT.with_figures({LICENCES: count(563), "disputes.review.upheld": count(4)})

    async def steps(driver: Driver) -> None:
        await begin(driver, "审批科.xlsx", written(workbook(filled)), by_key=False)
        shown = driver.screen()
        assert "从“审批科.xlsx”导入：2处不同" in shown
        assert "行政许可" in shown
        assert "563" in shown
        await driver.keys("down space enter")  # not the second
        await driver.until(lambda: driver.app.screen is driver.editing)
        assert driver.figure(LICENCES) == "563"
        assert driver.session.report.figures.get("disputes.review.upheld") is None
        await driver.keys("ctrl+z")
        assert driver.session.report == REPORT

    drive(steps, on(REPORT, tmp_path), size=SMALL)


def test_counts_by_month_ask_once_and_tell_what_is_missing(tmp_path: Path) -> None:
    rows: Table = [["2024年"], ["月份", "审批办件", "行政处罚"]]
    rows = [*rows, *([f"{month}月", 3, 4 if month < 12 else ""] for month in range(1, 13))]

    async def steps(driver: Driver) -> None:
        await begin(driver, "月报.csv", as_csv(rows))
        assert "“审批办件”（12格" in driver.screen()
        await driver.keys("escape")
        await driver.until(lambda: isinstance(driver.app.screen, Tell))
        assert driver.session.report == REPORT
        await driver.keys("escape")
        await begin(driver, "月报.csv", as_csv(rows))
        await driver.keys("down down down down enter")
        await driver.until(lambda: isinstance(driver.app.screen, TakeIn))
        await driver.keys()
        assert "没有12月的数" in driver.screen()
        await driver.keys("enter")
        await driver.until(lambda: driver.app.screen is driver.editing)
        assert driver.figure(LICENCES) == "36"
        assert len(driver.session.report.origins_of(LICENCES)) == 12
        assert "disclosure.penalties.decisions" not in driver.session.report.figures

    drive(steps, on(REPORT, tmp_path), size=SMALL)
    kept = tomllib.loads((tmp_path / "月报对照.toml").read_text(encoding="utf-8"))
    assert kept["labels"]["审批办件"] == "行政许可"


def test_a_ledger_asks_what_its_words_mean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "call", read_here)
    private = ["张丽华", "41071119800305123X", "13803731234", "本人宅基地补偿款明细"]
    rows: Table = [
        ["申请人类型", "收到日期", "答复日期", "办理结果", "申请人", "证件号码", "联系电话", "申请内容"]
    ]
    rows = [*rows, ["企业", "2024-01-05", "2024-01-20", "公开", *private]]

    async def steps(driver: Driver) -> None:
        await begin(driver, "台账.csv", as_csv(rows))
        assert "“企业”（1行" in driver.screen()
        await driver.keys("enter")  # as it is proposed
        await driver.until(lambda: isinstance(driver.app.screen, TakeIn))
        await driver.keys("enter")
        await driver.until(lambda: driver.app.screen is driver.editing)
        assert driver.figure("applications.granted.business") == "1"
        assert driver.figure("applications.granted.natural_person") == "0"
        journal = written_beside(tmp_path / "台账.csv")[".报告.toml.nianbao-journal"]
        assert "台账.csv" in journal
        assert not [word for word in private if word in journal]
        await driver.keys("ctrl+s")
        await driver.until(lambda: not driver.session.unsaved)
        await begin(driver, "台账.csv", as_csv([*rows, ["企业", "年初", "", ""]]))
        assert "没有可以导入的" in driver.screen()
        assert "收到日期不是日期" in driver.screen()
        await driver.keys("escape")
        await begin(driver, "坏.xlsx", b"PK\x03\x04")
        assert "导入不了" in driver.screen()

    drive(steps, on(REPORT, tmp_path), size=SMALL)
    beside = written_beside(tmp_path / "台账.csv")
    assert "报告-修改记录.jsonl" in beside
    assert not [(name, word) for name, text in beside.items() for word in private if word in text]
    assert '"企业" = "商业企业"' in (tmp_path / "台账对照.toml").read_text(encoding="utf-8")
