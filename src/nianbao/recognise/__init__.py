"""Blocks + forms → Report: title, headings, tables, and each figure by its labels."""

from nianbao.recognise.report import Figures, Recognised, Unplaced, figures_in, recognise, recognise_all

__all__ = ["Figures", "Recognised", "Unplaced", "figures_in", "recognise", "recognise_all"]
