"""What goes out of a collected region: the summary for leaders, what is urged, what each member is told, the
workbook."""
