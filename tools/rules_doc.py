"""Writes docs/rules.md from the catalogue of rules; a test compares the two.

python tools/rules_doc.py docs/rules.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from nianbao.cli.rules import NOT_CHECKED, outline
from nianbao.model.form_words import filled
from nianbao.model.load_forms import all_forms
from nianbao.model.rules import Rule, catalogue
from nianbao.model.wording import LEVELS

_HEAD = """\
# 核对规则

本页由 `make docs` 根据 `forms/rules.toml` 生成，请勿直接修改。
在命令行里用 `nianbao rules 编号` 查看同样的内容。

各部分、表格的叫法按{form}年格式。级别：**错误**——不改正不能发布；**提醒**——可能没错，请再看一遍，确实无误的可以说明理由；**提示**——供参考。
"""
_CHAPTERS = {
    "S": "全文",
    "T2": "{part[disclosure]}表格",
    "T3": "{part[applications]}表格",
    "T4": "{part[disputes]}表格",
    "N": "文字",
    "Y": "与上一年度",
    "R": "汇总",
}


def page(form_id: str = "") -> str:
    """The whole page, in the words of a form, or of the newest."""
    form = all_forms()[form_id or list(all_forms())[-1]]
    lines = [_HEAD.format(form=form.id)]
    for chapter, rules in groupby(catalogue(form.id).values(), key=_chapter):
        title = filled(chapter, form)
        lines += [f"## {title}\n", *(line for rule in rules for line in _entry(rule))]
    return "\n".join(lines)


def _chapter(rule: Rule) -> str:
    return next(name for start, name in _CHAPTERS.items() if rule.code.startswith(start))


def _entry(rule: Rule) -> Iterator[str]:
    yield f"### {rule.code} {rule.title}\n"
    if not rule.checked:
        yield f"{NOT_CHECKED}\n"
    level = f"- 级别：{LEVELS[rule.level]}"
    yield level + (f"，{rule.waiving}" if rule.waiving else "")
    yield f"- 依据：{rule.law}"
    for key, message in rule.messages.items():
        own = rule.levels.get(key, rule.level)
        yield f"- 会这样说：{outline(message)}" + ("" if own is rule.level else f"（{LEVELS[own]}）")
    yield f"- 办法：{rule.remedy}"
    if rule.example:
        yield f"- 例：{rule.example}"
    yield ""


def main() -> None:
    """Write the page to the file that is named."""
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
