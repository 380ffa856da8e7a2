"""Starting a process of ``query_api.engine.worker`` with a socket to it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import IO


def start(
    order: Mapping[str, object], *, held: Sequence[int] = (), words: IO[bytes] | None = None
) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start a process of ``query_api.engine.worker`` and give it its first order.

    Args:
        order: what it shall do.
        held: descriptors that it shall hold as long as it lives.
        words: where what it says on its error stream goes; None: where ours goes.

    Raises:
        OSError: the system gives no process.
    """
    ours, theirs = socket.socketpair()
    try:
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-m", "query_api.engine.worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno(), *held],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=words,
            )
    except OSError:
        ours.close()
        raise
    ours.sendall(json.dumps(order).encode() + b"\n")
    return process, ours
