"""report.toml → Report, with every fault told by line, key and remedy."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path, PurePath
from typing import Any

import tomli

from nianbao.files import bounds, regular
from nianbao.files.bounds import LARGEST_FILE
from nianbao.files.report_toml.earlier import CHARTS, EARLIER, asked, earlier
from nianbao.files.report_toml.letter import LETTER, letter
from nianbao.files.report_toml.origins import origins
from nianbao.files.report_toml.remarks import LARGEST_EXPONENT, REMARKS, comments, marks, shown_value, waivers
from nianbao.key_lines import Path as KeyPath
from nianbao.key_lines import line_within, lines_of
from nianbao.model.agency import agency_kinds
from nianbao.model.figure import LONGEST, Figure, from_toml
from nianbao.model.form import Cell, Form
from nianbao.model.load_forms import all_forms, form_for
from nianbao.model.narrative import invisible
from nianbao.model.reference import faults
from nianbao.model.report import Report
from nianbao.model.year import WrongYear, report_year
from nianbao.patterns import regex
from nianbao.problem import InputError, Problem
from nianbao.toml_syntax import UTF_16, encoding_fault, syntax_fault
from nianbao.words import first_of

COMPUTED = "="  # stands in a row for a total that is not given, where another of the row is
_TOP_KEYS = (
    *("form", "agency", "year", "agency_kind", "date", "title", "read_from", "prior", "region", "published"),
    *(CHARTS, LETTER, EARLIER, *REMARKS, "origins"),
)
_MOST_NAMES = 20  # that are offered for one that is not known
_OURS = ".toml"
_LARGEST_YEAR = 99_999  # a longer one is not even told
_LONGEST_NUMBER = regex(r"[0-9_]{4300}")  # int() refuses longer ones


def load(path: Path) -> Report:
    """Read a report.toml. Raises InputError with all its faults, OSError if it cannot be opened."""
    return loads(regular.content(path, LARGEST_FILE), str(path))


def loads(data: bytes, name: str) -> Report:
    """Read the bytes of a report.toml; ``name`` is what faults call the file."""
    if len(data) > LARGEST_FILE:
        raise InputError(Problem(name, "文件太大，不像是一份报告", "；请核对文件名。"))
    return _Loader(_decoded(data, name), name).report()


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        binary = b"\0" in data and not data.startswith(UTF_16)
        raise InputError(_another(name) if binary else _wrong(name, encoding_fault(name, error))) from error


def _wrong(name: str, fault: Problem) -> Problem:
    """What is wrong with a file that is no TOML: its name says whether it was to be one."""
    return fault if _OURS in name.lower() or not PurePath(name).suffix else _another(name)


def _another(name: str) -> Problem:
    from nianbao.read.unread import remedy_for  # here, because hardly any run needs it

    remedy = remedy_for(PurePath(name)) or "填报文件是 .toml，请核对文件名"
    return Problem(name, "这不是填报文件，也不是能读的文档", f"；{remedy}。")


class _Loader:
    """Reads one report and collects faults as it goes; nothing is dropped silently."""

    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name
        self._lines: dict[KeyPath, int] | None = None
        self._problems: list[Problem] = []
        self._untold = 0  # faults beyond those that are told
        self._data = self._parsed()

    def report(self) -> Report:
        data = self._data
        year = self._year()
        form = self._form(year)
        agency = self._text_at(("agency",), required="机关全称")
        if form is None:
            raise self._faults()
        self.known((), data, (*_TOP_KEYS, *(section.id for section in form.sections)))
        figures, narrative, headings = self._sections(form)
        report = Report(
            form=form,
            agency=agency,
            year=year or 0,
            agency_kind=self._agency_kind(),
            date=self._date("date"),
            title=self._text_at(("title",)) or None,
            headings=headings,
            narrative=narrative,
            figures=figures,
            waivers=waivers(self, self._data, form),
            comments=comments(self, self._data, form),
            marks=marks(self, self._data, form),
            source=self._text_at(("read_from",)),
            prior=self._text_at(("prior",)),
            region=self._text_at(("region",)),
            published=self._date("published"),
            origins=origins(self, self._data, form),
            letter=letter(self, self._data, year),
            charts=asked(self, self._data),
            earlier=earlier(self, self._data, form),
        )
        self._check_text(report)
        if self._problems:
            raise self._faults()
        return report

    def _faults(self) -> InputError:
        """All faults; of very many the first, and how many more there are."""
        if self._untold:
            self._problems.append(Problem(self._name, f"还有{self._untold}处问题", "；请先改正上面的。"))
        return InputError(*self._problems)

    # ---- the file as TOML

    def _parsed(self) -> dict[str, Any]:
        if line := bounds.line_of_long_key(self._text):
            raise InputError(Problem(f"{self._name} 第{line}行", "项目名称里的点太多", "；请核对文件。"))
        try:
            return tomli.loads(self._text, parse_float=_decimal)
        except tomli.TOMLDecodeError as error:
            fault = syntax_fault(self._name, self._text, str(error))
            raise InputError(_wrong(self._name, fault)) from error
        except RecursionError as error:
            raise InputError(Problem(self._name, "括号套得太深，无法读取", "；请核对文件。")) from error
        except ValueError as error:
            long = _LONGEST_NUMBER.search(self._text)
            line = self._text.count("\n", 0, long.start()) + 1 if long else 1
            raise InputError(Problem(f"{self._name} 第{line}行", "数字太长", "；请核对。")) from error

    def fault(self, path: KeyPath, what: str, remedy: str = "。", *, offset: int = 0) -> None:
        """A fault of the value at ``path``, or of its character ``offset``."""
        if self._full:
            self._untold += 1
            return
        if self._lines is None:
            self._lines = lines_of(self._text)
        known = path if path in self._lines else (*path, 0)  # the first of an array of tables
        while known and known not in self._lines:
            known = known[:-1]
        line = f" 第{line_within(self._text, self._lines[known], offset)}行" if known else ""
        key = ".".join(str(part + 1) if isinstance(part, int) else shown_value(part) for part in path)
        self._problems.append(Problem(f"{self._name}{line} {key}".rstrip(), what, remedy))

    @property
    def _full(self) -> bool:
        """Whether so many faults were found that a further one is only counted."""
        return len(self._problems) >= bounds.MOST_FAULTS

    def near(self, word: str, names: Collection[str]) -> str:
        """The name nearest to a word, empty if none is near, or if it would not be told."""
        if self._full or len(word) > LONGEST:
            return ""
        import difflib  # here, because only a slip needs it

        return next(iter(difflib.get_close_matches(word, names, n=1)), "")

    def known(self, path: KeyPath, table: Mapping[str, Any], names: Collection[str]) -> None:
        for key in table:
            if key not in names:
                near = self.near(key, names)
                hint = (
                    f"；是不是想写 {near}？"
                    if near
                    else f"；可用的有：{first_of(list(names), _MOST_NAMES)}。"
                )
                self.fault((*path, key), "没有这一项", hint)

    # ---- who, when, in which form

    def _year(self) -> int | None:
        year = self._data.get("year")
        if year is None:
            self.fault(("year",), "没有写年度", "；请写 year = 2025 这样的一行。")
        elif not isinstance(year, int) or isinstance(year, bool) or abs(year) > _LARGEST_YEAR:
            self.fault(("year",), f"年度应当是四位数字，写的是 {shown_value(year)}", "；请写成 year = 2025。")
            return None
        return year

    def _form(self, year: int | None) -> Form | None:
        try:
            year = year if year is None else report_year(year)
        except WrongYear as error:
            self.fault(("year",), error.what, f"；{error.remedy}，请核对年度。")
            return None
        name = self._data.get("form")
        if name is not None:
            form = all_forms().get(shown_value(name))
            if form is None:
                known = "、".join(all_forms())
                self.fault(("form",), f"没有“{shown_value(name)}”这种格式", f"；可用的有：{known}。")
            return form
        return form_for(year) if year is not None else None

    def _agency_kind(self) -> str | None:
        kind = self._text_at(("agency_kind",))
        if kind and kind not in agency_kinds():
            known = "、".join(f"{item.id}（{item.name}）" for item in agency_kinds().values())
            self.fault(("agency_kind",), f"没有“{shown_value(kind)}”这种机关", f"；可用的有：{known}。")
            return None
        return kind or None

    def _date(self, key: str) -> datetime.date | None:
        date = self._data.get(key)
        if date is None or type(date) is datetime.date:
            return date
        self.fault((key,), f"日期写的是 {shown_value(date)}", f"；请写成 {key} = 2026-01-20，不加引号。")
        return None

    def _text_at(self, path: tuple[str, ...], required: str = "") -> str:
        table: Any = self._data
        for key in path[:-1]:
            table = table[key]
        value = self.text_in(path[:-1], table, path[-1])
        if required and not value.strip() and isinstance(table.get(path[-1], ""), str):
            self.fault(path, f"没有写{required}", f'；请写 {path[-1]} = "…" 这样的一行。')
        return value

    def text_in(self, path: KeyPath, table: Mapping[str, Any], key: str) -> str:
        value = table.get(key, "")
        if isinstance(value, str):
            return value
        self.fault((*path, key), f"应当是文字，写的是 {shown_value(value)}", "；请加上引号。")
        return ""

    # ---- sections

    def _sections(self, form: Form) -> tuple[dict[str, Figure], dict[str, str], dict[str, str]]:
        figures: dict[str, Figure] = {}
        narrative: dict[str, str] = {}
        headings: dict[str, str] = {}
        for section in form.sections:
            table = self._data.get(section.id)
            if table is None:
                continue
            if not isinstance(table, dict):
                self.fault((section.id,), "应当是一个部分", f"；请写成 [{section.id}] 一行，内容写在下面。")
                continue
            rows = {row: cells for row, cells in form.rows.items() if cells[0].section == section.id}
            short = [row.partition(".")[2] for row in rows]
            keys = ["text"] * section.text + ["heading"] * bool(section.heading) + short
            self.known((section.id,), table, keys)
            if not section.text:
                continue
            if text := self._text_at((section.id, "text")).strip("\n"):
                narrative[section.id] = text
            heading = self._text_at((section.id, "heading"))
            if "heading" in table and heading != section.heading:
                headings[section.id] = heading
            for row, cells in rows.items():
                key = row.partition(".")[2]
                if key in table:
                    figures |= self._row((section.id, key), table[key], cells, form)
        return figures, narrative, headings

    def _row(self, path: KeyPath, value: Any, cells: tuple[Cell, ...], form: Form) -> dict[str, Figure]:
        """The figures of a row. An empty row says nothing; totals at its end may be left out."""
        typed = typed_cells(cells, form)
        if not isinstance(value, list):
            self.fault(path, "一行数据要写在方括号里", f"；请写成 {path[-1]} = [{shown_value(value)}]。")
            return {}
        if value and len(value) not in {len(typed), len(cells)}:
            names = "、".join(cell.column.name for cell in typed)
            extra = "，后面可以再写总计" if len(cells) > len(typed) else ""
            self.fault(path, f"这一行有{len(value)}个数", f"；应为{len(typed)}个：{names}{extra}。")
            return {}
        figures = {}
        for cell, item in zip(typed if len(value) == len(typed) else cells, value, strict=False):
            if isinstance(item, bool) or not isinstance(item, int | Decimal | str):
                self.fault(path, f"“{cell.column.name}”不是数也不是文字：{shown_value(item)}")
            elif isinstance(item, Decimal) and not (
                item.is_finite() and abs(item.adjusted()) <= LARGEST_EXPONENT
            ):
                self.fault(path, f"“{cell.column.name}”不是一个数：{item}")
            elif isinstance(item, int) and abs(item) >= 10**LONGEST:
                self.fault(path, f"“{cell.column.name}”的数字太长", "；请核对。")
            elif isinstance(item, str) and len(item) > LONGEST:
                long = f"“{cell.column.name}”写了{len(item)}个字，太长"
                self.fault(path, long, f"；最多{LONGEST}个字，详细说明请写在正文里。")
            elif item != COMPUTED:
                figures[cell.id] = from_toml(item)
            elif cell.id not in form.totals:
                self.fault(path, f"“{cell.column.name}”不是由程序计算的总计，不能写 {COMPUTED}", "；请填数。")
        return {key: figure for key, figure in figures.items() if form.can_hold(key, figure)}

    # ---- text

    def _check_text(self, report: Report) -> None:
        self._one_line(("agency",), report.agency)
        self._one_line(("title",), report.title or "")
        self._one_line(("read_from",), report.source)
        self._one_line(("prior",), report.prior)
        self._one_line(("region",), report.region)
        for section_id, heading in report.headings.items():
            self._one_line((section_id, "heading"), heading)
        if bounds.too_long(report):
            self.fault((), f"正文超过{bounds.LONGEST_TEXT}字，不像一份报告", "；请核对文件。")
            return
        for section_id, text in report.narrative.items():
            path = (section_id, "text")
            written = self._data[section_id]["text"]
            before = len(written) - len(written.lstrip("\n"))
            self.visible(path, text, before)
            for offset, error in faults(text, report):
                remedy = "" if self._full else f"；{error.remedy}"
                self.fault(path, error.what, remedy, offset=before + offset)
        for cell_id, figure in report.figures.items():
            self.visible(tuple(cell_id.split(".")[:2]), figure.text + figure.remark)

    def _one_line(self, path: KeyPath, text: str) -> None:
        if "\n" in text or "\t" in text:
            self.fault(path, "中间有换行或制表符", "；请写在一行里。")
        self.short(path, text, bounds.LONGEST_LINE)
        self.visible(path, text)

    def short(self, path: KeyPath, text: str, most: int) -> None:
        if len(text) > most:
            self.fault(path, f"写了{len(text)}个字，太长", f"；最多{most}个字，请核对。")

    def visible(self, path: KeyPath, text: str, before: int = 0) -> None:
        """``before``: how many characters of the string come before the text."""
        offsets = [offset for offset, character in enumerate(text) if invisible(character)]
        if offsets:
            first = offsets[0]
            what = f"第{first + 1}个字是看不见的控制字符 U+{ord(text[first]):04X}"
            more = f"，这样的字共有{len(offsets)}个" if len(offsets) > 1 else ""
            self.fault(path, what + more, "；请删去。", offset=before + first)


def typed_cells(row: tuple[Cell, ...], form: Form) -> tuple[Cell, ...]:
    """The cells of a row without the total that the row itself adds up to."""
    own = {cell.id for cell in row}
    return tuple(cell for cell in row if not own.issuperset(form.totals.get(cell.id, ("",))))


def _decimal(text: str) -> Decimal:
    """A number with a point or an exponent; NaN where it has more digits than any, or an exponent beyond
    what Decimal takes."""
    try:
        return Decimal(text if len(text) <= bounds.MOST_DIGITS else "NaN")
    except InvalidOperation:
        return Decimal("NaN")
