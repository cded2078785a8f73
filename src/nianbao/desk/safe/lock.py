"""A file for one process alone. The system lets go of it when the process ends, however it ends."""

from __future__ import annotations

import errno
import os
import sys

_ELSEWHERE = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL}

if sys.platform == "win32":
    import msvcrt

    _FAR_BEHIND = 1 << 40  # a locked byte cannot be read by others: lock one that is never written

    def take(descriptor: int) -> bool:
        """Take the open file; False if another has it."""
        os.lseek(descriptor, _FAR_BEHIND, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            return _refused(error)
        return True

else:
    import fcntl

    def take(descriptor: int) -> bool:
        """Take the open file; False if another has it. Copies of the descriptor share the lock."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return _refused(error)
        return True


def _refused(error: OSError) -> bool:
    """Where a file system knows no locks a file is everybody's: better than that nobody can work."""
    if error.errno in _ELSEWHERE:
        return False
    if error.errno in _NO_LOCKS:
        return True
    raise error
