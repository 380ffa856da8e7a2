"""The documents as received and the manifest that says where each came from."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from loader.errors import ConfigurationError, InputError

MANIFEST = "manifest.toml"
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
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("source", [])
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
            files.update(dict.fromkeys(_walk(path)))
        elif path.exists():
            files[path] = None
        else:
            raise InputError("no such file or folder", where=str(path))
    return list(files)


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and path.name != MANIFEST:
            yield path


def receive(file: Path, folder: Path, origin: str, day: str, *, forced: bool = False) -> Path:
    """Copy a document into the folder of sources and enter it into the manifest; return its path there.

    A document that is already there (same bytes) is left as it is.

    Args:
        file: the document.
        folder: the folder of sources.
        origin: where it came from.
        day: today, ISO 8601.
        forced: it is to be read without the marks of an official document.

    Raises:
        InputError: the file does not exist.
        ConfigurationError: another document of that name is already there.
    """
    if not file.is_file():
        raise InputError("no such file", where=str(file))
    sha256 = digest(file)
    manifest = folder / MANIFEST
    for entry in read_manifest(manifest):
        if entry.sha256 == sha256 and (folder / entry.file).is_file():
            return folder / entry.file
    target = folder / file.name
    if target.exists() and digest(target) != sha256:
        raise ConfigurationError(
            f"another document of the name {file.name} is already among the sources",
            where=str(file),
            advice="rename the file",
        )
    folder.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        write_atomically(target, file.read_bytes())
    before = manifest.read_text(encoding="utf-8") if manifest.exists() else ""
    entry = Received(file.name, origin, sha256, day, _LICENCE_NOTE, forced)
    write_atomically(manifest, (before + ("\n" if before else "") + entry.toml()).encode())
    return target


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file beside its place and rename it there, so that no half-written file is ever seen.

    Raises:
        ConfigurationError: the folder cannot be written.
    """
    _beside(path, lambda beside: beside.write_bytes(data))


def copy_atomically(file: Path, path: Path) -> None:
    """Copy a file, as ``write_atomically`` writes one, whatever its size.

    Raises:
        ConfigurationError: the folder cannot be written.
    """
    _beside(path, lambda beside: shutil.copyfile(file, beside))


def _beside(path: Path, write: Callable[[Path], object]) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(beside)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise ConfigurationError(f"cannot be written: {error.strerror or error}", where=str(path)) from error
