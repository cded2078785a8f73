"""nianbao verify of a file by itself: what it carries against what is seen."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from nianbao.cli.frame.exit_code import ExitCode

Run = Callable[..., Result]
MadeOf = Callable[..., Path]


def changed(file: Path, member: str, old: bytes, new: bytes) -> None:
    """The file as Word saves it after somebody changed a part."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            assert name != member or old in data
            target.writestr(name, data.replace(old, new, 1) if name == member else data)
    file.write_bytes(out.getvalue())


@pytest.mark.parametrize("kind", ["docx", "pdf", "html"])
@pytest.mark.takes_turns
def test_what_was_made_agrees_with_what_it_carries(run: Run, made_of: MadeOf, good: Path, kind: str) -> None:
    made_of(good, kind)
    good.unlink()
    result = run("verify", f"好.{kind}")
    assert (result.exit_code, result.stdout) == (ExitCode.FINE, "")
    assert f"好.{kind} 与由 好.{kind} 附带的数据 生成的文件逐字节相同。" in result.stderr


def test_a_figure_changed_in_word_is_named_with_both_values(run: Run, made_of: MadeOf, good: Path) -> None:
    changed(made_of(good, "docx"), "word/document.xml", b">151<", b">115<")
    result = run("verify", "好.docx")
    assert result.exit_code == ExitCode.OUTPUT
    assert "申请·本年新收·自然人：应为“151”，读到的是“115”" in result.stdout
    assert "与 好.docx 附带的数据 有" in result.stderr


@pytest.mark.parametrize(
    ("old", "new", "code", "told"),
    [
        (">151<", ">115<", ExitCode.OUTPUT, "申请·本年新收·自然人：应为“151”，读到的是“115”"),
        (">151<", "><", ExitCode.OUTPUT, "申请·本年新收·自然人：应为“151”，读到的是“”"),
        ('"value":151', '"value":115', ExitCode.OUTPUT, "申请·本年新收·自然人：应为“115”，读到的是“151”"),
        ("</h2>\n<p>", "</h2>\n<p>不", ExitCode.OUTPUT, "报告指纹"),
        ('"value":151', '"value":"甲"', ExitCode.INPUT, "附带的数据被改坏了"),
        ('"variableMeasured"', '"variables"', ExitCode.INPUT, "附带的数据被改坏了"),
        ("application/ld+json", "application/json", ExitCode.INPUT, "没有附带数据"),
    ],
)
def test_what_was_changed_in_a_page_is_named(
    run: Run, made_of: MadeOf, good: Path, old: str, new: str, code: ExitCode, told: str
) -> None:
    page = made_of(good, "html")
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new, 1), encoding="utf-8")
    result = run("verify", "好.html")
    assert result.exit_code == code
    assert told in result.stdout + result.stderr


def test_what_it_carries_is_compared_with_the_report_too(run: Run, made_of: MadeOf, good: Path) -> None:
    changed(made_of(good, "docx"), "customXml/item1.xml", b"151", b"115")
    assert run("verify", "好.docx").exit_code == ExitCode.OUTPUT
    assert run("verify", "好.docx", "--against", "好.toml").exit_code == ExitCode.ALTERED


def test_a_file_that_carries_nothing_is_refused(run: Run, made_of: MadeOf, good: Path) -> None:
    for kind in ("docx", "html"):
        made_of(good, kind, draft=True)
    for name in ("好.docx", "好.html"):
        result = run("verify", name)
        assert result.exit_code == ExitCode.INPUT
        assert "没有附带数据" in result.stderr
    changed(good.with_name("好.docx"), "word/document.xml", b"151", b"115")
    assert "请加 --against" in run("verify", "http://127.0.0.1:1/a.html").stderr
