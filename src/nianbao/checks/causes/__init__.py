"""What probably went wrong where a sum is broken."""
