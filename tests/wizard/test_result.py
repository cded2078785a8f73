"""The card after making: what is there now, and by one key each how to get at it."""

import threading
from pathlib import Path

import pytest
from textual.widgets import Checkbox

from nianbao.model.figure import count
from nianbao.publish import render
from nianbao.wizard.panes.generate import GeneratePane
from nianbao.wizard.windows import result
from nianbao.wizard.windows.dialogs import Ask
from nianbao.wizard.windows.result import ResultCard
from nianbao.write import formats
from tests.driving import SMALL, WIDE, Driver, drive, on
from tests.strategies import clean_report

CLEAN = clean_report("2021")


async def make(driver: Driver, *kinds: str) -> None:
    await driver.go("generate")
    for kind in formats.kinds():
        driver.editing.query_one(f"#kind-{kind}", Checkbox).value = kind in kinds
    await driver.keys("f10")


@pytest.mark.parametrize("size", [SMALL, WIDE])
@pytest.mark.takes_turns
def test_the_report_is_saved_first_and_each_file_is_told(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = on(CLEAN, tmp_path)
    opened: list[Path] = []

    def show(path: Path) -> bool:
        opened.append(path)
        return True

    monkeypatch.setattr(result, "open_file", show)

    async def steps(driver: Driver) -> None:
        await driver.go("disclosure.licences.decisions")
        await driver.keys("7 enter")
        await make(driver, "docx", "html")
        await driver.until(lambda: isinstance(driver.app.screen, ResultCard))
        assert not driver.session.unsaved
        await driver.keys()
        shown = driver.screen()
        assert "✓ 已保存并生成2个文件" in shown
        line = next(line for line in shown.splitlines() if "报告.docx" in line and "KB" in line)
        assert "✓ Word" in line
        assert "读回一致" in line
        for key in ("打开（O）", "打开文件夹（F）", "复制路径（C）"):
            assert key in shown
        await driver.keys("o down o f c")
        assert opened == [tmp_path / "报告.docx", tmp_path / "报告.html", tmp_path]
        assert driver.app.clipboard == str(tmp_path / "报告.html")
        assert "已复制路径" in driver.screen()
        await driver.keys("escape")
        assert driver.app.screen is driver.editing

    drive(steps, path, size=size)
    assert "7" in path.read_text(encoding="utf-8")


def test_what_was_not_made_is_told_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = render.render
    wrong = CLEAN.with_figures({"disclosure.licences.decisions": count(3)})
    monkeypatch.setattr(
        render, "render", lambda report, kind, **how: real(report, kind, **how) if kind == "html" else fail()
    )

    def fail() -> bytes:
        raise OSError(28, "No space left on device")

    async def steps(driver: Driver) -> None:
        await make(driver, "docx", "html", "fragment")
        await driver.until(lambda: isinstance(driver.app.screen, ResultCard))
        await driver.keys()
        assert "报告已保存；生成了1个文件，✗ 2个没有生成" in driver.screen()
        assert "✗ Word、网页代码：没有写成，磁盘空间不足" in driver.screen()  # though another one is marked
        await driver.keys("up")
        assert "没有写成" in driver.screen()
        await driver.keys("c")
        assert not driver.app.clipboard

    drive(steps, on(wrong, tmp_path))


def test_a_report_that_was_not_saved_makes_no_files(tmp_path: Path) -> None:
    path = on(CLEAN, tmp_path)

    async def steps(driver: Driver) -> None:
        await driver.go("disclosure.licences.decisions")
        await driver.keys("7 enter")
        path.write_text(path.read_text(encoding="utf-8") + "\n# by somebody else\n", encoding="utf-8")
        await make(driver, "html")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        assert "文件被别人改过" in driver.screen()
        await driver.keys("escape")
        await driver.until(lambda: driver.app.screen is driver.editing)

    drive(steps, path)
    assert not (tmp_path / "报告.html").exists()


def test_no_window_opens_over_somebody_who_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held, go_on = threading.Event(), threading.Event()
    real = render.render

    def slow(*given: object, **how: object) -> bytes:
        held.set()
        assert go_on.wait(20)
        return real(*given, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(render, "render", slow)

    async def steps(driver: Driver) -> None:
        await make(driver, "html")
        await driver.until(held.is_set)
        await driver.go("disclosure.licences.decisions")
        go_on.set()
        await driver.until(lambda: "已保存并生成1个文件" in driver.screen())
        assert driver.app.screen is driver.editing
        await driver.go("generate")
        driver.app.exit(0)
        driver.editing._questions.answer(GeneratePane.Finished([], 1, ""))
        assert driver.app.screen is driver.editing  # nor over somebody who leaves

    drive(steps, on(CLEAN, tmp_path))


def test_html_code_is_copied_by_one_key(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await make(driver, "html", "fragment")
        await driver.until(lambda: isinstance(driver.app.screen, ResultCard))
        await driver.keys()
        assert "复制网页代码（H）" in driver.screen()
        await driver.keys("h")
        assert driver.app.clipboard == (tmp_path / "报告.fragment.html").read_text(encoding="utf-8")
        assert "已复制网页代码" in driver.screen()
        assert "Quill" in driver.screen()

    drive(steps, on(CLEAN, tmp_path))
