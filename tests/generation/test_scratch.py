"""Folders for passing work are gone with whoever made them, also when that was killed."""

from __future__ import annotations

import os
import signal
import stat
import tempfile
from pathlib import Path

import pytest

from loader.scratch import Scratch, scratch, sweep


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_is_there_for_the_time_of_a_block(place: Path) -> None:
    with scratch("test") as folder:
        (folder / "file").write_text("x")
        assert folder.parent == place
    assert list(place.iterdir()) == []


def test_a_folder_in_use_is_left_alone(place: Path) -> None:
    with scratch("test") as folder:
        sweep()
        assert folder.is_dir()


def test_the_folder_of_a_killed_process_is_removed_by_the_next(place: Path) -> None:
    ready, go = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            Scratch("test")
            os.write(go, b".")
            signal.pause()
        finally:
            os._exit(1)
    os.read(ready, 1)
    left = list(place.iterdir())
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    assert [folder for folder in left if folder.is_dir()] != []
    with scratch("test") as mine:
        assert list(place.iterdir()) == [mine]


def test_what_others_left_is_not_ours_to_remove(place: Path) -> None:
    (place / "langnghe-notes").mkdir()
    (place / "something-else").mkdir()
    sweep()
    assert len(list(place.iterdir())) == 2


def test_a_folder_that_is_just_being_made_is_left_alone_until_its_maker_has_had_time(place: Path) -> None:
    unlocked = Path(tempfile.mkdtemp(prefix="langnghe-scratch-new-"))
    sweep()
    assert unlocked.is_dir()
    os.utime(unlocked, (0, 0))
    sweep()
    assert list(place.iterdir()) == []


def test_a_folder_in_use_for_long_is_left_alone(place: Path) -> None:
    folder = Scratch("test")
    os.utime(folder.path, (0, 0))
    sweep()
    assert list(place.iterdir()) == [folder.path]
    folder.remove()
    assert list(place.iterdir()) == []


def test_what_a_killed_removal_left_is_removed_by_the_next(place: Path) -> None:
    left = place / "langnghe-scratch-test-abc"
    (left / "deep" / "er").mkdir(parents=True)
    sweep()
    assert list(place.iterdir()) == []


def test_nobody_else_may_enter(place: Path) -> None:
    with scratch("test") as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
