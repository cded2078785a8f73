"""The text of a section on the screen."""
