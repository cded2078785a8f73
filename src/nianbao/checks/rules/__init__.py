"""The rules, a module for each family; the codes in its function names say what rule is where."""
