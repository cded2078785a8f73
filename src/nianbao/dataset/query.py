"""SQL over the table: what somebody asks is answered from the table alone, within bounds."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from nianbao.dataset import duck
from nianbao.dataset.rows import COLUMNS
from nianbao.problem import Refusal, shown

MOST_SECONDS = 60
MOST_ROWS = 1_000_000  # of an answer
_SMALLER = "；请缩小范围，例如加上 WHERE 或 LIMIT。"
_LONGEST = 200  # characters of what DuckDB says


class WrongQuery(Refusal):
    """A query that cannot be answered; the sentence says why."""


class Answer(NamedTuple):
    """What came of a query: names of columns, rows, and whether there were more than are given."""

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]
    more: bool = False


def ask(
    tables: Sequence[Path],
    sql: str,
    values: Sequence[object] = (),
    *,
    seconds: float = MOST_SECONDS,
    most: int = MOST_ROWS,
) -> Answer:
    """Ask the tables by SQL, in which they are ``figures``; ``values`` stand for its question marks.

    Raises WrongQuery for what is no single SELECT, cannot be answered, or takes longer than ``seconds``;
    InputError for a table that is none of ours; OutputError where DuckDB is not installed.
    """
    with duck.opened(tables) as open_:
        import duckdb

        late = threading.Timer(seconds, open_.interrupt)
        late.start()
        try:
            _require_one_select(open_, sql)
            found = open_.execute(sql, list(values))
            columns = tuple(each[0] for each in found.description or ())
            rows = found.fetchmany(most + 1)
        except duckdb.InterruptException as error:
            raise WrongQuery(f"查询超过{seconds:.0f}秒，已经停止{_SMALLER}") from error
        except duckdb.Error as error:
            raise WrongQuery(_sentence(error)) from error
        finally:
            late.cancel()
    return Answer(columns, [tuple(map(_plain, row)) for row in rows[:most]], len(rows) > most)


def _require_one_select(open_: Any, sql: str) -> None:
    import duckdb

    statements = open_.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise WrongQuery("只能查询：请写一句 SELECT，不能写入、打开文件或改设置。")


def _plain(value: object) -> object:
    """A number without the zeros that its type adds."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else value.normalize()


def _sentence(error: Exception) -> str:
    """Why a query cannot be answered. What DuckDB says in English is quoted, its first line alone."""
    said = str(error)
    kind, _, rest = said.partition(": ")
    first = shown(" ".join((rest or said).split("\n")[0].split()))[:_LONGEST]
    names = "、".join(column.name for column in COLUMNS)
    if kind == "Parser Error":
        return f"这句 SQL 写得不对（{first}）。"
    if match := re.match(r'Referenced (?:column|table) "([^"]+)" not found', first):
        return f"没有“{match[1]}”这一列；可用 {names}。"
    if kind == "Catalog Error" and "Table with name" in first:
        return f"没有这个表（{first}）；数据都在 {duck.TABLE} 这个表里。"
    if kind == "Permission Error":
        return "查询只能用数据本身，不能读写别的文件，也不能连网。"
    if kind == "Out of Memory Error":
        return f"查询用的内存太多，已经停止{_SMALLER}"
    return f"这句 SQL 不能执行（{first}）。"
