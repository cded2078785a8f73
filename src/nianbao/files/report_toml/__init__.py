"""report.toml: what a clerk scripts and the wizard saves; a row of a table is a line of the file."""

from nianbao.files.report_toml.load import load, loads
from nianbao.files.report_toml.save import new_text, save, updated_text

__all__ = ["load", "loads", "new_text", "save", "updated_text"]
