"""DuckDB, which reads and writes Parquet and answers SQL, without a server; imported when it is needed.

It comes with the extra ``nianbao[region]``.
"""

from __future__ import annotations

import atexit
import gc
import glob
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from nianbao.dataset.rows import COLUMNS
from nianbao.extras import to_add
from nianbao.problem import InputError, OutputError, Problem

if TYPE_CHECKING:
    import duckdb

INSTALL = to_add("region")
TABLE = "figures"
# No figure of a form has more digits (model/figure.py), so each stands here as it was written.
_TYPES = {
    "string": "VARCHAR",
    "integer": "INTEGER",
    "number": "DECIMAL(38,18)",
    "boolean": "BOOLEAN",
}
CONFIG = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",  # no name in SQL means a variable of ours
    "memory_limit": "2GB",
    "temp_directory": "",
}


def is_there() -> bool:
    """Whether it is installed."""
    from importlib.util import find_spec

    return find_spec("duckdb") is not None


def connection() -> duckdb.DuckDBPyConnection:
    """A connection that has nothing yet. Raises OutputError where DuckDB is not installed."""
    try:
        import duckdb
    except ImportError as error:
        raise OutputError(f"做 Parquet 和查询要用 DuckDB，这里没有安装；{INSTALL}") from error
    # The program ends without looking for garbage; DuckDB would tell the user page after page what is left.
    atexit.register(gc.unfreeze)
    return duckdb.connect(":memory:", config=dict(CONFIG))


def parquet_of(table: Path, made: Path) -> None:
    """Write a table of ours that is CSV as Parquet: the same lines in the same order."""
    sql = f"COPY (FROM {_csv(table)}) TO {_text(str(made))} (FORMAT parquet, COMPRESSION zstd)"
    with connection() as open_:
        open_.execute(sql)


def opened(tables: Sequence[Path]) -> duckdb.DuckDBPyConnection:
    """A connection in which the tables, CSV or Parquet, are one view, and that reads no other file, loads
    nothing and lets nobody change that.

    Raises InputError if one of them is no table of ours, OutputError where DuckDB is not installed.
    """
    for table in tables:
        if table.suffix == ".csv" and not _is_ours(table):
            raise _foreign(table)
    open_ = connection()
    import duckdb

    named = ", ".join(f'"{column.name}"' for column in COLUMNS)
    each = [f"FROM {_of(table)} SELECT {named}" for table in tables]
    # A pattern is looked at as it is written, and then the file that it matches.
    allowed = [name for table in tables for name in (str(table), glob.escape(str(table)))]
    try:
        open_.execute(f"CREATE VIEW {TABLE} AS {' UNION ALL '.join(each)}")
        open_.execute(f"FROM {TABLE} LIMIT 1")
        open_.execute(f"SET allowed_paths=[{', '.join(map(_text, allowed))}]")
        open_.execute("SET enable_external_access=false")
        open_.execute("SET lock_configuration=true")
    except duckdb.Error as error:
        open_.close()
        raise _foreign(*tables) from error
    return open_


def _is_ours(table: Path) -> bool:
    """Whether a CSV file begins as ours do: DuckDB would take whatever has as many columns."""
    head = ",".join(column.name for column in COLUMNS).encode()
    try:
        with table.open("rb") as file:
            return file.readline(len(head) + 8).decode("utf-8-sig").rstrip().encode() == head
    except ValueError:
        return False


def _foreign(*tables: Path) -> InputError:
    names = "、".join(table.name for table in tables)
    remedy = "；请用 nianbao collect --to data 或 nianbao data 重新生成。"
    return InputError(Problem(names, "不是本程序生成的数据", remedy))


def _of(table: Path) -> str:
    return _csv(table) if table.suffix == ".csv" else f"read_parquet({_text(glob.escape(str(table)))})"


def _csv(table: Path) -> str:
    columns = ", ".join(f"{_text(column.name)}: {_text(_TYPES[column.type])}" for column in COLUMNS)
    return (
        f"read_csv({_text(glob.escape(str(table)))}, columns={{{columns}}}, header=true, auto_detect=false, "
        "delim=',', quote='\"', escape='\"', parallel=false)"
    )


def _text(text: str) -> str:
    """A text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"
