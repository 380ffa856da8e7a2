"""A workspace of the project's documents that is built again and again, with one document more or less each time."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from loader.project import Project

COMMAND = (sys.executable, "-m", "query_api.cli", "--quiet")


@dataclass(slots=True)
class Workspace:
    """The workspace.

    Attributes:
        folder: where it is.
        builds: how many there were.
    """

    folder: Path
    builds: int = 0

    @classmethod
    def make(cls, folder: Path) -> Workspace:
        """Copy the project."""
        root = Project.find(Path(__file__).parent).root
        for name in ("data", "ontology", "shapes", "queries"):
            shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns(".cache"))
        return cls(folder)

    @property
    def ttl(self) -> Path:
        return self.folder / "data" / "ttl"

    async def build(self, *, change: bool = True) -> None:
        """Take the last document out, or in again, and build.

        Args:
            change: leave the documents as they are if not.

        Raises:
            RuntimeError: the build failed.
        """
        if change:
            self.change()
        code, said = await self._run()
        if code:
            raise RuntimeError(f"the build ended with {code}: {said}")
        self.builds += 1

    async def build_without_room(self, most: int) -> tuple[int, str, bool]:
        """Change a document and build where no file may have more than some bytes, as on a disk that is full.

        Returns:
            The exit code, what was said, and whether the generation that was there is still there, whole.
        """
        before = self._digest()
        self.change()
        code, said = await self._run(most)
        return code, said, self._digest() == before

    def change(self) -> None:
        """Take the last document out, or in again."""
        sources = self.folder / "data" / "sources"
        last = max((Project.find(Path(__file__).parent).sources).glob("*.txt"))
        here = sources / last.name
        if here.exists():
            here.unlink()
        else:
            shutil.copy(last, here)

    async def _run(self, most: int | None = None) -> tuple[int, str]:
        limit = () if most is None else ("prlimit", f"--fsize={most}")
        process = await asyncio.create_subprocess_exec(
            *limit, *COMMAND, "build", cwd=self.folder, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])},
        )  # fmt: skip
        _, said = await process.communicate()
        return process.returncode or 0, said.decode().strip()

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for file in sorted(file for file in self.ttl.rglob("*") if file.is_file() and ".cache" not in file.parts):
            digest.update(f"{file.relative_to(self.ttl)}\0".encode() + file.read_bytes())
        return digest.hexdigest()


async def serve(folder: Path, token: str) -> tuple[asyncio.subprocess.Process, str]:
    """Serve a workspace; return the process and its address, without a slash at the end."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND, "serve", "--port", "0", "--per-client", "64", cwd=folder, stdout=asyncio.subprocess.PIPE,
        env={
            **os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1]), "LANGNGHE_ADMIN_TOKEN": token,
        },
    )  # fmt: skip
    assert process.stdout is not None
    return process, (await process.stdout.readline()).decode().split()[1].rstrip("/")
