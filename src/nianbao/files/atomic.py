"""Files written at one stroke: no crash and no full disk leaves half of one."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import struct
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from nianbao.files.names import names_of_locks
from nianbao.files.regular import require_replaceable
from nianbao.problem import windows_number
from nianbao.systems import real_path, sync_folder

OWNER, GROUP, ACCESS_LIST, ATTRIBUTES = "所有者", "所属的组", "访问控制列表", "扩展属性"
ACL = "system.posix_acl_access"
_ENTRY, _HEAD = struct.Struct("<HHI"), 4  # of an access list; bytes before its entries
_GROUP, _OTHERS = 0x04, 0x20  # tags of entries: the file's group, anybody else
_SHORT = 60  # characters of the name; with what is added still a possible one
# Seconds to wait where Windows refuses: virus scanners open a file for a moment after it was written.
_PAUSES = (0.02, 0.05, 0.1, 0.2)


def write(path: Path, data: bytes) -> tuple[str, ...]:
    """Replace a file at one stroke: whatever happens, either the old or the new content is there.

    A link stays a link. Mode, owner, group, access lists and attributes of an existing file are kept where
    the system allows it; those that it does not are returned, in words. What could then be read by more
    people than before is not: without its group or list a file gives the group no more than everybody.
    On Windows a file has the permissions of its folder.
    """
    path = real_path(path)
    require_replaceable(path)
    import tempfile  # here, because a command that only reads has no use for what it loads

    descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:_SHORT]}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        lost = _take_over(path, Path(name))
        replace(Path(name), path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    sync_folder(path.parent)
    return lost


def not_kept(lost: tuple[str, ...]) -> str:
    """A sentence for what could not be kept; empty if everything was."""
    return f"系统不允许保留原来的{'、'.join(lost)}。" if lost else ""


def _take_over(path: Path, new: Path) -> tuple[str, ...]:
    """Give the new file what the old one has besides its content; what could not be given, in words."""
    try:
        old = path.stat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        new.chmod(0o666 & ~mask)
        return ()
    lost = list(_owners(old, new))
    wanted = _attributes_of(path)
    mode = stat.S_IMODE(old.st_mode)
    if GROUP in lost and (access := _for_another_group(wanted.get(ACL, b""))):
        wanted[ACL] = access  # of a file with a list, the mode says what the list allows at most
    elif GROUP in lost:
        mode = _without_group(mode)
    lost += _attributes(wanted, new)
    if ACCESS_LIST in lost:
        mode = _without_group(mode)
    new.chmod(mode)
    return tuple(dict.fromkeys(lost))


def _without_group(mode: int) -> int:
    """A mode by which a group may do no more than anybody."""
    return mode & (~0o070 | (mode & 0o007) << 3)


def _for_another_group(access: bytes) -> bytes:
    """An access list by which the file's group, another one than before, may do no more than anybody; those
    who are named in it may do what they could (linux/posix_acl_xattr.h: tag, permissions, id). Empty if it
    is none."""
    if len(access) <= _HEAD or len(access) % _ENTRY.size != _HEAD:
        return b""
    entries = list(_ENTRY.iter_unpack(access[_HEAD:]))
    others = next((allowed for tag, allowed, _ in entries if tag == _OTHERS), 0)
    return access[:_HEAD] + b"".join(
        _ENTRY.pack(tag, allowed & others if tag == _GROUP else allowed, name)
        for tag, allowed, name in entries
    )


def _owners(old: os.stat_result, new: Path) -> Iterator[str]:
    """Give the new file its owner and its group, one by one: a group of one's own may be given by anybody."""
    if sys.platform == "win32":
        return
    now = new.stat()
    for words, one, other, owner, group in (
        (GROUP, old.st_gid, now.st_gid, -1, old.st_gid),
        (OWNER, old.st_uid, now.st_uid, old.st_uid, -1),
    ):
        if one != other:
            try:
                os.chown(new, owner, group)
            except OSError:
                yield words


def _attributes_of(path: Path) -> dict[str, bytes]:
    """The access lists and extended attributes of a file; on Linux both are called so."""
    if sys.platform != "linux":
        return {}
    try:
        return {name: os.getxattr(path, name) for name in os.listxattr(path)}
    except OSError:  # a file system without them
        return {}


def _attributes(wanted: dict[str, bytes], new: Path) -> Iterator[str]:
    """Give the new file access lists and extended attributes, and take those from it that it has besides."""
    if sys.platform != "linux":
        return
    there = _attributes_of(new)
    for name, value in wanted.items():
        if there.get(name) != value:
            try:
                os.setxattr(new, name, value)
            except OSError:
                yield ACCESS_LIST if "acl" in name else ATTRIBUTES
    for name in there.keys() - wanted.keys():  # given by the folder
        with contextlib.suppress(OSError):
            os.removexattr(new, name)


def replace(new: Path, path: Path) -> None:
    """Give a finished file its name, in the place of what has it. Raises OSError; EBUSY where another program
    has the old one open.

    Windows replaces no open file, and says so with the same words as where somebody may not write.
    """
    for pause in (*_PAUSES, None):
        try:
            new.replace(path)
        except PermissionError as error:
            if pause is None or windows_number(error) is None:
                if _is_open_elsewhere(path, error):
                    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(path)) from error
                raise
            time.sleep(pause)
        else:
            return


def _is_open_elsewhere(path: Path, error: PermissionError) -> bool:
    """Whether a file could not be replaced because another program has it open."""
    if any(path.with_name(name).exists() for name in names_of_locks(path.name)):
        return True
    if windows_number(error) is None or not path.exists():
        return False
    try:
        with path.open("r+b"):
            return True  # it may be written, in a folder where files may be made
    except OSError as why:
        return windows_number(why) in {32, 33}  # the sharing violations
