"""How a report stands on paper, settled once for everything that prints it."""
