"""PDF → paragraphs and tables, by its structure or by what stands where on its pages."""
