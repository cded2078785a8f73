"""Plain text and Markdown → paragraphs and tables."""
