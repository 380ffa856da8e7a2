"""What somebody sent is gone with whoever works on it, at whatever moment that is killed."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = """
import asyncio, sys, time
from pathlib import Path
from query_api.engine.confined_process import Bounds, confined

async def main():
    file = Path(sys.argv[1], "document.txt")
    async with confined(*sys.argv[3:], data=b"secret", file=file, bounds=Bounds(memory=int(sys.argv[2]))) as ended:
        print(ended.status, file.read_text(), flush=True)
        time.sleep(100)

asyncio.run(main())
"""


def is_gone(folder: Path) -> bool:
    ends = time.monotonic() + 60
    while folder.exists() and time.monotonic() < ends:
        time.sleep(0.02)
    return not folder.exists()


@pytest.mark.parametrize("memory", [3 << 30, 0])
def test_what_was_sent_goes_when_its_reader_is_killed_while_it_looks_at_what_was_made(
    tmp_path: Path, memory: int
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    command = [sys.executable, "-c", PROGRAM, str(folder), str(memory), "platform"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "0 secret\n"
        reader.kill()
    assert is_gone(folder)


def test_what_was_sent_goes_when_its_reader_is_killed_while_a_program_works_on_it(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    sleeping = ("timeit", "-n", "1", f"open({str(folder / 'begun')!r}, 'w').close(); import time; time.sleep(100)")
    command = [sys.executable, "-c", PROGRAM, str(folder), "0", *sleeping]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        ends = time.monotonic() + 60
        while not (folder / "begun").exists() and time.monotonic() < ends:
            time.sleep(0.02)
        reader.kill()
    assert is_gone(folder)
