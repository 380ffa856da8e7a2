"""Digests are taken from the last time only where a file cannot have been touched since."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from loader.digests import DIGESTS_FILE, Digests, Stamp, date_back

LONG_AGO = (1_600_000_000, 1_600_000_000)


def kept(folder: Path, digests: Digests) -> Digests:
    """Return what the next build knows."""
    (folder / DIGESTS_FILE).parent.mkdir(exist_ok=True)
    (folder / DIGESTS_FILE).write_bytes(digests.stored())
    return Digests.read(folder)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_bytes(b"one")
    os.utime(path, LONG_AGO)
    return path


def of(data: bytes) -> str:
    return sha256(data).hexdigest()


def test_what_looks_untouched_is_not_read_again(tmp_path: Path, file: Path) -> None:
    first = Digests()
    assert first.of(file) == of(b"one")
    with file.open("r+b") as opened:
        opened.write(b"two")
    os.utime(file, LONG_AGO)  # nobody can tell
    assert kept(tmp_path, first).of(file) == of(b"one")
    assert Digests().of(file) == of(b"two")


def _longer(path: Path) -> None:
    path.write_bytes(b"longer")
    os.utime(path, LONG_AGO)


def _later(path: Path) -> None:
    path.write_bytes(b"two")


def _another(path: Path) -> None:
    beside = path.with_name("beside")
    beside.write_bytes(b"two")
    os.utime(beside, LONG_AGO)
    beside.replace(path)


@pytest.mark.parametrize("change", [_longer, _later, _another])
def test_what_was_touched_is_read_again(tmp_path: Path, file: Path, change: Callable[[Path], None]) -> None:
    first = Digests()
    first.of(file)
    change(file)
    assert kept(tmp_path, first).of(file) == of(file.read_bytes())


def test_what_was_changed_a_moment_ago_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(b"one")
    soon = time.time_ns() + 60_000_000_000  # a moment is over soon on a machine under load
    os.utime(path, ns=(soon, soon))
    first = Digests()
    first.of(path)
    stamp = path.stat()
    with path.open("r+b") as opened:
        opened.write(b"two")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert kept(tmp_path, first).of(path) == of(b"two")


def test_a_file_that_was_just_written_is_known_and_a_change_to_it_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"one")
    date_back(path)
    first = Digests()
    first.know(path, path, "known by another name")
    assert kept(tmp_path, first).of(path) == "known by another name"
    with path.open("r+b") as opened:
        opened.write(b"two")
    assert kept(tmp_path, first).of(path) == of(b"two")


@pytest.mark.parametrize(
    ("changed", "settled"), [(7_123_456_789, True), (7_900_000_001, False), (7_000_000_000, False)]
)
def test_a_change_is_sooner_told_from_another_where_the_file_system_tells_more_than_seconds(
    changed: int, settled: bool
) -> None:
    assert Stamp(1, changed, 1, "").is_settled(7_950_000_000) == settled


@pytest.mark.parametrize("damage", [b"", b"[]", b'{"a": 1}', b'{"a": [1]}'])
def test_a_memory_that_is_damaged_is_none(tmp_path: Path, file: Path, damage: bytes) -> None:
    (tmp_path / DIGESTS_FILE).parent.mkdir()
    (tmp_path / DIGESTS_FILE).write_bytes(damage)
    assert Digests.read(tmp_path).of(file) == of(b"one")
