"""What a process that works for another one does: it ends with it, and keeps apart what libraries say by themselves."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from collections.abc import Callable

CRASHES = frozenset((signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGKILL))
"""Signals that end a process which gets no memory: sent by its libraries, or by the system."""
_PR_SET_PDEATHSIG = 1  # prctl(2)
_SELDOM = 100_000
"""Objects made between two looks for garbage."""


def look_for_garbage_seldom() -> None:
    """Let this process look for garbage seldom: what a run makes is kept to its end or hangs on nothing that goes in circles."""
    gc.set_threshold(_SELDOM)


def begin_for(parent: int) -> None:
    """Begin a process that works for another one: it ends with it, and takes what it was given for what it will always need.

    Args:
        parent: process id of the parent.
    """
    end_with(parent)
    gc.freeze()  # shared memory as long as nobody touches it
    look_for_garbage_seldom()


def end_with(parent: int) -> None:
    """Let the system end this process when its parent has ended, and at once if it has already.

    Only Linux can; elsewhere an orphan goes on to its own end.

    Args:
        parent: process id of the parent.
    """
    if sys.platform != "linux":
        return
    import ctypes  # here, for few processes need it

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def divert_noise(descriptor: int) -> Callable[[], None]:
    """Send what libraries write on the standard error stream by themselves elsewhere; what Python writes goes there still.

    Args:
        descriptor: where it goes.

    Returns:
        What ends the diversion.
    """
    before = sys.stderr
    own = os.dup(2)
    os.dup2(descriptor, 2)
    stream = io.TextIOWrapper(
        io.FileIO(own, "w", closefd=False), encoding=before.encoding, errors="backslashreplace", write_through=True
    )
    sys.stderr = sys.__stderr__ = stream  # type: ignore[misc]

    def end() -> None:
        stream.flush()
        os.dup2(own, 2)
        os.close(own)
        sys.stderr = sys.__stderr__ = before  # type: ignore[misc, assignment]

    return end
