"""Workbooks, pictures and open data that were altered: what is seen otherwise is named."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from nianbao.files.report_toml import load
from nianbao.problem import Unreadable
from nianbao.publish.pages import page_of
from nianbao.publish.proof import compare, data, png, svg, workbook
from nianbao.publish.proof.deviation import told
from nianbao.read.drawings import drawings
from nianbao.write import write
from tests.publish.proof.alteration import replaced

SAMPLE = next((Path(__file__).parents[3] / "sample_inputs").glob("004*.toml"))


@cache
def finished(kind: str) -> bytes:
    return write(page_of(load(SAMPLE)), kind)


def packed(parts: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts:
            package.writestr(name, content)
    return buffer.getvalue()


def unpacked(package: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        return [(name, parts.read(name)) for name in parts.namelist()]


@pytest.mark.parametrize(
    ("part", "old", "new", "words"),
    [
        ("xl/worksheets/sheet2.xml", "<row ", '<row hidden="1" ', "隐藏的行、列或工作表"),
        ("xl/worksheets/sheet2.xml", "<sheetView ", '<sheetView showZeros="0" ', "工作表的显示方式"),
        ("xl/styles.xml", '<xf numFmtId="0"', '<xf numFmtId="9"', "数字格式"),
        ("xl/styles.xml", '<sz val="1', '<sz val="1"/><x val="', "看不见的文字或表格"),
        ("xl/workbook.xml", "<sheet ", '<sheet state="hidden" ', "隐藏的行、列或工作表"),
    ],
)
def test_what_a_workbook_hides_is_named(part: str, old: str, new: str, words: str) -> None:
    ours = finished("xlsx")
    altered = packed(
        [(name, replaced(content, old, new) if name == part else content) for name, content in unpacked(ours)]
    )
    assert words in "\n".join(told(workbook.inspect(ours, altered)[1]))


def test_two_parts_of_one_name_in_a_workbook_are_named() -> None:
    parts = unpacked(finished("xlsx"))
    twice = packed([("XL/Workbook.xml", dict(parts)["xl/workbook.xml"]), *parts])
    assert "同名的部件" in "\n".join(told(workbook.inspect(finished("xlsx"), twice)[1]))


@pytest.mark.parametrize("change", [lambda data: b"%PDF-1.7" + data, lambda data: data + b"<html>"])
def test_what_stands_around_a_package_is_named(change: Callable[[bytes], bytes]) -> None:
    """Another program opens the same file as something else."""
    ours = finished("xlsx")
    assert "压缩包前面或后面的内容" in "\n".join(told(workbook.inspect(ours, change(ours))[1]))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("</svg>", '<rect width="468" height="777" fill="#fff"/></svg>', "图形（rect）"),
        ("<text ", '<text opacity="0" ', "隐藏的内容"),
        ('fill="#fff"', 'fill="#000"', "颜色"),
        ("<text ", '<text onclick="x()" ', "脚本"),
        ("</svg>", "<blink/></svg>", "不认识的内容 blink"),
        ("<svg ", '<?xml-stylesheet href="x.css"?><svg ', "处理指令"),
        ("<svg ", '<!DOCTYPE svg [<!ATTLIST text display CDATA "none">]><svg ', "文档类型"),
    ],
)
def test_what_a_drawing_hides_or_covers_is_named(old: str, new: str, words: str) -> None:
    ours = finished("poster-svg")
    assert words in "\n".join(told(svg.inspect(ours, replaced(ours, old, new))[1]))


@pytest.mark.parametrize("sign", ["，，", "", "；"])
def test_every_sign_of_a_description_is_compared(sign: str) -> None:
    """It is read out to people who cannot see the drawing."""
    altered = re.sub("(<desc>[^，]*)，", rf"\1{sign}", finished("poster-svg").decode(), count=1)
    assert compare.differences(load(SAMPLE), finished("poster-svg"), "poster-svg") == []
    assert compare.differences(load(SAMPLE), altered.encode(), "poster-svg")


def test_pixels_are_compared() -> None:
    def saved(picture: Image.Image, **options: int) -> bytes:
        buffer = io.BytesIO()
        picture.save(buffer, "PNG", **options)
        return buffer.getvalue()

    white, spotted = Image.new("RGB", (90, 60), "white"), Image.new("RGB", (90, 60), "white")
    spotted.paste((0, 0, 0), (30, 20, 40, 25))
    assert png.inspect(saved(white), saved(white, compress_level=0)) == ([], [])
    assert "左30、上20到左40、上25" in str(png.inspect(saved(white), saved(spotted))[1][0])
    moving = io.BytesIO()
    white.save(moving, "PNG", save_all=True, append_images=[spotted], default_image=True)
    assert "动画" in str(png.inspect(saved(white), moving.getvalue())[1][0])
    assert "90×60" in str(png.inspect(saved(white), saved(white.resize((45, 30))))[1][0])


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_in_open_data_are_named() -> None:
    ours = packed([("a.csv", b"1\n")])
    twice = packed([("a.csv", b"9\n"), ("a.csv", b"1\n")])
    assert list(told(data.inspect(ours, twice)[1])) == ["同名的部件（a.csv）"]
    assert data.inspect(ours, packed([("a.csv", "1\u2028".encode())]))[0]


def test_a_picture_that_says_it_is_endless_is_refused() -> None:
    picture = finished("poster")
    for width in (60_000, 2**31 - 1):
        header = b"IHDR" + width.to_bytes(4, "big") + picture[20:29]
        endless = picture[:12] + header + zlib.crc32(header).to_bytes(4, "big") + picture[33:]
        with pytest.raises(Unreadable, match="太大"):
            drawings(endless, "png")


@pytest.mark.parametrize("width", ["x", "", "nan", "1e999"])
def test_a_bar_of_no_length(width: str) -> None:
    bar = f'<g class="bar"><rect width="{width}"/><text>3件</text></g>'
    (drawn,) = drawings(f'<svg xmlns="http://www.w3.org/2000/svg">{bar}</svg>'.encode(), "svg")
    assert drawn.bars == (("3", 0.0),)
