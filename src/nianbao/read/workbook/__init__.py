"""Excel, WPS and OpenDocument workbooks, and tables as text → tables."""
