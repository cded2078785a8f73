"""The text of a section being written: references, numbering, what is wrong in it. Knows no screen."""
