"""Numbers that count cases: what each of them is of, or why it is none of the tables'."""
