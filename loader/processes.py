"""Processes that belong together: a child that ends with its parent, however that ends."""

from __future__ import annotations

import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # prctl(2)


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
