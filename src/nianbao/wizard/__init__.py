"""The form wizard in the terminal. It knows no rule, no label and no file format of the law."""
