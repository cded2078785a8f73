"""Tables as they were read → the figures of a form, each by its labels."""
