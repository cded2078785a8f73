"""Reports of a region or of many years: collected, listed, asked for their figures."""
