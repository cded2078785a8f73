"""Every main screen of the wizard, in one run of it on a report with a bit of everything.

``walk`` brings each up in a running wizard and says its name; tests look at what is drawn then, and
``tools/screens.py`` makes pictures of it.
"""

from __future__ import annotations

import datetime
import errno
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.screen import Screen
from textual.widgets import Input

from nianbao.desk.safe.guard import Recovery
from nianbao.desk.update.brought_back import brought_back
from nianbao.files import report_toml
from nianbao.model.figure import Figure, count, parse
from nianbao.model.fingerprint import of_section
from nianbao.model.report import Report, Waiver
from nianbao.model.review import Comment, Mark, Role
from nianbao.publish.differences import differences
from nianbao.publish.make_files import Made, Order
from nianbao.recognise import Recognised
from nianbao.wizard.windows.comments import CommentList
from nianbao.wizard.windows.dialogs import Ask, Fill
from nianbao.wizard.windows.new import NewReport
from nianbao.wizard.windows.opening import OpeningQuestion
from nianbao.wizard.windows.read_in import ReadIn
from nianbao.wizard.windows.recovery import RecoveryScreen
from nianbao.wizard.windows.result import ResultCard
from nianbao.wizard.windows.start import StartScreen
from nianbao.wizard.windows.take_back import TakeBack, TakeIn
from tests.driving import Driver

SAMPLE = Path(__file__).parents[1] / "sample_inputs" / "005-pingtan-2025.toml"
NARROW, BROAD = (80, 24), (120, 40)
RECEIVED = "applications.received.natural_person"
GRANTED = "applications.granted.natural_person"
_CLAIM = "\n全年收到政府信息公开申请258件，其中{{ 申请.本年新收.总计 }}件来自自然人，予以公开33件。"
_WRONG: dict[str, Figure] = {
    RECEIVED: count(160),
    "applications.denied_by_law.business": parse("-3"),
    "applications.unavailable_not_held.other": parse("若干"),
    "disclosure.licences.decisions": count(123456),
}
REPORT = "平潭综合实验区-2025.toml"
_FILES = ("Word 文件", "平潭综合实验区管理委员会2025年政府信息公开工作年度报告.docx"), ("网页", "报告.html")


def sample() -> Report:
    """A real report with errors, a warning, a reason, comments, marks, references and long figures."""
    report, day = report_toml.load(SAMPLE), datetime.date(2026, 1, 12)
    text = {**report.narrative, "overview": report.narrative["overview"] + _CLAIM}
    written = replace(report.with_figures(_WRONG), narrative=text)
    return replace(
        written,
        comments=(
            Comment(GRANTED, "审核人", "与台账第15行对不上，请再核一次。", day),
            Comment(
                "overview:3", "审核人", "这一句去年就是这样写的，请补上今年做了什么。", day, answer="已补。"
            ),
        ),
        marks=tuple(Mark("overview", role, role, day, of_section(written, "overview")) for role in Role),
        waivers=(Waiver("Y603", "disclosure.normative_documents.in_force", "本年清理失效公布文件"),),
    )


def last_year(report: Report) -> Report:
    """What can be compared with it."""
    return replace(
        report.with_figures({RECEIVED: count(121), GRANTED: count(41)}),
        year=report.year - 1,
        date=None,
        narrative={},
        comments=(),
        marks=(),
        waivers=(),
    )


def prepared(folder: Path) -> Path:
    """The report in a folder, beside that of last year."""
    report = sample()
    path = folder / REPORT
    report_toml.save(report, path)
    report_toml.save(last_year(report), folder / "平潭综合实验区-2024.toml")
    return path


Bring = Callable[[Driver], Awaitable[None]]


def _at(place: str, keys: str = "") -> Bring:
    async def bring(driver: Driver) -> None:
        await driver.go(place)
        await driver.keys(keys)

    return bring


def _window(make: Callable[[Driver], Screen[Any]], text: str = "") -> Bring:
    async def bring(driver: Driver) -> None:
        driver.app.push_screen(make(driver))
        await driver.keys("shift")
        await driver.until(lambda: text in driver.screen())

    return bring


def _recovery(driver: Driver) -> RecoveryScreen:
    report = driver.session.report
    typed = report.with_figures({RECEIVED: count(151), GRANTED: count(35)})
    found = tuple(differences(report, typed))
    when = datetime.datetime(2026, 1, 12, 9, 30, tzinfo=datetime.UTC)
    guard = driver.editing.file.guard
    places = frozenset({found[0].place})
    return RecoveryScreen(Recovery(typed, typed, found, True, places, when, "张三", guard), REPORT)


def _result(driver: Driver) -> ResultCard:
    folder = driver.editing.file.guard.path.parent
    made = [Made(Order(name, folder / "成品" / file, lambda: b""), 123) for name, file in _FILES]
    failed = Made(Order("PDF 文件", folder / "报告.pdf", lambda: b""), 0, error=OSError(errno.ENOSPC, ""))
    return ResultCard([*made, failed], 3, "还没有填完，填完以后再生成正式的。")


def _changed(driver: Driver) -> Recognised:
    report = driver.session.report
    text = {**report.narrative, "other": "领导改过的一段话。"}
    return Recognised(replace(report, narrative=text).with_figures({GRANTED: count(34)}), ())


SCREENS: dict[str, Bring] = {
    "progress": _at("about", "ctrl+g"),
    "about": _at("about"),
    "disclosure": _at("disclosure.licences.decisions", "7"),
    "applications": _at(RECEIVED),
    "applications-below": _at("applications.carried_out.total"),
    "applications-selected": _at("applications.denied_by_law.business", "shift+right shift+down"),
    "disputes": _at("disputes.review.upheld"),
    "findings": _at(RECEIVED, "f6 down"),
    "overview": _at("overview", "ctrl+end"),
    "problems": _at("problems"),
    "generate": _at("generate"),
    "palette": _at("applications.received.total", "ctrl+p"),
    "years": _at(RECEIVED, "ctrl+b"),
    "history": _at(GRANTED, "alt+w"),
    "help": _at(RECEIVED, "f1"),
    "help-text": _at("overview", "f1"),
    "preview": _at("about", "f5"),
    "pick": _at("overview", "f4"),
    "choose": _at("about", "alt+i"),
    "comments": _window(lambda driver: CommentList(driver.session.report)),
    "opening": _window(lambda driver: OpeningQuestion(driver.session.form.opening[0], 1, 3)),
    "question": _window(
        lambda _driver: Ask(
            "还有没保存的改动",
            "退出以前要保存吗？",
            {"save": "保存并退出", "keep": "留到下次", "drop": "不要了", "cancel": "不退出"},
        )
    ),
    "fill": _window(lambda driver: Fill("另存为", "写明文件夹和文件名：", "/年报/平潭.toml", words="保存")),
    "recovery": _window(_recovery),
    "result": _window(_result),
    "take-back": _window(
        lambda driver: TakeBack(brought_back(driver.session.report, _changed(driver)), "改过的.docx")
    ),
    "import": _window(
        lambda driver: TakeIn(brought_back(driver.session.report, _changed(driver)), "法制科.xlsx")
    ),
    "new": _window(lambda _driver: NewReport()),
    "read": _window(lambda driver: ReadIn(driver.editing.file.guard.path, follows=True), "读到了"),
    "start": _window(lambda _driver: StartScreen()),
}


async def walk(driver: Driver, names: Iterable[str] = SCREENS) -> AsyncIterator[str]:
    """Bring up each screen and say its name; what was opened over the report is closed afterwards."""
    for name in names:
        await SCREENS[name](driver)
        for field in driver.app.screen.query(Input):
            field.cursor_blink = False
        yield name
        await leave(driver)


async def leave(driver: Driver) -> None:
    """Close everything that stands over the report, and give up what is half typed."""
    while driver.app.screen is not driver.editing:
        driver.app.pop_screen() if isinstance(driver.app.screen, StartScreen) else await driver.keys("escape")
        await driver.keys("shift")
    await driver.keys("escape")
