"""The report and the law as values: what a cell can hold, what a form states, who reports when."""
