"""From a report to what is published: composed, written, read back, compared; and the sheet to sign."""
