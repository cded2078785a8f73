"""``nianbao tally``: from the ledger or from counts by month to the cells of the report."""
