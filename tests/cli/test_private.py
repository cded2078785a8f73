"""Names, addresses and identity numbers of applicants stay in the ledger: nothing that is written or said has
them, whatever is done with it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nianbao.desk.importing import Import
from nianbao.model.load_forms import form_for
from nianbao.model.report import Report
from nianbao.read import confined
from tests.cli.conftest import Run
from tests.ledger.applications import NAME, PAPER, PHONE, STREET, Table, as_xlsx
from tests.ledger.test_count import read_here

PRIVATE = (NAME, PHONE, PAPER, STREET, PHONE[-6:], PAPER[:8], NAME[:3])
HEAD: list[object] = [
    "申请人",
    "身份证号",
    "申请人类型",
    "收到日期",
    "地址",
    "答复日期",
    "办理结果",
    "复议结果",
    "备注",
]


def ledger(*odd: list[object]) -> bytes:
    row = [NAME, PAPER, "公民", "2025-01-05", STREET, "2025-01-20", "公开", "", f"{NAME}{PHONE}"]
    rows: Table = [[f"填报人{NAME} {PHONE}"], HEAD, row, *odd]
    return as_xlsx({"一月": rows, "二月": rows})


@pytest.fixture
def written(tmp_path: Path) -> list[Path]:
    """Folders in which anything may have been written: the reports' own, caches, settings."""
    return [tmp_path, Path(os.environ["XDG_STATE_HOME"]), Path(os.environ["XDG_CONFIG_HOME"])]


def test_nothing_about_people_is_written_or_said(
    run: Run, tmp_path: Path, written: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "call", read_here)
    (tmp_path / "台账.xlsx").write_bytes(ledger())
    odd: list[object] = [STREET, "", PHONE, NAME, "", PAPER, f"致电{PHONE}", NAME, ""]
    (tmp_path / "乱.xlsx").write_bytes(ledger(odd))
    run("new", "某某县教育局", "2025", "-o", "报告.toml")
    said = [
        run("tally", "台账.xlsx", "--into", "报告.toml"),
        run("tally", "乱.xlsx", "--into", "报告.toml", "--replace"),
        run("tally", "乱.xlsx", "--year", "2025", "--format", "json"),
        run("tally", "乱.xlsx", "--year", "2025", "--kind", "monthly"),
        run("check", "--format", "json", "报告.toml"),
        run("check", "台账.xlsx"),
    ]
    texts = [result.output + repr(result.exception) for result in said[:5]]
    form = form_for(2025)
    assert form is not None
    found = Import(Report(form, "某某县教育局", 2025), tmp_path / "台账.xlsx", tmp_path / "报告.toml")
    texts.append(str(found.asked()))
    files = [
        path for folder in written for path in folder.rglob("*") if path.is_file() and path.suffix != ".xlsx"
    ]
    assert {"报告.toml", "台账对照.toml"} <= {path.name for path in files}
    texts += [f"{path.name}{path.read_bytes().decode('utf-8', 'replace')}" for path in files]
    for text in texts:
        assert [each for each in PRIVATE if each in text] == []
