"""Data Packages as Frictionless, which validates them, sees them."""

from __future__ import annotations

from pathlib import Path

import frictionless


def faults(package: Path, resource: str = "") -> list[str]:
    """What is wrong with a package (its descriptor or a zip), or with one of its resources alone: what its
    files say is held against their schemas, sizes and hashes. Brackets in the path would be a pattern."""
    found = frictionless.validate(str(package.resolve()), resource_name=resource or None)
    return [": ".join(fault) for fault in found.flatten(["title", "message"])]
