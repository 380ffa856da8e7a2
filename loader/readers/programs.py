"""Running helper programs (LibreOffice, OCR): found, started without settings of the user, ended in time."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from loader.errors import InputError


def find_program(*names: str) -> str | None:
    """Return the path of the first of these programs that is installed."""
    return next((path for path in map(shutil.which, names) if path), None)


def run_program(command: Sequence[str], folder: Path, seconds: float, name: str) -> str:
    """Run a program in ``folder`` and return what it printed.

    The program and all that it started are ended after ``seconds``.

    Raises:
        InputError: it failed or took too long; ``name`` is the file that it was to read.
    """
    environment = {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",  # Tesseract's threads only stand in each other's way
    }
    program = Path(command[0]).name
    with subprocess.Popen(
        list(command),
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            raise InputError(f"{program} did not finish within {seconds:.0f} seconds", where=name) from None
        except BaseException:
            _end(process)
            raise
    said = output.decode("utf-8", "replace").strip()
    if process.returncode:
        last = said.splitlines()[-1] if said else f"exit code {process.returncode}"
        raise InputError(f"{program} could not read the file: {last[:300]}", where=name)
    return said


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program with the group of processes that it leads."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()
    process.wait()
