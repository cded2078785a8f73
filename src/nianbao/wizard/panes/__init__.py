"""What stands in the middle of the screen beside tables and texts: basic facts, findings, output."""
