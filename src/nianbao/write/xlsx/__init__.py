"""Book → Excel workbook."""
