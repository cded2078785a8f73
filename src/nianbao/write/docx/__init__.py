"""HTML → Word file."""
