"""A build's output as generations: all of its files take their names together, or none does.

A new generation is prepared in a hidden folder beside the old one and flushed to disk. A marker that lists all files is
written then, and the files are renamed into their places. Whatever comes next finds, after a build that was broken off,
either the marker, and finishes the swap, or none, and removes what was prepared: old or new, nothing between.
A lock, which ends with the process that holds it, tells a build at work from one that was broken off.
"""

from __future__ import annotations

import errno
import fcntl
import json
import logging
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from loader.errors import ConfigurationError
from loader.sources import flush_files, flush_folder, write_flushed

HIDDEN = Path(".cache")
"""Folder, inside an output folder, of what is worth nothing to readers."""
_STAGING = HIDDEN / "next"
_LOCK = HIDDEN / "lock"
_MARKER = "swap.json"


class Draft:
    """A generation that is being prepared; made by ``writing``. Paths are those that the files shall have in the end."""

    def __init__(self, root: Path) -> None:
        """Begin a draft.

        Args:
            root: the output folder; any other folder for a draft that is never committed.
        """
        self._root = root
        self._staging = root / _STAGING
        self._folders: dict[Path, Path] = {}
        self._staged: dict[Path, Path] = {}
        self._removed: dict[Path, None] = {}

    @property
    def folder(self) -> Path:
        """A folder for what is only needed while the draft is made; it goes with it."""
        folder = self._staging / "work"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def stage(self, path: Path) -> Path:
        """Return where to write what shall become a file."""
        folder = self._folders.setdefault(path.parent, self._staging / str(len(self._folders)))
        folder.mkdir(parents=True, exist_ok=True)
        self._staged[path] = folder / path.name
        self._removed.pop(path, None)
        return self._staged[path]

    def put(self, path: Path, data: bytes) -> bool:
        """Stage the bytes of a file unless it has them already; return whether they differ."""
        if path.is_file() and path.read_bytes() == data:
            self._drop(path)
            return False
        self.stage(path).write_bytes(data)
        return True

    def keep(self, path: Path) -> None:
        """Let a file stay as it is: what was staged for it is the same."""
        self._drop(path)

    def remove(self, path: Path) -> None:
        """Let the new generation lack a file."""
        self._drop(path)
        self._removed[path] = None

    def current(self, path: Path) -> Path:
        """Return where the bytes lie that a file has in the new generation."""
        return self._staged.get(path, path)

    def _drop(self, path: Path) -> None:
        if (staged := self._staged.pop(path, None)) is not None:
            staged.unlink(missing_ok=True)

    def commit(self) -> None:
        """Let all files take their names.

        Raises:
            ConfigurationError: a folder cannot be written; the old generation is whole.
        """
        if not self._staged and not self._removed:
            return
        for folder in {path.parent for path in (*self._staged, *self._removed)}:
            folder.mkdir(parents=True, exist_ok=True)
            if not os.access(folder, os.W_OK | os.X_OK):
                raise ConfigurationError(
                    "the folder cannot be written", where=str(folder), advice="give it write access"
                )
        self._staging.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self._staging / "work", ignore_errors=True)
        flush_files(self._staged.values())
        for folder in (*self._folders.values(), self._staging):
            flush_folder(folder)
        steps = [
            *([str(staged.relative_to(self._staging)), self._name(path)] for path, staged in self._staged.items()),
            *([None, self._name(path)] for path in self._removed),
        ]
        write_flushed(self._staging / _MARKER, json.dumps(steps).encode())
        _swap(self._root)

    def _name(self, path: Path) -> str:
        # Relative: the folders may have been moved when a swap is finished later.
        return os.path.relpath(path.absolute(), self._root.absolute())


@contextmanager
def writing(root: Path) -> Iterator[Draft]:
    """Prepare a new generation of an output folder, alone; what is not committed leaves no trace.

    A build that was broken off before is finished or undone first. Another one at work is waited for.

    Args:
        root: the output folder, made if missing.

    Raises:
        ConfigurationError: the folder cannot be written.
    """
    try:
        (root / HIDDEN).mkdir(parents=True, exist_ok=True)
        lock = os.open(root / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise ConfigurationError(
            f"cannot be written: {error.strerror}", where=str(root), advice="give it write access, or --output DIR"
        ) from error
    try:
        if not _take(lock):
            _say(root, "một lần dựng khác đang chạy, chờ nó xong · another build is at work; waiting for it to end")
            _take(lock, wait=True)
        _clear_up(root)
        draft = Draft(root)
        try:
            yield draft
        except OSError as error:
            error.filename = error.filename or str(root)  # a write that fails does not say where
            raise
        finally:
            if not (root / _STAGING / _MARKER).is_file():
                shutil.rmtree(root / _STAGING, ignore_errors=True)
    finally:
        os.close(lock)


def settle(root: Path) -> bool:
    """Finish or undo a build of an output folder that was broken off; wait while one at work swaps its files.

    Returns:
        Whether all files of the folder are of one generation; False for an instant only: a swap has just begun.

    Raises:
        ConfigurationError: a swap was broken off, and the folder cannot be written.
    """
    if not (root / _STAGING).is_dir():
        return True
    try:
        lock = _open_lock(root)
    except OSError as error:
        return _leave(root, error)
    try:
        if _take(lock):
            _clear_up(root)
        elif (root / _STAGING / _MARKER).is_file():
            _take(lock, wait=True)
            _clear_up(root)
    except OSError as error:
        return _leave(root, error)
    finally:
        os.close(lock)
    return not is_swapping(root)


def is_swapping(root: Path) -> bool:
    """Say whether files of an output folder are taking their names."""
    return (root / _STAGING / _MARKER).is_file()


def roots_of(paths: Iterable[Path]) -> list[Path]:
    """Return the output folders that paths (files, or folders that hold them or lie in them) belong to."""
    near = {folder for path in paths for folder in (path, path.parent, path.parent.parent)}
    return sorted(folder for folder in near if (folder / HIDDEN).is_dir())


def _open_lock(root: Path) -> int:
    try:
        return os.open(root / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        if error.errno not in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise
        return os.open(root / _LOCK, os.O_RDONLY | os.O_CLOEXEC)  # enough to see whether a build is at work


def _take(lock: int, *, wait: bool = False) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in (errno.ENOLCK, errno.EOPNOTSUPP):  # a network file system without locks
            raise
    return True


def _clear_up(root: Path) -> None:
    """Finish or undo, with the lock in hand, what a build that was broken off has left."""
    staging = root / _STAGING
    if (staging / _MARKER).is_file() and _steps(staging) is not None:
        _swap(root)
        _say(root, "đã hoàn tất một lần dựng bị ngắt quãng · a build that was broken off is now finished")
    elif staging.is_dir():
        began = any(path.is_file() for path in staging.rglob("*"))
        shutil.rmtree(staging)
        if began:
            _say(root, "đã bỏ một lần dựng bị ngắt quãng · a build that was broken off is undone; all is as before it")
    elif staging.is_symlink() or staging.exists():
        staging.unlink()  # somebody's file, where a build is going to prepare its own


def _leave(root: Path, error: OSError) -> bool:
    if is_swapping(root):
        raise ConfigurationError(
            f"a build was broken off while its files took their places, and cannot be finished: {error.strerror}",
            where=str(root),
            advice="run the command where the folder can be written",
        ) from error
    return True  # what lies prepared harms nobody; whoever may write there will remove it


def _steps(staging: Path) -> list[tuple[str | None, str]] | None:
    """Return what the marker lists; None where it is damaged: it has its name only once it is whole on disk."""
    try:
        steps = json.loads((staging / _MARKER).read_text(encoding="utf-8"))
        return [(None if staged is None else os.fspath(staged), os.fspath(name)) for staged, name in steps]
    except (ValueError, TypeError):
        return None


def _swap(root: Path) -> None:
    """Let the files that the marker lists take their names; what was done before is not done again.

    Raises:
        ConfigurationError: a folder cannot be written. Before the first file has its name the swap is called off.
    """
    staging = root / _STAGING
    steps = _steps(staging) or []
    folders: dict[Path, None] = {}
    for staged, name in steps:
        path = Path(os.path.normpath(root.absolute() / name))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if staged is None:
                path.unlink(missing_ok=True)
            elif (staging / staged).is_file():
                _rename(staging / staged, path)
        except OSError as error:
            if not folders:
                (staging / _MARKER).unlink()
            raise ConfigurationError(f"cannot be written: {error.strerror}", where=str(path)) from error
        folders[path.parent] = None
    for folder in folders:
        flush_folder(folder)
    (staging / _MARKER).unlink()
    flush_folder(staging)
    shutil.rmtree(staging, ignore_errors=True)


def _rename(staged: Path, path: Path) -> None:
    try:
        staged.replace(path)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = path.with_name(f".{path.name}.part")  # another file system: no rename leads there
        shutil.copyfile(staged, beside)
        flush_files([beside])
        beside.replace(path)
        with suppress(FileNotFoundError):
            staged.unlink()


def _say(root: Path, words: str) -> None:
    logging.getLogger("langnghe.generation").warning("langnghe: %s: %s", root, words)
