"""Reads the totals and cross-sums of a form file, and proves that they can be worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from nianbao.model import formula
from nianbao.model.agency import agency_kinds
from nianbao.model.figure import Kind
from nianbao.model.form import PRIOR, Cell, CrossSum, Table
from nianbao.model.formula import Comparison, Side, Term
from nianbao.model.law_file import LawFile
from nianbao.model.text_condition import CLAUSE_END, TextCondition

_OF_LINES = {"rule", "table", "each", "only"}
KEYS = {
    "totals": _OF_LINES | {"total", "parts"},
    "sums": _OF_LINES
    | {"when", "holds", "message", "when_text", "unless_text", "unless_agency_kind", "unless_agency"},
    "text": {"section", "says", "unless"},
}

Resolve = Callable[[str], list[Term]]


class SumsOfForm(NamedTuple):
    """Reads ``[[totals]]`` and ``[[sums]]`` of a file whose sections and tables are known."""

    file: LawFile
    sections: Sequence[str]
    tables: Mapping[str, Table]
    cells: Mapping[str, Cell]

    def totals(self) -> tuple[dict[str, tuple[str, ...]], list[CrossSum]]:
        """The parts of every computed cell, and the cross-sums by which a total that is given is compared."""
        totals: dict[str, tuple[str, ...]] = {}
        cross_sums: list[CrossSum] = []
        for key, item in self._items("totals"):
            total = self.file.item(key, item, "total", str)
            parts = self.file.item(key, item, "parts", list)
            rule = self.file.item(key, item, "rule", str)
            for where, resolve in self._lines(key, item):
                left = self._resolved(f"{key}.total", total, resolve)
                right = tuple(t for part in parts for t in self._resolved(f"{key}.parts", part, resolve))
                if len(left) != 1:
                    self.file.fail(f"{key}.total", f"“{total}”不是一格，不能是总计")
                self._prove_alike(f"{key}.parts", (left[0], *right))
                totals.setdefault(left[0].cell, tuple(term.cell for term in right))
                cross_sums.append(
                    CrossSum(rule, item["table"], where, Comparison(Side(tuple(left)), "=", Side(right)))
                )
        self._no_circle(totals)
        return totals, cross_sums

    def sums(self) -> Iterator[CrossSum]:
        """Every other thing that must hold, once for each row or column that it is about."""
        for key, item in self._items("sums"):
            kinds = self.file.words(key, item, "unless_agency_kind")
            for kind in kinds:
                if kind not in agency_kinds():
                    known = f"；可用 {'、'.join(agency_kinds())}。"
                    self.file.fail(f"{key}.unless_agency_kind", f"没有“{kind}”这种机关", known)
            when_text, unless_text = (
                self._condition(key, item, f"{word}_text") for word in ("when", "unless")
            )
            rule = self.file.item(key, item, "rule", str)
            text = self.file.item(key, item, "holds", str)
            conditions = self.file.words(key, item, "when")
            message = self.file.optional(key, item, "message", "")
            for where, resolve in self._lines(key, item):
                holds = self._comparison(f"{key}.holds", text, resolve)
                yield CrossSum(
                    rule=rule,
                    section=item.get("table") or self._first_section(f"{key}.holds", holds),
                    where=where,
                    holds=holds,
                    when=tuple(self._comparison(f"{key}.when", each, resolve) for each in conditions),
                    message=message,
                    unless_agency_kind=frozenset(kinds),
                    unless_agency=self.file.expressions(key, item, "unless_agency"),
                    when_text=when_text,
                    unless_text=unless_text,
                )

    def _items(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        items: list[Any] = self.file.optional("", self.file.data, name, [])
        for index, item in enumerate(items, 1):
            key = f"{name}[{index}]"
            self.file.known(key, self.file.typed(key, item, dict), KEYS[name])
            yield key, item

    def _first_section(self, key: str, holds: Comparison) -> str:
        first = next(holds.cells(), None)
        if first is None:
            self.file.fail(key, "没有写到任何一格")
        return self.cells[first.removeprefix(PRIOR)].section

    def _condition(self, key: str, item: dict[str, Any], name: str) -> TextCondition | None:
        if name not in item:
            return None
        key, found = f"{key}.{name}", self.file.item(key, item, name, dict)
        self.file.known(key, found, KEYS["text"])
        section = self.file.item(key, found, "section", str)
        if section not in self.sections:
            self.file.fail(f"{key}.section", f"没有“{section}”这一部分")
        if "says" not in found:
            self.file.fail(f"{key}.says", "缺少这一项")
        says, unless = (self.file.words(key, found, word) for word in ("says", "unless"))
        for words in (*says, *unless):
            if CLAUSE_END.search(words) or not words.strip():
                self.file.fail(key, f"“{words}”里不能有句号、逗号等断句的标点", "；请分成几个词语。")
        return TextCondition(section, says, unless)

    # ---- names

    def _lines(self, key: str, item: dict[str, Any]) -> Iterator[tuple[str, Resolve]]:
        """The rows or columns that a statement is about: their words, and what a name means there."""
        if "each" not in item:
            if key.startswith("totals"):
                self.file.item(key, item, "each", str)
            yield "", self._anywhere
            return
        section, each = self.file.item(key, item, "table", str), item["each"]
        if section not in self.tables:
            self.file.fail(f"{key}.table", f"没有带表格的部分“{section}”")
        if each not in {"row", "column"}:
            self.file.fail(f"{key}.each", "只能是 row 或 column")
        blocks = self.tables[section].blocks
        entries = [top for block in blocks for top in (block.rows if each == "row" else block.columns)]
        only = self.file.words(key, item, "only")
        for name in only:
            if name not in {entry.id for top in entries for entry in top.walk()}:
                self.file.fail(f"{key}.only", f"表中没有“{name}”")
        chosen = [entry for top in entries for entry in top.walk() if not only or entry.id in only]
        for line in dict.fromkeys(leaf for entry in chosen for leaf in entry.leaves()):
            yield line.name, self._in_line(section, line.id, each)

    def _in_line(self, section: str, line: str, each: str) -> Resolve:
        """Names of columns within one row, or of rows within one column; a group gives its leaves."""

        def resolve(name: str) -> list[Term]:
            terms: dict[str, Term] = {}
            for block in self.tables[section].blocks:
                tops = block.columns if each == "row" else block.rows
                leaves = [leaf for top in tops for e in top.walk() if e.id == name for leaf in e.leaves()]
                for leaf in leaves:
                    ids = (line, leaf.id) if each == "row" else (leaf.id, line)
                    cell = self.cells.get(".".join((section, *ids)))
                    if cell is not None:
                        terms[cell.id] = _term(cell, leaf.mark or leaf.name)
            if not terms:
                raise LookupError(
                    f"{section} 的表中，{line} 没有“{name}”这一{'列' if each == 'row' else '行'}"
                )
            return list(terms.values())

        return resolve

    def _anywhere(self, name: str) -> list[Term]:
        """A name of three parts, section.row.column; the row may be a group."""
        parts = name.split(".")
        if len(parts) != 3 or parts[0] not in self.tables:
            raise LookupError(f"没有“{name}”这一格")
        terms = self._in_line(parts[0], parts[2], "column")(parts[1])
        cells = [self.cells[term.cell] for term in terms]
        return [_term(cell, cell.row.name) for cell in cells]

    def _comparison(self, key: str, text: str, resolve: Resolve) -> Comparison:
        def with_prior(name: str) -> list[Term]:
            if not name.startswith(PRIOR):
                return resolve(name)
            terms = resolve(name.removeprefix(PRIOR))
            return [term._replace(cell=PRIOR + term.cell, label=f"上年报告的{term.label}") for term in terms]

        try:
            found = formula.parse(text, with_prior)
        except (ValueError, LookupError) as error:
            self.file.fail(key, str(error.args[0]))
        for side in (found.left, found.right):
            self._prove_alike(key, side.terms)
        return found

    def _resolved(self, key: str, name: object, resolve: Resolve) -> list[Term]:
        try:
            return resolve(self.file.typed(key, name, str))
        except LookupError as error:
            self.file.fail(key, str(error.args[0]))

    # ---- proofs

    def _prove_alike(self, key: str, terms: Sequence[Term]) -> None:
        """Money is added to money alone. All units that a column may state can be converted."""
        money = [term for term in terms if term.kind is Kind.AMOUNT]
        if money and len(money) < len(terms):
            other = next(term for term in terms if term.kind is not Kind.AMOUNT)
            self.file.fail(
                key,
                f"“{money[0].label}”是金额，“{other.label}”不是，不能相加",
                "；请核对各列的 kind。",
            )

    def _no_circle(self, totals: dict[str, tuple[str, ...]]) -> None:
        def visit(cell: str, path: tuple[str, ...]) -> None:
            if cell in path:
                self.file.fail("totals", f"“{cell}”成了自己的组成部分")
            for part in totals.get(cell, ()):
                visit(part, (*path, cell))

        for total in totals:
            visit(total, ())


def _term(cell: Cell, label: str) -> Term:
    return Term(1, cell.id, cell.column.kind, label, cell.column.unit)
