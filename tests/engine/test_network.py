"""A process that may open no connection still opens files, and so do its threads."""

from __future__ import annotations

import subprocess
import sys

import pytest

from query_api.engine.network import forbid_connections

TRIAL = """
import socket, sys, threading
from query_api.engine.network import forbid_connections
assert forbid_connections()
refused = []
def attempt():
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
        try:
            socket.socket(family)
        except PermissionError:
            refused.append(family)
attempt()
thread = threading.Thread(target=attempt)
thread.start()
thread.join()
open(sys.executable, "rb").close()
print(len(refused))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has filters of system calls")
def test_no_thread_opens_a_socket_and_all_open_files() -> None:
    done = subprocess.run([sys.executable, "-c", TRIAL], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "6", done.stderr


def test_an_unknown_processor_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("query_api.engine.network._MACHINES", {})
    assert not forbid_connections()
