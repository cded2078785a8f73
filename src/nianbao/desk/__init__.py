"""A report while it is worked on: what is typed, drawn, marked and kept. Knows no Textual."""
