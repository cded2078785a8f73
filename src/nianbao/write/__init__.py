"""Writers: the HTML of a report → the bytes of a file."""


class OutputError(Exception):
    """A file cannot be made; the message, in Chinese, says why and what to do."""
