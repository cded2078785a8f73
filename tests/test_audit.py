"""tools/audit.py against made-up advisories."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

import audit


def advisory(package: str, *events: dict[str, str], **more: Any) -> dict[str, Any]:
    affected = {
        "package": {"ecosystem": more.pop("ecosystem", "PyPI"), "name": package},
        "ranges": [{"type": "ECOSYSTEM", "events": list(events)}],
        "versions": more.pop("versions", []),
    }
    return {"id": "TEST-1", "summary": "bad", "affected": [affected], **more}


PINNED = str(audit.pinned()["jinja2"])
FROM_ZERO = {"introduced": "0"}
AFFECTED = [
    advisory("Jinja2", FROM_ZERO),
    advisory("jinja2", FROM_ZERO, {"fixed": "99"}),
    advisory("jinja2", {"introduced": PINNED}, {"last_affected": PINNED}),
    advisory("jinja2", {"introduced": "1"}, {"fixed": "2"}, {"introduced": "3"}, {"fixed": "99"}),
    advisory("jinja2", {"introduced": PINNED}, {"fixed": "99"}, FROM_ZERO, {"fixed": "2"}),
    advisory("jinja2", versions=["old", PINNED]),
]
UNTOUCHED = [
    advisory("jinja2", FROM_ZERO, {"fixed": PINNED}),
    advisory("jinja2", FROM_ZERO, {"last_affected": "3.0"}),
    advisory("jinja2", {"introduced": "98"}),
    advisory("jinja2", {"introduced": "not a version"}),
    advisory("jinja2-else", FROM_ZERO),
    advisory("jinja2", FROM_ZERO, ecosystem="npm"),
    advisory("jinja2", FROM_ZERO, withdrawn="2026-01-01"),
]


@pytest.mark.parametrize("one", AFFECTED)
@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.takes_turns
def test_an_affected_version_is_told(
    one: dict[str, Any], zipped: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if zipped:
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
            archive.writestr("TEST-1.json", json.dumps(one))
    else:
        (tmp_path / "TEST-1.json").write_text(json.dumps(one), encoding="utf-8")
    assert audit.main([str(tmp_path / "all.zip" if zipped else tmp_path)]) == 1
    assert capsys.readouterr().out == f"jinja2 {PINNED}：TEST-1 bad\n"


def test_other_versions_are_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, one in enumerate(UNTOUCHED):
        (tmp_path / f"{number}.json").write_text(json.dumps(one), encoding="utf-8")
    assert audit.main([str(tmp_path)]) == 0
    assert "没有受影响的版本" in capsys.readouterr().out


def test_without_a_database_nothing_is_said_to_be_fine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit.main([]) == 0
    assert "没有检查" in capsys.readouterr().out
    assert audit.main([str(tmp_path / "nowhere")]) == 2
    assert audit.main([str(tmp_path)]) == 2
    (tmp_path / "1.json").write_text("{", encoding="utf-8")
    assert audit.main([str(tmp_path)]) == 2
    assert "1.json 不是有效的 JSON" in capsys.readouterr().err
