"""Help pages: terms and explanations in columns, all in Chinese."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result

from nianbao.cli.frame.page import Page
from nianbao.cli.main import program
from nianbao.terminal import width_of

Run = Callable[..., Result]

COMMANDS = ["", *program.list_commands(None)]  # type: ignore[arg-type]


def test_terms_and_explanations_stand_in_columns() -> None:
    page = Page(width=20)
    page.write_dl([("甲", "一二三四五六七八九"), ("乙乙乙", "短"), ("-o", "")])
    assert page.getvalue().splitlines() == ["甲      一二三四五六", "        七八九", "乙乙乙  短", "-o"]


def test_a_long_term_has_a_line_of_its_own() -> None:
    page = Page(width=40)
    page.write_dl([("一" * 16, "长"), ("乙", "短")])
    assert page.getvalue().splitlines() == ["一" * 16, " " * 32 + "长", "乙" + " " * 30 + "短"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_page_is_chinese_with_an_example_in_80_columns(run: Run, command: str) -> None:
    result = run(*([command] if command else []), "--help")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("用法：nianbao")
    assert "  nianbao " in result.stdout or "：nianbao " in result.stdout
    assert max(map(width_of, lines)) <= 80
    cut = [line for line in lines if line.endswith(("，", "、")) and width_of(line) < 70]
    assert not cut  # a line of the source that ends within a sentence
    assert not {"Usage", "Options", "Commands", "Show", "default"} & set(result.stdout.split())
