"""All checks of a report, run at once or kept up to date cell by cell."""

from __future__ import annotations

from nianbao.checks.notes import remembered
from nianbao.checks.run import Watch, check

__all__ = ["Watch", "check", "remembered"]
