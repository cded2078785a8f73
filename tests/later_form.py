"""A made-up form for a later year, made as CONTRIBUTING says: end the newest, add a changed one.

The form has one section more, one table of amounts with a total, one row more, one column less, and a
renamed and renumbered section.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

_YEARS = re.compile(r"^years = \{ from = (\d+)(.*) \}$", re.MULTILINE)
_SECTION = """[[sections]]
id = "budget"
name = "经费"
heading = "五、政府信息公开工作经费情况"
guidance = "填各项经费的金额。"

[sections.table]
layout = "matrix"
usual_column = "sum"

[[sections.table.blocks]]
columns = [
  { id = "staff",     label = "人员经费（单位：万元）", name = "人员", kind = "amount", unit = "万元" },
  { id = "platforms", label = "平台经费",               name = "平台", kind = "amount" },
  { id = "sum",       label = "合计（单位：万元）",     name = "合计", kind = "amount", unit = "万元" },
]
rows = [
  { id = "spent",   label = "本年支出" },
  { id = "planned", label = "下年预算" },
  { id = "all",     label = "总计", name = "经费总计" },
]

"""
_TOTALS = """[[totals]]
rule = "T303"
table = "budget"
each = "row"
total = "sum"
parts = ["staff", "platforms"]

[[totals]]
rule = "T302"
table = "budget"
each = "column"
total = "all"
parts = ["spent", "planned"]

"""


def add_later_form(folder: Path, change: Callable[[str], str] | None = None) -> str:
    """Add the form to a copy of forms/ and end the one before it; its id."""
    newest = max((path for path in folder.glob("*.toml") if path.stem.isdigit()), key=lambda path: path.stem)
    text = newest.read_text(encoding="utf-8")
    later = (folder / "2021.toml").read_text(encoding="utf-8")  # whose lines changed() knows
    match, other = _YEARS.search(text), _YEARS.search(later)
    assert match is not None
    assert other is not None
    year = int(match[1]) + 8
    newest.write_text(text.replace(match[0], f"years = {{ from = {match[1]}, to = {year - 1} }}"), "utf-8")
    later = later.replace(other[0], f"years = {{ from = {year} }}")
    later = re.sub(r'^id = ".*"$', f'id = "{year}"', later, count=1, flags=re.MULTILINE)
    later = re.sub(r'^notice = ".*"$', f'notice = "某函〔{year}〕1号"', later, count=1, flags=re.MULTILINE)
    (folder / f"{year}.toml").write_text((change or changed)(later), encoding="utf-8")
    return str(year)


def changed(text: str) -> str:
    """The form with everything in it that a notice may change."""
    repeated = '{ id = "unprocessed_repeated",'
    legal = '      { id = "legal_service",   label = "法律服务机构", kind = "count" },\n'
    problems = '[[sections]]\nid = "problems"'
    replaced = [
        (repeated, '{ id = "unprocessed_rude", label = "6.辱骂性申请" },\n      ' + repeated),
        (legal, ""),
        ('  "applications.received.legal_service",\n', ""),  # of a chart
        (problems, _SECTION + problems),
        ('heading = "五、存在的主要问题及改进情况"', 'heading = "六、问题与整改"'),
        ('heading = "六、其他需要报告的事项"', 'heading = "七、其他需要报告的事项"'),
        ("# ---- cross-sums", _TOTALS + "# ---- cross-sums"),
    ]
    for old, new in replaced:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return text
