"""A lock on a file is one for all processes, and goes with the last that holds it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from query_api.engine.locks import FileLock


def test_a_lock_of_ones_own_keeps_others_out_and_shared_ones_go_together(tmp_path: Path) -> None:
    with FileLock(tmp_path / "x", shared=True) as one, FileLock(tmp_path / "x", shared=True) as two:
        assert one.take()
        assert two.take()
        with FileLock(tmp_path / "x") as own:
            assert not own.take()
    with FileLock(tmp_path / "x") as own:
        assert own.take()


def test_a_process_that_was_given_the_lock_holds_it_on(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "x")
    assert lock.take()
    wait = "import sys; sys.stdin.read()"
    holder = subprocess.Popen([sys.executable, "-c", wait], stdin=subprocess.PIPE, pass_fds=[lock.descriptor])
    lock.release()
    with FileLock(tmp_path / "x") as other:
        assert not other.take()
        holder.kill()
        holder.communicate()
        assert other.take()


def test_who_waits_is_told_once(tmp_path: Path) -> None:
    told: list[str] = []
    first = FileLock(tmp_path / "x")
    assert first.take()

    def tell() -> None:
        told.append("waiting")
        first.release()

    with FileLock(tmp_path / "x") as second:
        second.wait(tell)
    with FileLock(tmp_path / "x") as third:
        third.wait(tell)
    assert told == ["waiting"]
