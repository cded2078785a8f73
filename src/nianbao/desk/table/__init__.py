"""A statutory table being filled in: drawn, walked in, typed into. Knows no screen."""
