"""Help pages: columns as a terminal counts them, lines broken where Chinese may be."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result

from nianbao.cli.main import program
from nianbao.cli.page import Page, padded, width_of, wrapped

Run = Callable[..., Result]

COMMANDS = ["", *program.list_commands(None)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("年报", 4), ("（一）", 6), ("T301：错", 8), ("e\u0301", 1)]
)
def test_width(text: str, width: int) -> None:
    assert width_of(text) == width
    assert padded(text, 10) == text + " " * (10 - width)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("一二三四五六", 6, ["一二三", "四五六"]),
        ("一二三，四五", 6, ["一二", "三，四", "五"]),  # no comma at the beginning of a line
        ("一二（三四）", 6, ["一二", "（三", "四）"]),  # no bracket left open at its end
        ("用 nianbao check 核对", 14, ["用 nianbao", "check 核对"]),  # words stay whole
        ("  缩进的一二三", 8, ["  缩进的", "  一二三"]),
        ("甲\n\n乙", 8, ["甲", "", "乙"]),
    ],
)
def test_wrapping(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


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
    assert not {"Usage", "Options", "Commands", "Show", "default"} & set(result.stdout.split())
