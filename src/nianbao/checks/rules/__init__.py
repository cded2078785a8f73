"""The rules, a module for each family; what rule lives where is told by the codes in it."""
