"""How commands print trees and tables: wrapped to a terminal, whole lines into a pipe or file."""

from __future__ import annotations

import sys

from rich.console import Console

_PIPE_WIDTH = 2000


def console() -> Console:
    """Return a console on standard output; not a terminal, it never cuts or wraps a line."""
    return Console() if sys.stdout.isatty() else Console(width=_PIPE_WIDTH)
