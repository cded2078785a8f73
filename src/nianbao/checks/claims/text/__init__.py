"""A line as it is read: tokens, the quantities among them, and the clauses that they make."""
