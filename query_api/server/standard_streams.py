"""The standard streams as a command finds them: closed ones, and those of a terminal that cannot write Vietnamese."""

from __future__ import annotations

import io
import os
import sys


def prepare() -> None:
    """Make the standard streams fit to be written on, whatever the environment is.

    A stream that was closed becomes one into nothing: else the next file that is opened would take its number, and what
    a library prints would land there. Files and pipes get UTF-8, whatever the locale says; a terminal of another
    encoding gets what it can show.
    """
    for descriptor, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(descriptor)
        except OSError:
            opened = os.open(os.devnull, mode)
            if opened != descriptor:
                os.dup2(opened, descriptor)
                os.close(opened)
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - lives as long as the process
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            terminal = stream.isatty()
            stream.reconfigure(
                encoding=None if terminal else "utf-8", errors="replace" if terminal else "backslashreplace"
            )
