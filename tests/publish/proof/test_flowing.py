"""A PDF without tags says nothing of paragraphs and gaps: where lines end is no difference, words are."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from nianbao.files.report_toml import load
from nianbao.publish.pages import page_of
from nianbao.publish.proof import compare
from nianbao.publish.proof.compare import differences
from nianbao.publish.proof.deviation import Difference
from nianbao.publish.proof.flowing import flowing, parted, without_torn
from nianbao.write import write

SAMPLE = Path(__file__).parents[3] / "sample_inputs" / "005-pingtan-2025.toml"
TITLE = ["某县水利局2025年年报", "全年公开5件。"]
TABLE = "“三、收到和处理”的表格"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (["某县水利局", "2025 年年报", "全年公开 5 件。"], TITLE),
        (["某县水利局2025年年报全年", "公开5件。"], TITLE),
        (["某县水利局2025年年报", "全年公开6件。"], [TITLE[0], "全年公开6件。"]),
        (["某县水利局20", "25年年报", "全年公开5件。"], ["某县水利局20\n25年年报", TITLE[1]]),
        (["某县水利局20 25年年报", "全年公开5件。"], ["某县水利局20 25年年报", TITLE[1]]),
        (["某县水利局2025年年报"], [TITLE[0], ""]),
        (["作废", *TITLE], [f"作废{TITLE[0]}", TITLE[1]]),
        ([*TITLE, "另有3件。"], [TITLE[0], f"{TITLE[1]}另有3件。"]),
        (TITLE[::-1], [f"{TITLE[1]}{TITLE[0]}", ""]),
    ],
)
def test_words_are_compared_wherever_lines_end(found: list[str], expected: list[str]) -> None:
    assert parted(flowing(TITLE), flowing(found)) == expected


@pytest.mark.parametrize(("more", "place"), [(compare.TABLE, "多出的表格"), ("补充说明", "多出的文字")])
def test_what_is_too_much_is_a_table_or_a_text(more: str, place: str) -> None:
    (told,) = compare._compared_as_one([("落款", TITLE[0])], [TITLE[0], more])
    assert told == Difference(place, "", more)


def test_a_label_that_the_end_of_a_page_has_torn_is_whole() -> None:
    torn = [Difference(f"{TABLE}第19行", "（五）不予处理", "（五）"), Difference(TABLE, "", "不予处理")]
    figure = [Difference(f"{TABLE}第3行", "125", "12"), Difference(TABLE, "", "5")]
    lost = Difference(f"{TABLE}第9行", "其他处理", "其他")
    again = Difference(TABLE, "", "本年度办理结果")
    assert without_torn([*torn, lost, again, *figure], {again.found}) == [lost, *figure]


def test_a_pdf_without_tags_differs_by_words_alone() -> None:
    report = load(SAMPLE)
    with pikepdf.open(io.BytesIO(write(page_of(report), "pdf"))) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(out := io.BytesIO())
    text = {**report.narrative, "preface": report.narrative["preface"].replace("汇总了", "汇集了")}
    (told,) = differences(replace(report, narrative=text), out.getvalue(), "pdf")
    assert told.place == "“前言”第1段"
