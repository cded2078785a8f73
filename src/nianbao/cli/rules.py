"""``nianbao rules``: the rules by which reports are checked."""

from __future__ import annotations

import difflib
import string

import click

from nianbao.cli.frame import say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Command
from nianbao.model.rules import Rule, catalogue
from nianbao.model.wording import LEVELS

_HELP = """\
列出全部核对规则；写上编号，就说明这一条：级别、依据、怎么改。
"""
_EXAMPLES = """\
例：
  nianbao rules
  nianbao rules T301
"""


NOT_CHECKED = "（本版本还不检查这一条）"


@click.command(
    "rules",
    cls=Command,
    help=_HELP,
    epilog=_EXAMPLES,
)
@click.argument("code", metavar="[编号]", required=False)
def command(code: str | None) -> ExitCode:
    """List all rules, or explain one."""
    rules = catalogue()
    if code is None:
        for rule in rules.values():
            say.data(
                f"{rule.code}  {LEVELS[rule.level]}  {rule.title}" + ("" if rule.checked else NOT_CHECKED)
            )
        return ExitCode.FINE
    chosen = rules.get(code.upper())
    if chosen is None:
        near = difflib.get_close_matches(code.upper(), rules, n=3, cutoff=0.5)
        hint = f"是不是想写 {'、'.join(near)}？" if near else "用 nianbao rules 查看全部规则。"
        raise click.UsageError(f"没有“{code}”这条规则。{hint}", click.get_current_context())
    say.data(explanation(chosen))
    return ExitCode.FINE


def explanation(rule: Rule) -> str:
    """All that the catalogue says of a rule."""
    lines = [
        f"{rule.code}  {rule.title}",
        f"级别：{LEVELS[rule.level]}" + (f"（{rule.waiving}）" if rule.waiving else ""),
        *([] if rule.checked else [NOT_CHECKED.strip("（）")]),
        f"依据：{rule.law}",
        f"办法：{rule.remedy}",
        "会这样说：",
    ]
    for key, message in rule.messages.items():
        level = rule.levels.get(key, rule.level)
        lines.append(f"  {LEVELS[level]}  {outline(message)}")
    return "\n".join(lines + ([f"例：{rule.example}"] if rule.example else []))


def outline(message: str) -> str:
    """A rule's sentence with … in the place of what is filled in."""
    parts = string.Formatter().parse(message)
    return "".join(text + ("…" if name is not None else "") for text, name, _, _ in parts)
