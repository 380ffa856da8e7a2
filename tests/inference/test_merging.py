"""Sorted files changed by lines, and written side by side."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.inference import merging
from loader.inference.merging import NewFiles, lines_among, patch

LINES = st.frozensets(st.text("abcđ ", max_size=4).map(lambda text: f"{text}\n".encode()), max_size=12)


def file_of(folder: str, lines: frozenset[bytes]) -> Path:
    path = Path(folder) / "lines"
    path.write_bytes(b"".join(sorted(lines)))
    return path


@settings(max_examples=60, deadline=None)
@given(LINES, LINES)
def test_the_lines_that_came_and_went_are_all_that_changes(before: frozenset[bytes], after: frozenset[bytes]) -> None:
    with TemporaryDirectory() as folder:
        old, target = file_of(folder, before), Path(folder) / "target"
        patch(old, target, after - before, before - after)
        assert target.read_bytes() == b"".join(sorted(after))
        assert lines_among(old, after) == before & after


def _refused(*_: int) -> int:
    raise OSError(errno.EXDEV, "not between these")


def _slowly(source: int, target: int, count: int, at: int) -> int:
    return os.write(target, os.pread(source, min(count, 2), at)) if at < 8 else 0


@pytest.mark.parametrize("copying", [None, _refused, _slowly], ids=["system", "refused", "slowly"])
def test_what_the_system_copies_or_cannot_copy_is_what_was_there(
    copying: Callable[..., int] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "_LONG", 3)
    if copying is not None:
        monkeypatch.setattr(os, "copy_file_range", copying, raising=False)
    before = frozenset(b"%03d\n" % number for number in range(0, 90, 3))
    after = before - {b"000\n", b"042\n", b"045\n"} | {b"001\n", b"031\n", b"032\n", b"099\n"}
    patch(file_of(str(tmp_path), before), tmp_path / "target", after - before, before - after)
    assert (tmp_path / "target").read_bytes() == b"".join(sorted(after))


@pytest.mark.parametrize(("added", "removed"), [({b"a\n"}, set()), (set(), {b"b\n"})])
def test_a_file_that_is_not_what_it_was_is_refused(added: set[bytes], removed: set[bytes], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not what was written last"):
        patch(file_of(str(tmp_path), frozenset({b"a\n", b"c\n"})), tmp_path / "target", added, removed)


def test_a_file_that_is_not_there_has_no_lines_and_can_get_some(tmp_path: Path) -> None:
    old, target = tmp_path / "none", tmp_path / "target"
    assert lines_among(old, {b"a\n"}) == frozenset()
    patch(old, target, {b"b\n", b"a\n"}, ())
    assert target.read_bytes() == b"a\nb\n"
    with pytest.raises(ValueError, match="lacks a line"):
        patch(old, target, (), {b"a\n"})


@pytest.mark.parametrize("most", [1, 1 << 20])
def test_files_that_are_written_side_by_side_are_known_by_their_digests(
    most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "_WAITING", most)
    (tmp_path / "a").write_bytes(b"left by another attempt")
    files = NewFiles(tmp_path.joinpath)
    for name, text in (("a", b"1\n"), ("b", b"2\n"), ("a", b"3\n"), ("c", b"")):
        files.add(name, text)
    expected = {"a": b"1\n3\n", "b": b"2\n", "c": b""}
    assert files.written() == {name: sha256(text).hexdigest() for name, text in expected.items()}
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == expected
