"""What the one-folder program runs (``make bundle``): 年报 opens the wizard in the browser, nianbao is the
command line. Both are this file; the name under which it was started decides."""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys
from pathlib import Path

from platformdirs import user_documents_path

COMMAND_LINE = "nianbao"
_CLOSED = "1800"  # seconds without a page after which it ends: nobody sees it where there is no window


def main() -> None:
    """Run as the program by whose name this was started."""
    multiprocessing.freeze_support()
    here = Path(sys.executable)
    # Whatever the program starts (the wizard, a reader within limits) it starts as ``python -m MODULE``.
    sys.executable = str(here.with_name(COMMAND_LINE + here.suffix))
    if sys.argv[1:2] == ["-m"] and len(sys.argv) > 2:
        sys.argv[:] = sys.argv[2:]
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
        return
    from nianbao.cli.main import main as command_line

    if here.stem != COMMAND_LINE:
        _go_to_documents()
        sys.argv[1:] = ["serve", "--until-closed", _CLOSED, *sys.argv[1:]]
    command_line()


def _go_to_documents() -> None:
    """Files without a folder lie among the user's documents, not in the program's folder."""
    documents = user_documents_path()
    os.chdir(documents if documents.is_dir() else Path.home())


if __name__ == "__main__":
    main()
