"""The year of a report as people type it."""

from __future__ import annotations

import re

from nianbao.model.figure import half_width
from nianbao.model.load_forms import all_forms, form_for
from nianbao.patterns import regex

LATEST_YEAR = 2099  # a later year is a slip of the hand
_TYPED_YEAR = regex(r"(\d{4})(?:年度?)?", re.ASCII)


class WrongYear(ValueError):
    """No year of a report; ``what`` is wrong and ``remedy`` is the way out, both without an end mark."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}，{remedy}。")
        self.what = what
        self.remedy = remedy


def report_year(typed: str | int) -> int:
    """The year of a report as typed: 2025, also 2025年, 2025年度 and in full-width digits.

    Raises WrongYear for what is no year, and for a year that no form is for.
    """
    if isinstance(typed, str):
        match = _TYPED_YEAR.fullmatch(half_width(typed).strip())
        if match is None:
            raise WrongYear("年度写成四位数字", f"例如 2025；写的是“{typed}”")
        typed = int(match[1])
    if form_for(typed) is None or typed > LATEST_YEAR:
        first = next(iter(all_forms().values())).first_year
        raise WrongYear(f"{typed}年没有对应的报告格式", f"最早是{first}年")
    return typed
