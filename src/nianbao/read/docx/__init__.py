"""Word file → paragraphs and tables."""
