"""检查与生成."""

import datetime
import threading
from pathlib import Path
from typing import BinaryIO

import pytest
from textual.widgets import Button, Checkbox, Input, OptionList

from nianbao.checks import check
from nianbao.files import settings
from nianbao.model.figure import count
from nianbao.model.report import Report
from nianbao.publish import checklist, render
from nianbao.wizard.app import NianbaoApp
from nianbao.wizard.panes.findings import FindingsPane
from nianbao.wizard.panes.generate import GeneratePane
from nianbao.wizard.windows.dialogs import Ask, Fill, Tell
from nianbao.wizard.windows.preview import PreviewScreen
from nianbao.wizard.windows.result import ResultCard
from nianbao.write import formats
from nianbao.write.page import Page
from tests.driving import SMALL, WIDE, Driver, drive, on
from tests.strategies import clean_report

FIRST = "applications.received.natural_person"
WARNED = clean_report("2021").with_figures({"disclosure.regulations.in_force": count(1)})  # T202: a warning


def made(driver: Driver) -> str:
    options = driver.editing.query_one("#made", OptionList).options
    return "\n".join(str(option.prompt) for option in options)


async def choose(driver: Driver, *kinds: str) -> None:
    await driver.go("generate")
    for kind in formats.kinds():
        driver.editing.query_one(f"#kind-{kind}", Checkbox).value = kind in kinds


def test_all_findings_by_level(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("generate")
        pane = driver.editing.query_one("#all-findings", FindingsPane)
        levels = [finding.level for finding in pane.items]
        assert levels == sorted(levels, key=list("EWH").index)
        assert {"E", "W"} <= set(levels)
        assert "改正错误以后才能发布" in driver.screen()
        for words in (*(each.name for each in formats.FORMATS), "核查单", "只出草稿"):
            assert f" {words} " in driver.screen()

    drive(steps, on(WARNED.with_figures({FIRST: count(1)}), tmp_path))


def test_a_warning_is_waived_with_a_reason_that_is_kept_in_the_file(tmp_path: Path) -> None:
    path = on(WARNED, tmp_path)

    async def steps(driver: Driver) -> None:
        await driver.go("disclosure.regulations.in_force")
        await driver.keys("f6 w")
        await driver.until(lambda: isinstance(driver.app.screen, Fill))
        await driver.type("市政府授权制定")
        await driver.keys("enter")
        await driver.until(lambda: driver.app.screen is driver.editing)
        assert "已说明理由：市政府授权制定" in driver.screen()
        await driver.keys("ctrl+s")
        await driver.until(lambda: not driver.session.unsaved)

    drive(steps, path)
    assert "市政府授权制定" in path.read_text(encoding="utf-8")


def test_an_error_cannot_be_waived(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.keys("3 f6 w")
        await driver.until(lambda: isinstance(driver.app.screen, Tell))
        assert "这是错误，必须改正" in driver.screen()

    drive(steps, on(clean_report("2021"), tmp_path))


def test_files_are_made_in_the_background_and_are_those_that_render_makes(tmp_path: Path) -> None:
    report = clean_report("2021")

    async def steps(driver: Driver) -> None:
        await choose(driver, "docx", "html")
        driver.editing.query_one("#folder", Input).value = str(tmp_path / "成品")
        await driver.keys("f10")
        await driver.until(lambda: made(driver).count("读回核对一致") == 2)
        await driver.until(lambda: driver.editing.query_one("#cancel", Button).disabled)
        await driver.until(lambda: "已保存并生成2个文件" in driver.screen())

    drive(steps, on(report, tmp_path), size=WIDE)
    assert sorted(path.name for path in (tmp_path / "成品").iterdir()) == ["报告.docx", "报告.html"]
    assert (tmp_path / "成品" / "报告.html").read_bytes() == render.render(report, "html")
    assert (tmp_path / "成品" / "报告.docx").read_bytes() == render.render(report, "docx")


def test_errors_stop_it_but_a_draft_can_be_made(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await choose(driver, "html")
        await driver.keys("f10")
        assert "还有错误" in made(driver)
        driver.editing.query_one("#draft", Checkbox).value = True
        await driver.keys("f10")
        await driver.until(lambda: "已保存并生成1个文件" in driver.screen())

    drive(steps, on(clean_report("2021").with_figures({FIRST: count(1)}), tmp_path))
    assert "草稿" in (tmp_path / "报告.html").read_text(encoding="utf-8")


def test_the_screen_stays_alive_and_cancel_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held, go_on = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> bytes:
        held.set()
        assert go_on.wait(20)
        return b"late"

    monkeypatch.setattr(render, "render", slow)

    async def steps(driver: Driver) -> None:
        await choose(driver, "docx", "html")
        await driver.keys("f10")
        await driver.until(held.is_set)
        await driver.go(FIRST)
        await driver.keys("5 enter")
        assert driver.figure(FIRST) == "5"
        await driver.go("generate")
        driver.editing.query_one("#cancel", Button).press()
        await driver.until(lambda: "已取消" in made(driver))
        go_on.set()
        await driver.until(lambda: driver.editing.query_one("#cancel", Button).disabled)
        assert "做好了0个文件" in made(driver)

    drive(steps, on(clean_report("2021"), tmp_path))
    assert not list(tmp_path.glob("*.docx")) + list(tmp_path.glob("*.html"))


def test_a_file_that_reads_back_different_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nianbao.publish.proof.deviation import Difference

    def wrong(report: object, kind: str, **_: object) -> bytes:
        raise render.NotEqual(kind, [Difference("申请·本年新收", "2", "3")])

    monkeypatch.setattr(render, "render", wrong)

    async def steps(driver: Driver) -> None:
        await choose(driver, "html")
        await driver.keys("f10")
        await driver.until(lambda: "✗" in made(driver))
        assert "应为“2”，读到的是“3”" in made(driver)

    drive(steps, on(clean_report("2021"), tmp_path))


@pytest.mark.parametrize("opens", [True, False])
def test_a_result_is_opened_with_one_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opens: bool
) -> None:
    opened: list[Path] = []

    def open_file(path: Path) -> bool:
        opened.append(path)
        return opens

    monkeypatch.setattr("nianbao.wizard.panes.generate.open_file", open_file)

    async def steps(driver: Driver) -> None:
        await choose(driver, "html")
        await driver.keys("f10")
        await driver.until(lambda: isinstance(driver.app.screen, ResultCard))
        await driver.keys("escape")
        assert "读回核对一致" in made(driver)
        driver.editing.query_one("#made").focus()
        await driver.keys("enter")
        assert opened == [tmp_path / "报告.html"]
        if not opens:
            await driver.until(lambda: "没有能打开它的" in driver.screen())

    drive(steps, on(clean_report("2021"), tmp_path))


def test_in_a_browser_a_result_is_downloaded_with_one_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NianbaoApp, "is_web", True)
    sent: list[tuple[bytes, object, object]] = []

    def deliver_binary(_: NianbaoApp, file: BinaryIO, *, save_filename: str, name: str) -> None:
        sent.append((file.read(), save_filename, name))
        file.close()

    monkeypatch.setattr(NianbaoApp, "deliver_binary", deliver_binary)

    async def steps(driver: Driver) -> None:
        await choose(driver, "html")
        await driver.keys("d")
        await driver.until(lambda: "还没有可以下载的文件" in driver.screen())
        await driver.keys("f10")
        await driver.until(lambda: "读回核对一致" in made(driver))
        await driver.until(lambda: "D 下载" in driver.screen())
        await driver.keys("d")
        data = (tmp_path / "报告.html").read_bytes()
        assert sent == [(data, "报告.html", str(len(data)))]
        (tmp_path / "报告.html").unlink()
        await driver.keys("d")
        await driver.until(lambda: "下载不了" in driver.screen())

    drive(steps, on(clean_report("2021"), tmp_path), size=WIDE)


def test_the_preview_shows_the_pages_without_leaving(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.keys("f5")
        await driver.until(lambda: isinstance(driver.app.screen, PreviewScreen))
        assert "政府信息公开工作年度报告" in driver.screen()
        await driver.keys("pagedown")
        assert "政府信息公开工作年度报告" not in driver.screen()
        assert "第二十条第" in driver.screen()
        await driver.keys("escape")
        assert driver.app.screen is driver.editing

    drive(steps, on(clean_report("2021"), tmp_path))


def test_the_sheet_to_sign_is_made_even_where_errors_stop_the_report(tmp_path: Path) -> None:
    report = WARNED.with_figures({FIRST: count(1)})

    async def steps(driver: Driver) -> None:
        await choose(driver, "html")
        driver.editing.query_one("#checklist", Checkbox).value = True
        await driver.keys("f10")
        await driver.until(lambda: "这次只生成了核查单" in made(driver))
        assert "核查单（网页）：报告-核查单.html　读回核对一致" in made(driver)

    drive(steps, on(report, tmp_path), size=WIDE)
    made_on = datetime.datetime.now().astimezone().date()
    page = checklist.html(report, check(report), file="报告.toml", made_on=made_on)
    assert (tmp_path / "报告-核查单.html").read_bytes() == render.render_page(Page(page), "html")
    assert not (tmp_path / "报告.html").exists()


def test_a_report_that_is_begun_is_told_to_be_unfinished_not_wrong(tmp_path: Path) -> None:
    clean = clean_report("2021")

    async def steps(driver: Driver) -> None:
        await choose(driver, "html")
        assert "还有166格没有填，3个部分没有写。填完以后才能发布。" in driver.screen()
        assert "还没有填完：主动公开10格、申请144格、复议诉讼12格、总体情况的正文" in driver.screen()
        await driver.keys("f10")
        assert "还没有填完，填完以后才能生成" in made(driver)

    drive(steps, on(Report(clean.form, clean.agency, clean.year), tmp_path), size=WIDE)


def test_the_pane_tells_when_nothing_is_chosen(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await choose(driver)
        await driver.keys("f10")
        assert "请至少选一种格式" in made(driver)
        assert driver.editing.query_one(GeneratePane).display

    drive(steps, on(clean_report("2021"), tmp_path))


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        ("enter", {"报告.html", "报告 (2).html"}),  # the safe answer comes first
        ("right enter", {"报告.html"}),
        ("escape", {"报告.html"}),
    ],
)
@pytest.mark.takes_turns
def test_a_file_changed_by_hand_is_not_lost(tmp_path: Path, keys: str, names: set[str]) -> None:
    path = on(clean_report("2021"), tmp_path)
    target = path.with_name(f"{path.stem}.html")
    target.write_text("by hand", encoding="utf-8")

    async def steps(driver: Driver) -> None:
        await choose(driver, "html")
        await driver.keys("f10")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        assert "生成以后有人改过" in driver.screen()
        assert target.name in driver.screen()
        await driver.keys(keys)
        done = "没有动" if keys == "escape" else "读回核对一致"
        await driver.until(lambda: not isinstance(driver.app.screen, Ask) and done in made(driver))

    drive(steps, path)
    assert {found.name.replace(path.stem, "报告") for found in tmp_path.glob("*.html")} == names
    assert (target.read_text(encoding="utf-8") == "by hand") == (keys != "right enter")


def test_the_engine_is_settled_from_the_palette(tmp_path: Path) -> None:
    path = on(clean_report("2021"), tmp_path)

    async def steps(driver: Driver) -> None:
        await driver.keys("ctrl+p")
        await driver.type("typst")
        await driver.until(lambda: "PDF 以后用 typst 排版" in driver.screen())
        await driver.keys("down")
        await driver.keys("enter")
        await driver.until(lambda: settings.of(path).pdf_engine == "typst")

    drive(steps, path)


def test_every_choice_is_seen_in_a_small_terminal(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("generate")
        await driver.keys()
        shown = driver.screen()
        names = [
            *(each.name for each in formats.FORMATS),
            "核查单",
            "报送函",
            "附图解",
            "只出草稿",
            "放到文件夹",
            "生成（F10）",
        ]
        assert [name for name in names if name not in shown] == []

    drive(steps, on(clean_report("2021"), tmp_path), size=SMALL)


def test_a_letter_without_addressee_is_told_and_the_rest_is_made(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await choose(driver, "html")
        driver.editing.query_one("#with-letter", Checkbox).value = True
        await driver.keys("f10")
        await driver.until((tmp_path / "报告.html").exists)
        await driver.until(lambda: "报送函缺" in driver.screen().replace("\n", ""))

    drive(steps, on(clean_report("2021"), tmp_path), size=WIDE)
