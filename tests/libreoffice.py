"""LibreOffice, which may be absent: the tests that need it say so and are skipped."""

from __future__ import annotations

import pytest

from nianbao.read import office

PROGRAM = office._program() or ""
NEEDED = pytest.mark.skipif(not PROGRAM, reason="LibreOffice is not installed")
