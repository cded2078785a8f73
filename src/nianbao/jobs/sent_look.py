"""An office's own templates and fonts on their way to the workers of a cluster, which see no file here."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from nianbao.write.look import OURS, Look

Order = TypeVar("Order")


class SentLook(NamedTuple):
    """What a :class:`Look` holds: its digest, and each file by its path within the folder."""

    digest: str
    files: tuple[tuple[str, bytes], ...]


_unpacked: dict[str, tuple[tempfile.TemporaryDirectory[str], Look]] = {}  # taken away when the process ends


def packed(order: object) -> SentLook | None:
    """The files of the look that an order names; None if it names none but ours. Raises OSError."""
    look: Look = getattr(order, "look", OURS)
    if not look.folder:
        return None
    files = look.files()
    return SentLook(
        look.digest,
        tuple((path.relative_to(look.folder).as_posix(), path.read_bytes()) for path in files),
    )


def with_look_here(order: Order, sent: SentLook | None) -> Order:
    """The order with the same look in a folder of this machine, unpacked once a process. Raises OSError."""
    if sent is None:
        return order
    if sent.digest not in _unpacked:
        folder = tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True)
        for name, data in sent.files:
            path = Path(folder.name, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        _unpacked[sent.digest] = folder, Look(str(Path(folder.name).resolve()), sent.digest)
    plain: Any = order  # a frozen dataclass of a command
    changed: Order = dataclasses.replace(plain, look=_unpacked[sent.digest][1])
    return changed
