"""The keys that docs/manual/begin.md writes down: from last year's report to files that can be published."""

from pathlib import Path

import pytest

from nianbao.publish.render import render
from nianbao.wizard.screen.editing import EditingScreen
from nianbao.wizard.windows.dialogs import Ask
from nianbao.wizard.windows.read_in import ReadIn
from tests.driving import Driver, drive
from tests.strategies import clean_report

MOST = 30  # keys, besides what is written into the sections
SENTENCE = "政策解读的形式还不够多，增加图解和问答，每季度检查一次。"


@pytest.mark.takes_turns(0)
def test_from_last_years_report_to_published_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    last = clean_report("2021")
    (tmp_path / "去年.docx").write_bytes(render(last, "docx", draft=True))
    pressed: list[str] = []

    async def steps(driver: Driver) -> None:
        async def keys(words: str) -> None:
            pressed.extend(words.split())
            await driver.keys(words)

        await keys("enter enter")
        await driver.until(lambda: isinstance(driver.app.screen, ReadIn) and "读到了" in driver.screen())
        await keys("enter")
        await driver.until(lambda: isinstance(driver.app.screen, EditingScreen) and driver.editing.parts)
        await keys("enter 1 1 1")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        await keys("enter")
        for _ in range(10):
            await keys("ctrl+g enter")
            if driver.editing.middle.part == "generate":
                break
            if driver.editing.middle.shows_table:
                await keys("f7")
            else:
                await driver.type(f"\n{SENTENCE}")  # below the first heading that has nothing below it
        assert driver.editing.middle.part == "generate", driver.screen()
        await keys("f10")
        await driver.until(lambda: "已保存并生成3个文件" in driver.screen())

    drive(steps)
    assert len(pressed) <= MOST
    assert len(list(tmp_path.rglob("*2025.pdf"))) == 1
