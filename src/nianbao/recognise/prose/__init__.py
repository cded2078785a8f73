"""Text as it was read → title, organ, year, sections, signature."""
