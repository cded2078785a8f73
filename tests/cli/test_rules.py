"""nianbao rules: the catalogue for people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result

from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.rules import explanation, outline
from nianbao.model.rules import catalogue, rule

Run = Callable[..., Result]


def test_every_rule_has_a_line(run: Run) -> None:
    result = run("rules")
    assert result.exit_code == ExitCode.FINE
    assert [line.split()[0] for line in result.stdout.splitlines()] == list(catalogue())
    assert "T301  错误  每一列" in result.stdout


@pytest.mark.parametrize("code", ["T204", "t204"])
def test_one_rule_with_all_that_is_known_of_it(run: Run, code: str) -> None:
    said = run("rules", code).stdout
    chosen = rule("T204")
    assert said.startswith(f"T204  {chosen.title}\n")
    assert {f"依据：{chosen.law}", f"办法：{chosen.remedy}", "级别：错误（部分情形可以说明理由）"} <= set(
        said.splitlines()
    )
    assert said.count("\n  错误  ") == len(chosen.messages) - 1
    assert said.count("\n  提醒  ") == 1  # its sentence "large" has a level of its own


@pytest.mark.parametrize("code", catalogue())
def test_no_placeholder_is_shown(code: str) -> None:
    for message in rule(code).messages.values():
        assert "{" not in outline(message)
        assert outline(message) in explanation(rule(code))


def test_outline() -> None:
    assert outline("“{where}”列：{left}，相差{difference:>3}。") == "“…”列：…，相差…。"


def test_a_rule_that_is_not_checked_says_so() -> None:
    known = rule("R701")._replace(checked=False)
    assert "还不检查" in explanation(known)
    assert "还不检查" not in explanation(rule("R701"))
