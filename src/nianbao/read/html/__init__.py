"""Web page → paragraphs and tables."""
