"""Screens and windows of their own: the start, questions, previews, help, the palette of commands."""
