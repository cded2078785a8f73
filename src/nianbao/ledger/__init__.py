"""The ledger of applications → the table of the form: columns and words mapped once, rows counted by
dates."""
