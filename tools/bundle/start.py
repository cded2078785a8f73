"""What the one-folder program runs (``make bundle``): 年报 opens the wizard in the browser, nianbao is the
command line."""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys
from pathlib import Path

from platformdirs import user_documents_path

_COMMAND_LINE = "nianbao"


def main() -> None:
    """Run as the program by whose name this was started."""
    multiprocessing.freeze_support()
    here = Path(sys.executable)
    # Whatever the program starts (the wizard, a reader within limits) it starts as ``python -m MODULE``.
    sys.executable = str(here.with_name(_COMMAND_LINE + here.suffix))
    if sys.argv[1:2] == ["-m"] and len(sys.argv) > 2:
        module = sys.argv[2]
        sys.argv[:] = [module, *sys.argv[3:]]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        return
    from nianbao.cli.main import main as command_line
    from nianbao.cli.main import program

    if here.stem == _COMMAND_LINE:
        command_line()
    _serve(program)


def _serve(program: object) -> None:
    pass


if __name__ == "__main__":
    main()
