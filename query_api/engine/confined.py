"""A module run as a program inside limits: memory, processor time, size of files; for work on what strangers send.

Run as ``python -m query_api.engine.confined MEMORY SECONDS MODULE [ARGUMENT …]``. The limits hold for whatever the
module starts, too; the caller ends the whole process group at its deadline.
"""

from __future__ import annotations

import os
import resource
import runpy
import sys

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


def main(arguments: list[str]) -> None:
    """Confine this process, then become the module."""
    memory, seconds, module, *rest = arguments
    confine(int(memory), int(seconds))
    sys.argv = [module, *rest]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
