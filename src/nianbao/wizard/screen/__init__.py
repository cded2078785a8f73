"""The one screen on which a report is filled in, and what frames it."""
