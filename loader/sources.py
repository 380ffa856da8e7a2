"""The documents as received and the manifest that says where each came from."""

from __future__ import annotations

import glob
import hashlib
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from loader.errors import RESOURCES, ConfigurationError, InputError, not_a_file

MANIFEST = "manifest.toml"
_FLUSHED_AT_ONCE = 16
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_LICENCE_NOTE = (
    "Văn bản hành chính của cơ quan nhà nước: không thuộc phạm vi bảo hộ quyền tác giả (Luật Sở hữu trí tuệ, Điều 15). "
    "Official text of a state body: not subject to copyright (Law on Intellectual Property of Viet Nam, article 15)."
)


@dataclass(frozen=True, slots=True)
class Received:
    """One document of the manifest.

    Attributes:
        file: file name in the folder of sources.
        origin: where it came from.
        sha256: hexadecimal digest of the file.
        received: the day it was received, ISO 8601.
        licence: note on rights.
        forced: whoever added it wanted it read without the marks of an official document.
    """

    file: str
    origin: str
    sha256: str
    received: str
    licence: str
    forced: bool = False

    def toml(self) -> str:
        """Return the entry as it stands in the manifest."""
        lines = ["[[source]]"]
        for key in ("file", "origin", "sha256", "received", "licence"):
            lines.append(f"{key} = {_quoted(str(getattr(self, key)))}")
        if self.forced:
            lines.append("forced = true")
        return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04X}" for c in escaped) + '"'


def read_manifest(path: Path) -> tuple[Received, ...]:
    """Return the entries of a manifest; none when the file does not exist.

    Raises:
        ConfigurationError: the manifest is no TOML or an entry lacks a field.
    """
    if not path.exists():
        return ()
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("source", [])
        return tuple(
            Received(
                e["file"], e["origin"], e["sha256"], str(e["received"]), e.get("licence", ""), e.get("forced") is True
            )
            for e in entries
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"not a manifest of sources: {error}", where=str(path)) from error


def last_received(manifest: Path) -> date | None:
    """Return the day on which the last document of a manifest was received; None without documents.

    Raises:
        ConfigurationError: the manifest is none, or a day in it is no date.
    """
    days = [entry.received for entry in read_manifest(manifest)]
    try:
        return max(map(date.fromisoformat, days), default=None)
    except ValueError as error:
        raise ConfigurationError(f"not a day (YYYY-MM-DD): {error}", where=str(manifest)) from error


def digest(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def one_line(name: str) -> str:
    """Return a file name without line breaks and other control characters, which a name may hold."""
    return _CONTROL.sub(" ", name)


def document_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files among the paths, folders walked (hidden files and manifests left out), sorted, each once.

    Raises:
        InputError: a path does not exist.
    """
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            files.update(dict.fromkeys(file for file in shown_files(path) if file.name != MANIFEST))
        elif path.exists():
            files[path] = None
        else:
            raise InputError("no such file or folder", where=str(path))
    return list(files)


def shown_files(folder: Path) -> list[Path]:
    """Return the files below a folder, hidden ones and those in hidden folders left out, sorted.

    Files that come or go meanwhile are there or not; the walk goes on.

    Raises:
        InputError: a folder cannot be read.
        OSError: the machine is at its end.
    """

    def failed(error: OSError) -> None:
        if error.errno in RESOURCES:
            raise error
        if not isinstance(error, FileNotFoundError):
            raise InputError(f"the folder cannot be read: {error.strerror}", where=str(error.filename)) from error

    files: list[Path] = []
    for at, folders, names in os.walk(folder, onerror=failed):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [path for name in names if not name.startswith(".") and (path := Path(at, name)).is_file()]
    return sorted(files)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What changes in a folder of sources when documents are received.

    Attributes:
        files: place among the sources → the document that shall lie there.
        manifest: the bytes of the manifest then; None if nothing changes.
    """

    files: Mapping[Path, Path]
    manifest: bytes | None


def receive(files: Iterable[Path], folder: Path, origin: str, day: str, *, forced: bool = False) -> Arrival:
    """Say where documents shall lie among the sources, and what the manifest says then; nothing is written.

    A document that is already there (same bytes) is left as it is.

    Args:
        files: the documents.
        folder: the folder of sources.
        origin: where they came from.
        day: today, ISO 8601.
        forced: they are to be read without the marks of an official document.

    Raises:
        InputError: a file does not exist.
        ConfigurationError: another document of that name is already there, or comes at the same time.
    """
    manifest = folder / MANIFEST
    known = {entry.sha256 for entry in read_manifest(manifest) if (folder / entry.file).is_file()}
    text = manifest.read_text(encoding="utf-8-sig") if manifest.exists() else ""
    placed: dict[Path, Path] = {}
    for file in files:
        if not file.is_file():
            raise not_a_file(file)
        sha256 = digest(file)
        if sha256 in known:
            continue
        target = folder / file.name
        other = placed.get(target, target)
        if other.exists() and digest(other) != sha256:
            raise ConfigurationError(
                f"another document of the name {file.name} is already among the sources",
                where=str(file),
                advice="rename the file",
            )
        text += ("\n" if text else "") + Received(file.name, origin, sha256, day, _LICENCE_NOTE, forced).toml()
        placed[target] = file
        known.add(sha256)
    return Arrival(placed, text.encode() if placed else None)


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file beside its place, flush it and rename it there: no half-written file is ever seen, even after a crash.

    Raises:
        ConfigurationError: the folder cannot be written.
        OSError: there is no room.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_flushed(path, data)
    except OSError as error:
        if error.errno in RESOURCES:
            error.filename = str(path)
            raise
        raise ConfigurationError(f"cannot be written: {error.strerror or error}", where=str(path)) from error


def write_flushed(path: Path, data: bytes) -> None:
    """Write a file as ``write_atomically`` does, into a folder that is there.

    Raises:
        OSError: the file cannot be written; nothing is left of it.
    """
    _forget_broken_off(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def _forget_broken_off(path: Path) -> None:
    """Remove what a process that was ended while it wrote the file has left beside it."""
    for part in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        pid = part.name.split(".")[-2]
        if pid.isdigit() and int(pid) != os.getpid() and not _is_alive(int(pid)):
            with suppress(OSError):
                part.unlink()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is another user's
        pass
    return True


def flush_files(paths: Iterable[Path]) -> None:
    """Wait until the bytes of files are on the disk; many at once, for a disk flushes together what comes together."""
    with ThreadPoolExecutor(_FLUSHED_AT_ONCE) as pool:
        for _ in pool.map(_flush, paths):
            pass


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    with suppress(OSError):  # some file systems cannot; they keep names in order by themselves
        _flush(folder)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
