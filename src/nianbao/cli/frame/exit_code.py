"""What the program tells the shell."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes. Where several files end differently, the greatest is returned."""

    FINE = 0
    FINDINGS = 1  # a report has findings of level E that are not waived
    INPUT = 2  # an input or the command line itself cannot be used
    OUTPUT = 3  # an output could not be made, or does not say what the report says
    ALTERED = 4  # a document has the report's words and figures, but is not the file that was made of it
    INTERRUPTED = 130  # Ctrl-C, as shells have it
    PIPE_CLOSED = 141  # the reader of stdout went away, as shells have it
