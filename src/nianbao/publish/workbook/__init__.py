"""Report → workbook: the form to be filled in with its totals and cross-sums at work."""

from nianbao.publish.workbook.form import blank_workbook, workbook

__all__ = ["blank_workbook", "workbook"]
