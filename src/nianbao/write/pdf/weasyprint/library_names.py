"""The system libraries that WeasyPrint asks for while it is imported, found without starting programs.

WeasyPrint tries each library by its names on several systems. For a name that does not exist here ctypes
starts ldconfig, gcc and ld one after the other, which comes to a quarter of the first PDF. Names that the
loader of the system knows, such as ``libpango-1.0.so.0``, need no such search.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def by_the_loader_alone() -> Iterator[None]:
    """Libraries are found by their file names as the loader knows them, for as long as this lasts.

    On Linux alone; elsewhere the search starts no programs.
    """
    if not sys.platform.startswith("linux"):
        yield
        return
    import ctypes.util  # here, because a program that prints by typst needs none of it

    search = ctypes.util.find_library
    ctypes.util.find_library = _not_found
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _not_found(name: str) -> None:
    """What a search for a foreign name comes to."""
