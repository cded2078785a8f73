"""How a number looks by the format of its cell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nianbao.read.workbook.formats import BUILT_IN, UNKNOWN, seen_by


@pytest.mark.parametrize(
    ("code", "number", "seen"),
    [
        ("General", "12.5", "12.5"),
        ("0", "2.5", "3"),
        ("@", "2.5", "2.5"),
        ("0_ ", "-2", "-2"),
        ("#", "0", ""),
        ("#,##0", "1234567", "1,234,567"),
        ("0.0#", "3", "3.0"),
        ("0.##", "3", "3"),
        ("0.00,", "1234", "1.23"),
        ("0;-0;;@", "0", ""),
        ("0;(0)", "-4", "(4)"),
        ('#,##0;-#,##0;"—"', "0", "—"),
        ('[=0]"无";General', "0", "无"),
        ('[=0]"无";General', "7", "7"),
        ("[Red]0", "5", "5"),
        ('"共"0"件"', "5", "共5件"),
        ("G/通用格式件", "5", "5件"),
        ("[$¥-804]#,##0.00", "5", "¥5.00"),
        ("0%", "0.05", "5%"),
        (BUILT_IN["41"], "0", "-"),
        (BUILT_IN["12"], "0.5", UNKNOWN),
        (BUILT_IN["11"], "5", UNKNOWN),
        ("000-0000", "5", UNKNOWN),
        ("[DBNum1]0", "5", UNKNOWN),
        ("0", "9" * 40 + ".5", UNKNOWN),
        ("yyyy-mm-dd", "45000", None),
    ],
)
def test_a_number_by_its_format(code: str, number: str, seen: str | None) -> None:
    assert seen_by(code, Decimal(number)) == seen
