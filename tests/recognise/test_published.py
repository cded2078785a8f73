"""Texts with the damage that conversion did to published reports: all that is known of them comes out.

The texts are made from the samples, whose figures are those of real reports, with prose of our own.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.checks import check
from nianbao.files import report_toml
from nianbao.model.figure import State
from nianbao.model.report import Report
from nianbao.publish import compose
from nianbao.read import read
from nianbao.read.blocks import Block, Paragraph, Table
from nianbao.recognise import Recognised, recognise
from tests.recognise.damage import headings_plain, spans_padded
from tests.recognise.files import cell_a_line_text, tabbed_text

SAMPLES = Path(__file__).resolve().parents[2] / "sample_inputs"


def sample(number: str) -> tuple[Report, list[Block]]:
    (path,) = SAMPLES.glob(f"{number}-*.toml")
    report = report_toml.load(path)
    html = compose.html(compose.document(report))
    html = html.replace('<br class="paper">', "")  # line ends of our sheet of paper
    return report, read(html.encode(), "html")


def codes(found: Recognised) -> set[str]:
    return {finding.code for finding in check(found.report)}


def test_a_text_with_a_cell_on_each_line() -> None:
    """Blank cells, a word for a figure, repeated numbers, marks of Word, another title than the organ's."""
    report, blocks = sample("000")
    text = cell_a_line_text(headings_plain(blocks)).decode()
    text = text.replace("\n（一）主动公开", "\n [bookmark: _GoBack]（一）主动公开", 1)
    text = text.replace("本报告依据", "现公布2019年度聊城市城管局政府信息公开工作报告。本报告依据", 1)
    found = recognise(read(text.encode("gb18030"), "txt"))
    assert found.report.all_figures() == report.all_figures()
    assert (found.report.agency, found.report.title) == (report.agency, report.title)
    assert found.report.heading("problems") == report.heading("problems")
    assert "[bookmark: _GoBack]（一）主动公开" in found.report.narrative["overview"].split("\n")
    assert found.unplaced == ()
    assert codes(found) >= {"S103", "S104", "S111", "T202", "T211"}


def test_a_text_with_lost_rows_and_slipped_columns() -> None:
    """Half of two tables is gone, and with it a heading; rows without group labels slipped to the left."""
    report, blocks = sample("002")
    kept = [b for b in spans_padded(blocks) if not (isinstance(b, Paragraph) and b.text.startswith("三、"))]
    lines = tabbed_text(kept).decode().split("\n")
    begin = next(at for at, line in enumerate(lines) if line.startswith("行政处罚"))
    end = next(at for at, line in enumerate(lines) if "（四）无法提供" in line)
    lines[begin:end] = [""]
    lines = [line.replace("（七）总计\t\t", "（七）总计\t") for line in lines]
    lines = [line.replace("（四）无法提供", "(四)无法提供").replace("\t1.", "\t1. ") for line in lines]
    found = recognise(read("\n".join(lines).encode(), "txt"))
    assert found.report.all_figures() == report.all_figures()
    assert found.cells_in(State.UNKNOWN) == 94
    assert found.report.heading("applications") == ""
    assert found.report.date == report.date
    assert codes(found) >= {"S104", "T213"}


def test_a_clean_text_with_merged_cells_taken_apart() -> None:
    """Spaces around digits, in labels and after numbers; half-width brackets; nothing wrong but one word."""
    report, blocks = sample("004")
    text = tabbed_text(spans_padded(blocks)).decode()
    for old, new in (
        ("结果维持", "结果 维持"),
        ("（", "("),
        ("）", ")"),
        ("\t1.", "\t1. "),
        ("2023年", " 2023 年"),
    ):
        text = text.replace(old, new)
    found = recognise(read(f"\n\n{text}".encode(), "txt"))
    assert found.report.all_figures() == report.all_figures()
    assert (found.report.agency, found.report.year, found.report.title) == (report.agency, 2023, None)
    assert found.unplaced == ()
    wrong = [finding for finding in check(found.report) if finding.code not in {"S108", "S111"}]
    assert wrong == []


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004", "005"])
def test_every_sample_reads_back_as_it_was(number: str) -> None:
    report, blocks = sample(number)
    found = recognise(blocks)
    assert found.report.all_figures() == report.all_figures()
    assert (found.unplaced, found.outside) == ((), ())
    assert sum(isinstance(block, Table) for block in blocks) == 3
