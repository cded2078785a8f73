"""Values as they are written into a report.toml."""

from __future__ import annotations

Keys = dict[str, str]  # the keys of a table, in order, as TOML; empty where left out


def string(text: str, *, lines: bool = False) -> str:
    """A string as TOML; with ``lines`` over several lines where it has several."""
    import tomli_w  # here, because most commands only read

    value = f"{text}\n" if lines and text else text
    return tomli_w.dumps({"": value}, multiline_strings=lines).removeprefix('"" = ').removesuffix("\n")
