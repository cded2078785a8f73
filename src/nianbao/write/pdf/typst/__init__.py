"""The way to paper by typst: the neutral HTML as data, templates/*.typ, and tags mended afterwards."""
