"""Limits of memory and time for a process, as each system has them.

Linux and macOS limit a process by setrlimit. macOS takes no limit of addresses, so there a thread looks at
what the process has in memory. Windows limits a job, which this process puts itself into.
"""

from __future__ import annotations

import ctypes
import math
import sys
from contextlib import suppress

_GLANCE = 0.05  # seconds between two looks
_TOO_MUCH = 137  # what a process ends with


def limit(memory: int, seconds: float) -> None:
    """Limit this process for good: bytes of memory, seconds of the processor from its beginning. What it
    starts has the same limits, the seconds rounded up.

    Raises OSError or ValueError where the system refuses to.
    """
    if sys.platform == "win32":
        put_into_job(memory, seconds)
    else:
        import resource  # not on every system
        import signal
        import time

        whole = math.ceil(seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))
        left = max(seconds - time.process_time(), 0.001)  # 0 would be no limit
        signal.setitimer(signal.ITIMER_PROF, left)  # the limit above knows whole seconds alone
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "darwin":
            watch(memory)
        else:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def limit_other(process: int, memory: int, seconds: int) -> None:
    """The same for a process that was just started, where the system can: on Linux."""
    if sys.platform == "linux":
        import resource

        with suppress(ProcessLookupError):
            resource.prlimit(process, resource.RLIMIT_AS, (memory, memory))
            resource.prlimit(process, resource.RLIMIT_CPU, (seconds, seconds + 1))


def watch(memory: int) -> None:
    """End this process as soon as it has taken more than so many bytes."""
    if sys.platform != "win32":
        import os
        import resource
        import threading
        import time

        unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss

        def look() -> None:
            while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit <= memory:
                time.sleep(_GLANCE)
            os._exit(_TOO_MUCH)

        threading.Thread(target=look, daemon=True).start()


# ---- jobs of Windows: learn.microsoft.com, "JOBOBJECT_EXTENDED_LIMIT_INFORMATION"

_PROCESS_TIME, _ACTIVE_PROCESS, _PROCESS_MEMORY = 0x2, 0x8, 0x100
_EXTENDED_LIMIT_INFORMATION = 9
_PER_SECOND = 10_000_000  # time counts in 100 ns


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION; IoInfo is IO_COUNTERS."""

    _fields_ = (
        ("BasicLimitInformation", BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def job_limits(memory: int, seconds: float) -> ExtendedLimits:
    """The limits of a job of a single process."""
    limits = ExtendedLimits()
    limits.BasicLimitInformation.LimitFlags = _PROCESS_TIME | _ACTIVE_PROCESS | _PROCESS_MEMORY
    limits.BasicLimitInformation.PerProcessUserTimeLimit = int(seconds * _PER_SECOND)
    limits.BasicLimitInformation.ActiveProcessLimit = 1
    limits.ProcessMemoryLimit = memory
    return limits


def put_into_job(memory: int, seconds: float) -> None:
    """Put this process into a job with limits. The job lasts as long as the process. Raises OSError."""
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = ctypes.c_void_p
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        limits = job_limits(memory, seconds)
        job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
        where, size = ctypes.byref(limits), ctypes.c_uint32(ctypes.sizeof(limits))
        if not (
            job
            and kernel.SetInformationJobObject(job, _EXTENDED_LIMIT_INFORMATION, where, size)
            and kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))
        ):
            raise ctypes.WinError(ctypes.get_last_error())
