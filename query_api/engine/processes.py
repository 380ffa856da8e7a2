"""Starting a process of ``query_api.engine.worker`` with a socket to it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Mapping


def start(order: Mapping[str, object]) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start a process of ``query_api.engine.worker`` and give it its first order."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "query_api.engine.worker", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    ours.sendall(json.dumps(order).encode() + b"\n")
    return process, ours
