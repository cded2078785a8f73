"""Any number of inputs by one command: their order, how far a run is, and the sum of it."""
