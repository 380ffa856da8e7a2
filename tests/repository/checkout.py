"""The files of the project: what is committed or would be, also where there is no git."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from import_graph import ROOT


def project_files(*folders: str) -> list[Path]:
    """Return the files (below some folders, if given) by their place in the project, those ignored left out."""
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *folders]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        named = {Path(name) for name in listed.split("\0") if name}
        return sorted(path for path in named if (ROOT / path).is_file())
    starts = [ROOT / folder for folder in folders] or [ROOT]
    return sorted(path.relative_to(ROOT) for start in starts for path in _walk(start, _ignored()))


def _ignored() -> list[str]:
    """Return the ignored folders: all lines of .gitignore name folders, by a name or by a path from the top."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    return [line.strip().rstrip("/") for line in lines if line.strip() and not line.startswith("#")]


def _walk(folder: Path, ignored: list[str]) -> Iterator[Path]:
    for path in folder.iterdir():
        place = path.relative_to(ROOT).as_posix()
        if path.name == ".git" or any(fnmatch(place if "/" in rule else path.name, rule) for rule in ignored):
            continue
        if path.is_dir():
            yield from _walk(path, ignored)
        else:
            yield path
