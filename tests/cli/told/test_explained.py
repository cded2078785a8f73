"""``nianbao check --explain``: every number of the text is told, with its cells or with the reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from nianbao.checks.claims import Why
from nianbao.cli.main import program
from nianbao.cli.told.explained import WHY

DENIED = (
    "denied_state_secret",
    "denied_by_law",
    "denied_security",
    "denied_third_party",
    "denied_internal",
    "denied_deliberative",
    "denied_case_file",
    "denied_inquiry",
)
TEXT = """\
form = "2021"
agency = "青溪县水利局"
year = 2024

[overview]
text = "{text}"

[applications]
received = [5, 1, 0, 0, 0, 0]
"""


OUTCOMES = {"granted": 17, "partly_granted": 7, **dict.fromkeys(DENIED, 0)}


def told(folder: Path, text: str, *options: str) -> str:
    path = folder / "report.toml"
    path.write_text(TEXT.format(text=text), encoding="utf-8")
    return CliRunner().invoke(program, ["check", "--explain", *options, str(path)]).stdout


def numbers(folder: Path, text: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(told(folder, text, "--format", "json"))[0]["numbers"]
    return found


def test_a_number_is_told_with_its_cells(tmp_path: Path) -> None:
    (number,) = numbers(tmp_path, "全年收到政府信息公开申请6件。")
    assert (number["words"], number["rule"], number["fits"]) == ("6件", "N501", True)
    assert "applications.received.total" in str(number["cells"])
    assert "【6件】" in told(tmp_path, "全年收到政府信息公开申请6件。")
    assert "N501：对照本年新收是6" in told(tmp_path, "全年收到政府信息公开申请6件。")


def test_a_part_is_told_with_what_it_is_a_part_of(tmp_path: Path) -> None:
    assert "N501：只是一部分，不应多于本年新收是6" in told(tmp_path, "网上受理政府信息公开申请2件。")


def test_a_number_in_doubt_is_told_with_what_bears_it_out(tmp_path: Path) -> None:
    rows = "\n".join(f"{row} = [{count}, 0, 0, 0, 0, 0]" for row, count in OUTCOMES.items())
    path = tmp_path / "report.toml"
    text = "以甲方式予以公开17件，以甲方式部分公开7件，以甲方式不予公开8件，均已答复。"
    path.write_text(f"{TEXT.format(text=text)}{rows}\n", encoding="utf-8")
    found = CliRunner().invoke(program, ["check", "--explain", str(path)]).stdout
    assert "不相符。同一句里别的数都与表格相符，所以也核对了这个数。" in found


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("没有对2件申请收费。", Why.DENIED),
        ("县教育局受理政府信息公开申请2件。", Why.ELSEWHERE),
        ("平均每月受理政府信息公开申请2件。", Why.LIMITED),
        ("对2件政府信息公开申请收取费用。", Why.SOME),
        ("张贴海报2份。", Why.UNKNOWN),
        ("共2件。", Why.NOTHING),
        ("近三年收到政府信息公开申请2件。", Why.PERIOD),
        ("工伤引起行政复议，收到行政复议2件。", Why.TRADE),
        ("收到政府信息公开申请2场。", Why.MEASURE),
        ("满意率为98%。", Why.RATE),
    ],
)
def test_or_with_the_reason(tmp_path: Path, text: str, why: Why) -> None:
    (number,) = numbers(tmp_path, text)
    assert number["why"] == why
    assert WHY[why] in told(tmp_path, text)


def test_a_sum_is_told_with_its_parts(tmp_path: Path) -> None:
    (number,) = numbers(tmp_path, "公开信息7条，其中网站3条、微信4条。")
    assert (number["rule"], number["parts"]) == ("N507", ["3条", "4条"])
