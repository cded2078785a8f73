"""A page as a picture."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from nianbao.model.figure import count
from nianbao.problem import OutputError
from nianbao.publish import pictures
from nianbao.publish.pages import page_of
from nianbao.publish.pictures import picture
from nianbao.write import write
from nianbao.write.look import Look
from nianbao.write.page import Page
from tests.strategies import clean_report

REPORT = clean_report("2021")


def test_the_page_on_which_a_section_begins() -> None:
    first, tables = picture(REPORT), picture(REPORT, "disputes")
    assert first.number == 1 < tables.number <= tables.pages == first.pages
    assert abs(first.image.height / first.image.width - 297 / 210) < 0.01  # A4
    assert picture(REPORT, "disputes", -99).number == 1
    assert picture(REPORT, turned=99).number == first.pages
    assert Image.open(BytesIO(tables.png())).tobytes() == tables.image.tobytes()


def test_it_shows_the_figures_of_now() -> None:
    changed = REPORT.with_figures({"disputes.review.upheld": count(7)})
    assert picture(changed, "disputes").image.tobytes() != picture(REPORT, "disputes").image.tobytes()
    assert picture(changed).image.tobytes() == picture(REPORT).image.tobytes()


def test_an_offices_own_look_is_printed_by_its_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    data = write(page_of(REPORT, engine="typst"), "pdf")

    def made(page: Page, _: str) -> bytes:
        asked.append(page.engine)
        return data

    monkeypatch.setattr(pictures, "write", made)
    picture(REPORT, engine="weasyprint")
    picture(REPORT, engine="weasyprint", look=Look(str(tmp_path), "changed"))
    assert asked == ["typst", "weasyprint"]


def test_what_cannot_be_printed_is_told() -> None:
    with pytest.raises(OutputError, match="字"):
        picture(replace(REPORT, agency="\U0001f600局"))
