"""All files of a generation take their names together, wherever the process that builds is ended."""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import signal
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from loader.generation import settle, writing
from loader.sources import write_atomically

OLD = {"documents/a.ttl": b"old a", "documents/b.ttl": b"old b", "inferred.nt": b"old"}
MARKER = Path(".cache") / "next" / "swap.json"
NEW = {"documents/a.ttl": b"new a", "documents/c.ttl": b"new c", "inferred.nt": b"new"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    root = tmp_path / "ttl"
    for name, data in OLD.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def change(root: Path) -> None:
    """Make the new generation: one file changes, one goes, one comes."""
    with writing(root) as draft:
        for name, data in NEW.items():
            draft.put(root / name, data)
        for name in OLD.keys() - NEW.keys():
            draft.remove(root / name)
        draft.commit()


def files(root: Path) -> dict[str, bytes]:
    shown = (p for p in root.rglob("*") if p.is_file() and ".cache" not in p.parts)
    return {str(p.relative_to(root)): p.read_bytes() for p in shown}


def left(root: Path) -> list[str]:
    return sorted(p.name for p in (root / ".cache").rglob("*"))


def end_at(step: int, root: Path) -> bool:
    """Change the folder in a process that is killed before its ``step``-th change of a name; return whether it was."""
    pid = os.fork()
    if pid == 0:
        done = 0

        def counted(function):  # type: ignore[no-untyped-def]
            def call(*arguments, **more):  # type: ignore[no-untyped-def]
                nonlocal done
                done += 1
                if done > step:
                    os.kill(os.getpid(), signal.SIGKILL)
                return function(*arguments, **more)

            return call

        try:
            for name in ("replace", "unlink", "mkdir", "write_bytes"):
                setattr(Path, name, counted(getattr(Path, name)))
            os.rmdir, shutil.rmtree = counted(os.rmdir), counted(shutil.rmtree)
            change(root)
            os._exit(0)
        finally:
            traceback.print_exc()
            os._exit(1)
    status = os.waitpid(pid, 0)[1]
    assert os.WIFSIGNALED(status) or status == 0
    return os.WIFSIGNALED(status)


def ended_copies(root: Path, folder: Path) -> Iterator[Path]:
    """Yield copies of an output folder, each after a change that was ended one step later."""
    for step in range(100):
        copy = Path(shutil.copytree(root, folder / str(step)))
        if not end_at(step, copy):
            return
        yield copy


def test_a_change_ended_at_any_step_leaves_the_old_or_the_new_generation(output: Path, tmp_path: Path) -> None:
    outcomes = []
    for step in range(100):
        root = Path(shutil.copytree(output, tmp_path / f"at-{step}"))
        ended = end_at(step, root)
        settle(root)
        assert files(root) in (OLD, NEW), f"ended before step {step}"
        assert left(root) in ([], ["lock"])
        outcomes.append(files(root) == NEW)
        if not ended:
            break
    assert not ended
    assert not outcomes[0]
    assert outcomes == sorted(outcomes), "once the change is decided it takes place"
    assert len(outcomes) > 8


def test_what_ends_while_it_finishes_another_one_is_finished_by_the_next(output: Path, tmp_path: Path) -> None:
    decided = next(root for root in ended_copies(output, tmp_path / "first") if (root / MARKER).is_file())
    assert files(decided) == OLD
    halfway = next(root for root in ended_copies(decided, tmp_path / "second") if files(root) not in (OLD, NEW))
    settle(halfway)
    assert files(halfway) == NEW
    assert left(halfway) == ["lock"]


def test_who_meets_a_broken_off_build_says_so_in_one_line(output: Path, caplog: pytest.LogCaptureFixture) -> None:
    staged = output / ".cache" / "next" / "0"
    staged.mkdir(parents=True)
    (staged / "a.ttl").write_bytes(b"half")
    with caplog.at_level(logging.WARNING):
        settle(output)
        settle(output)
    assert len(caplog.messages) == 1
    assert "is undone" in caplog.messages[0]
    assert str(output) in caplog.messages[0]
    assert files(output) == OLD


@pytest.mark.parametrize(
    "marker", [b"", b"{", b"\xff", b"[1]", b'[["0/a.ttl", 5]]', b'{"a": 1}', b'[["0/a.ttl", "b", "c"]]']
)
def test_a_damaged_marker_undoes_the_build_that_left_it(
    output: Path, caplog: pytest.LogCaptureFixture, marker: bytes
) -> None:
    staged = output / ".cache" / "next" / "0"
    staged.mkdir(parents=True)
    (staged / "a.ttl").write_bytes(b"half")
    (output / MARKER).write_bytes(marker)
    with caplog.at_level(logging.WARNING):
        assert settle(output)
    assert len(caplog.messages) == 1
    assert files(output) == OLD
    assert left(output) == ["lock"]
    change(output)
    assert files(output) == NEW


def test_a_change_that_fails_leaves_nothing(output: Path) -> None:
    def fail() -> None:
        with writing(output) as draft:
            draft.put(output / "documents" / "a.ttl", b"new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert files(output) == OLD
    assert left(output) == ["lock"]


def test_what_takes_its_name_was_flushed_to_disk_before(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: set[int] = set()
    unflushed: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(descriptor: int) -> None:
        fsync(descriptor)
        flushed.add(os.fstat(descriptor).st_ino)

    def noted_replace(path: Path, target: Path) -> Path:
        if path.stat().st_ino not in flushed:
            unflushed.append(str(path))
        flushed.discard(target.parent.stat().st_ino)
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    change(output)
    write_atomically(output / "alone.txt", b"bytes")
    assert unflushed == []
    for folder in (output, output / "documents"):
        assert folder.stat().st_ino in flushed, "names are flushed, too"


def test_a_file_that_a_killed_process_left_half_written_is_removed_by_the_next(output: Path) -> None:
    ended = os.fork()
    if ended == 0:
        os._exit(0)
    os.waitpid(ended, 0)
    half = output / f".report.html.{ended}.part"
    half.write_bytes(b"half")
    own = output / f".report.html.{os.getppid()}.part"
    own.write_bytes(b"of a process that still writes it")
    write_atomically(output / "report.html", b"whole")
    assert not half.exists()
    assert own.exists()


@pytest.mark.parametrize("link", [False, True])
def test_a_file_where_a_build_prepares_its_own_is_no_hindrance(output: Path, link: bool) -> None:
    staging = output / ".cache" / "next"
    staging.parent.mkdir(exist_ok=True)
    if link:
        staging.symlink_to("nowhere")
    else:
        staging.write_bytes(b"not a folder")
    change(output)
    assert files(output) == NEW
    assert left(output) == ["lock"]


def test_a_file_whose_bytes_are_the_same_is_not_touched(output: Path) -> None:
    before = (output / "inferred.nt").stat()
    with writing(output) as draft:
        assert not draft.put(output / "inferred.nt", b"old")
        draft.commit()
    assert (output / "inferred.nt").stat() == before


def test_a_change_waits_for_the_one_before_it_and_says_so(output: Path, caplog: pytest.LogCaptureFixture) -> None:
    order = []
    began = threading.Event()
    waiting = threading.Event()

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "at work" in record.getMessage():
                waiting.set()

    def first() -> None:
        with writing(output) as draft:
            began.set()
            assert waiting.wait(20)
            draft.put(output / "inferred.nt", b"first")
            draft.commit()
            order.append("first")

    ear = Ear()
    logging.getLogger("langnghe.generation").addHandler(ear)
    try:
        thread = threading.Thread(target=first)
        thread.start()
        assert began.wait(20)
        with writing(output) as draft:
            order.append("second")
            assert not draft.put(output / "inferred.nt", b"first"), "the second begins with what the first left"
        thread.join()
    finally:
        logging.getLogger("langnghe.generation").removeHandler(ear)
    assert order == ["first", "second"]
    assert len([m for m in caplog.messages if "at work" in m]) == 1


def test_a_build_at_work_is_left_alone_by_readers(output: Path) -> None:
    with writing(output) as draft:
        draft.put(output / "documents" / "a.ttl", b"new a")
        assert settle(output), "nothing has been swapped: all files are of the old generation"
        assert draft.current(output / "documents" / "a.ttl").is_file()
        draft.commit()
    assert files(output)["documents/a.ttl"] == b"new a"


def test_the_lock_ends_with_the_process_that_held_it(output: Path) -> None:
    ready, go = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            with writing(output):
                os.write(go, b".")
                signal.pause()
        finally:
            os._exit(1)
    os.read(ready, 1)
    with (output / ".cache" / "lock").open() as lock:
        with pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
