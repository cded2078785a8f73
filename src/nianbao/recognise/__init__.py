"""Blocks + forms → Report: title, headings, tables, and each figure by its labels."""

from nianbao.recognise.report import Recognised, Unplaced, recognise

__all__ = ["Recognised", "Unplaced", "recognise"]
