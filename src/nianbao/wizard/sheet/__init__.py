"""The statutory table on the screen, filled in like a spreadsheet."""
