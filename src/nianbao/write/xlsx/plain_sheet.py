"""A sheet whose formulas go into the file as they are."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet


class PlainSheet(Worksheet):
    """XlsxWriter looks each formula through for thirty functions that are younger than the format, and each
    condition for a hundred and thirty, which took nine tenths of the time of a workbook. Ours use none."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")
