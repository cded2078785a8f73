"""Open data: a valid Data Package that says what the report says, in each of its files."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from nianbao.files.report_toml import load
from nianbao.model.report import Report
from nianbao.problem import OutputError, Unreadable
from nianbao.publish.data_package import BOM
from nianbao.publish.proof.compare import differences
from nianbao.publish.render import render
from nianbao.publish.verify import Worth, verify
from nianbao.write import data
from nianbao.write.page import Page
from tests.data_packages import faults

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "sample_inputs"
# The profile of datapackage.org, version 2.0, without its explanations.
PROFILE = json.loads((HERE / "datapackage-2.0.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=["001-dadukou-urban-management-2019", "005-pingtan-2025"])
def report(request: pytest.FixtureRequest) -> Report:
    return load(SAMPLES / f"{request.param}.toml")


@pytest.fixture(scope="module")
def archive(report: Report) -> bytes:
    return render(report, "data")


def files_of(archive: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


def packed(files: dict[str, str]) -> bytes:
    return data.write(Page("", data=lambda: files))


def test_the_descriptor_follows_the_profile_and_is_true(report: Report, archive: bytes) -> None:
    files = files_of(archive)
    descriptor = json.loads(files.pop("datapackage.json"))
    jsonschema.Draft7Validator(PROFILE).validate(descriptor)
    assert [each["path"] for each in descriptor["resources"]] == list(files)
    for each in descriptor["resources"]:
        assert each["bytes"] == len(files[each["path"]].encode())
    assert report.form.notice in descriptor["description"]


def test_frictionless_finds_nothing_but_what_is_wrong(archive: bytes, tmp_path: Path) -> None:
    package = tmp_path / "报告.data.zip"
    package.write_bytes(archive)
    assert faults(package) == []
    files = files_of(archive)
    files["disclosure.csv"] = files["disclosure.csv"].replace(",", ";", 3)
    package.write_bytes(packed(files))
    assert any("hash" in fault for fault in faults(package))


def test_the_profile_refuses_what_is_wrong(archive: bytes) -> None:
    descriptor: dict[str, Any] = json.loads(files_of(archive)["datapackage.json"])
    del descriptor["resources"][1]["schema"]["fields"][0]["name"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(PROFILE).validate(descriptor)


def test_every_figure_stands_in_a_line_under_the_declared_names(report: Report, archive: bytes) -> None:
    files = files_of(archive)
    descriptor = json.loads(files["datapackage.json"])
    found: dict[str, dict[str, str]] = {}
    for each in descriptor["resources"]:
        if each.get("type") == "table":
            text = files[each["path"]]
            assert text.startswith(BOM)  # so that Excel shows Chinese, whoever opens it by a double click
            lines = csv.DictReader(io.StringIO(text.removeprefix(BOM)))
            assert lines.fieldnames == [field["name"] for field in each["schema"]["fields"]]
            found |= {line["id"]: line for line in lines}
    assert list(found) == list(report.form.cells)
    assert {cell_id: line["text"] for cell_id, line in found.items()} == {
        cell_id: str(figure) for cell_id, figure in report.all_figures().items()
    }
    assert all(line["row"] or line["column"] for line in found.values())


def test_the_same_report_makes_the_same_bytes(report: Report, archive: bytes) -> None:
    assert render(report, "data") == archive
    assert verify(report, archive, "data").worth is Worth.IDENTICAL


def test_an_archive_without_marks_of_the_encoding_says_the_same(report: Report, archive: bytes) -> None:
    """As they were made before, and as programs save them."""
    plain = {name: text.removeprefix(BOM) for name, text in files_of(archive).items()}
    assert differences(report, packed(plain), "data") == []


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("applications.csv", lambda text: text.replace("received.natural_person", "received.nobody", 1)),
        ("applications.csv", lambda text: text.replace(",0,", ",7,", 1)),
        ("disclosure.csv", lambda text: "\r\n".join(text.split("\r\n")[:-3])),
        ("document.json", lambda text: text.replace('"text": "0"', '"text": "7"', 1)),
        ("document.json", lambda text: text[:-20]),
        ("document.json", lambda text: text.replace('"sections"', '"parts"')),
    ],
)
def test_files_that_disagree_are_refused(archive: bytes, file: str, change: Callable[[str], str]) -> None:
    files = files_of(archive)
    assert change(files[file]) != files[file]
    files[file] = change(files[file])
    with pytest.raises(Unreadable):
        differences(load(SAMPLES / "005-pingtan-2025.toml"), packed(files), "data")


def test_a_paragraph_and_a_note_that_were_changed_are_named(report: Report, archive: bytes) -> None:
    files = files_of(archive)
    files["document.json"] = files["document.json"].replace("政府信息公开", "政务公开", 3)
    files["说明.txt"] = "多出"
    verdict = verify(report, packed(files), "data")
    assert verdict.worth is Worth.DIFFERENT
    assert any("政务公开" in each.found for each in verdict.differences)
    assert any(each.place == "说明.txt" for each in verdict.deviations)


def test_another_page_than_the_report_has_none() -> None:
    with pytest.raises(OutputError, match="不能生成开放数据"):
        data.write(Page("<p>核查单</p>"))
