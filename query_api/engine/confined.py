"""A module run as a program inside limits: memory, processor time, size of files; for work on what strangers send.

Run as ``python -m query_api.engine.confined MEMORY SECONDS LIFELINE FOLDER FILE MODULE [ARGUMENT …]``. What is to be
worked on comes on standard input and is written to FILE in FOLDER. The limits hold for whatever the module starts, too;
with a MEMORY of 0 there are none.

LIFELINE is the descriptor of a pipe whose other end the caller holds. The caller ends the whole process group and says
so, and says so again when it has no more use for FOLDER; should it be killed before, a watcher does what is left to do.
"""

from __future__ import annotations

import os
import resource
import runpy
import shutil
import signal
import sys
from contextlib import suppress
from pathlib import Path

ENDED = b"e"
"""What the caller writes on the lifeline when the process group has ended."""
DONE = b"."
"""What the caller writes on the lifeline when there is nothing left to watch."""
_LARGEST_FILE = 256 << 20


def confine(memory: int, seconds: int) -> None:
    """Lower this process's limits for good.

    Args:
        memory: bytes of address space.
        seconds: processor time.
    """
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, _LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (lowest, lowest))
    os.nice(10)  # queries come first


def watch(lifeline: int, folder: Path) -> None:
    """Start a process that, when the caller is gone, ends this one's group and deletes the folder.

    A process and not a thread or a signal: the readers' programs are to end as well, whatever they are doing.
    """
    group = os.getpgrp()
    if os.fork() > 0:
        os.close(lifeline)
        return
    try:
        # Whoever reads what the module writes is to see its end; and event loops leave copies of descriptors open.
        os.closerange(0, lifeline)
        os.closerange(lifeline + 1, os.sysconf("SC_OPEN_MAX"))
        os.setpgid(0, 0)
        said = os.read(lifeline, 1)
        if said == ENDED:
            said = os.read(lifeline, 1)
        elif said != DONE:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        if said != DONE:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os._exit(0)


def main(arguments: list[str]) -> None:
    """Confine this process, take what it is to work on, then become the module."""
    memory, seconds, lifeline, folder, file, module, *rest = arguments
    watch(int(lifeline), Path(folder))  # before there is anything to delete
    with Path(folder, file).open("wb") as out:
        shutil.copyfileobj(sys.stdin.buffer, out)
    if int(memory):
        confine(int(memory), int(seconds))
    sys.argv = [module, *rest]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
