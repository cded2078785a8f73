"""The printing library is loaded without starting programs."""

from __future__ import annotations

import ctypes.util
import subprocess
import sys

import pytest

from nianbao.write.pdf.weasyprint.library_names import by_the_loader_alone

LOADED = """
import ctypes.util, subprocess
started = []
class Counted(subprocess.Popen):
    def __init__(self, command, *arguments, **options):
        started.append(command)
        super().__init__(command, *arguments, **options)
subprocess.Popen = Counted
search = ctypes.util.find_library
from nianbao.write.pdf import document
document.engines.loaded("weasyprint")
assert ctypes.util.find_library is search
print(started)
"""


def test_no_program_is_started_to_load_it() -> None:
    run = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_search_is_restored_when_the_import_fails() -> None:
    search = ctypes.util.find_library
    with pytest.raises(OSError, match="no Pango"), by_the_loader_alone():
        raise OSError("no Pango")
    assert ctypes.util.find_library is search
