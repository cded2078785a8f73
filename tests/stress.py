"""The samples, and reports that are hard to set: much text, a long name, long numbers, remarks, nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from nianbao.files import report_toml
from nianbao.model.figure import BLANK, Figure, parse
from nianbao.model.report import Report
from nianbao.publish.pages import page_of
from nianbao.write import write
from tests.printed import distinct

SAMPLES = sorted((Path(__file__).parents[1] / "sample_inputs").glob("00*.toml"))
LONG_NAME = (
    "内蒙古自治区呼伦贝尔市莫力达瓦达斡尔族自治旗尼尔基镇人民政府综合行政执法局政务公开与信息化工作办公室"
)
_SENTENCE = (
    "全年通过门户网站主动公开政府信息587条，其中通知公告213条、部门动态374条；办理依申请公开30件，均在法定"
    "期限内答复，没有因政府信息公开引起的行政复议和行政诉讼。"
)
_TEXT = "\n".join(f"（{number}）第{number}项工作\n{_SENTENCE * 4}" for number in "一二三四五六七")


def _filled(text: Callable[[int], str]) -> Report:
    """A report with one text in each cell, by the cell's number."""
    report = distinct("2021")
    figures: dict[str, Figure] = {cell: parse(text(index)) for index, cell in enumerate(report.form.cells)}
    return report.with_figures(figures)


def _long_number(index: int) -> str:
    """Six to twelve digits, in each cell others."""
    return str((123456789012 + 1000003 * index) // 10 ** (index % 7))


@cache
def report_of(name: str) -> Report:
    """A sample by the beginning of its name, or one of STRESS."""
    if name in STRESS:
        return STRESS[name]()
    return report_toml.load(next(path for path in SAMPLES if path.stem.startswith(name)))


STRESS: dict[str, Callable[[], Report]] = {
    "text": lambda: replace(distinct("2021"), narrative={**distinct("2021").narrative, "overview": _TEXT}),
    "name": lambda: replace(distinct("2021"), agency=LONG_NAME),
    "numbers": lambda: _filled(_long_number).with_figures(
        {"disclosure.fees.amount": parse("4166.241619万元")}
    ),
    "remarks": lambda: _filled(lambda index: str(1000 + index) if index % 5 else "22（其中修订16件）"),
    "blank": lambda: distinct("2021").with_figures(dict.fromkeys(distinct("2021").form.cells, BLANK)),
}
NAMES = (*(path.stem[:3] for path in SAMPLES), *STRESS)


@cache
def made(name: str, kind: str, engine: str = "") -> bytes:
    """One of these reports as a file, made once for all tests of a process."""
    return write(page_of(report_of(name), draft=name == "blank", engine=engine), kind)
