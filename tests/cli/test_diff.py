"""nianbao diff: any two reports, three ways to tell it, and the exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from nianbao.cli.frame.exit_code import ExitCode

Run = Callable[..., Result]


@pytest.fixture
def changed(good: Path) -> Path:
    text = good.read_text(encoding="utf-8")
    path = good.with_name("改.toml")
    path.write_text(text.replace("received = [151,", "received = [152,"), encoding="utf-8")
    return path


def test_text_names_the_cell(run: Run, good: Path, changed: Path) -> None:
    result = run("diff", good.name, changed.name)
    assert result.exit_code == ExitCode.FINDINGS
    assert "本年新收·自然人：151 → 152" in result.stdout
    assert "申请" in result.stdout.split("本年新收")[0].splitlines()[-2]  # under the head of its section
    assert "处不同" in result.stderr


def test_a_report_and_its_document_are_the_same(run: Run, good: Path) -> None:
    run("render", good.name, "--to", "docx,xlsx,data,poster")
    for document in ("好.docx", "好.data.zip"):
        result = run("diff", good.name, document)
        assert (result.exit_code, result.stdout) == (ExitCode.FINE, "")
        assert "都相同" in result.stderr
    good.with_name("好.svg").write_text("<svg/>", encoding="utf-8")
    for picture in ("好.poster.png", "好.svg"):
        assert "也不是能读的文档" in run("diff", good.name, picture).stderr
    result = run("diff", "好.xlsx", good.name)
    assert result.exit_code == ExitCode.FINE
    assert "只比较了表格里的数字" in result.stderr


def test_json_and_html(run: Run, good: Path, changed: Path) -> None:
    told = json.loads(run("diff", good.name, changed.name, "--format", "json").stdout)
    cells = {each["at"]: (each["before"], each["after"]) for each in told["differences"]}
    assert ("151", "152") in cells.values()
    assert told["before"]["file"] == good.name
    result = run("diff", good.name, changed.name, "--format", "html", "-o", "不同.html")
    assert result.exit_code == ExitCode.FINDINGS
    assert "<ins>152</ins>" in good.with_name("不同.html").read_text(encoding="utf-8")
    again = run("diff", good.name, changed.name, "--format", "html", "-o", "不同.html")
    assert again.exit_code == ExitCode.OUTPUT
    assert "--force" in again.stderr


def test_what_is_no_report_is_refused(run: Run, good: Path) -> None:
    assert run("diff", good.name, "没有.docx").exit_code == ExitCode.INPUT
    good.with_name("坏.docx").write_bytes(b"PK")
    assert run("diff", good.name, "坏.docx").exit_code == ExitCode.INPUT
