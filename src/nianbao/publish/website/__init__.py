"""A report on somebody's website: what of a page a person sees, as far as the page itself tells."""
