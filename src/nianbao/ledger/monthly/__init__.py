"""Monthly counts → the cells that they add up to, whatever the layout of the sheets."""
