"""A small project of its own to build in: the ontology and reference data of the repository, one short plan."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "from query_api.cli import main; main()"]
_PLAN = """ỦY BAN NHÂN DÂN
TỈNH LẠNG SƠN
-------
Số: {number}/KH-UBND

Lạng Sơn, ngày 12 tháng 5 năm 2023

KẾ HOẠCH
Bảo tồn và phát triển làng nghề {word} giai đoạn 2023-2030

Căn cứ Quyết định số 801/QĐ-TTg ngày 07 tháng 7 năm 2022 của Thủ tướng Chính phủ.

I. MỤC TIÊU
1. Đến năm 2025
- Có ít nhất {share}% số làng nghề hoạt động có hiệu quả.

II. NHIỆM VỤ
1. Sở Công Thương chủ trì, phối hợp với Sở Tài chính xây dựng chương trình hỗ trợ.
2. Sở Văn hóa, Thể thao và Du lịch chủ trì bảo tồn làng nghề {word}.
"""


def plan(number: int, word: str = "truyền thống", share: int = 70) -> str:
    """Return the text of a plan."""
    return _PLAN.format(number=number, word=word, share=share)


def workspace(folder: Path) -> Path:
    """Make a project in a folder, with one plan among its sources; return it."""
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    shutil.copytree(ROOT / "shapes", folder / "shapes")
    shutil.copytree(ROOT / "queries", folder / "queries")
    shutil.copytree(ROOT / "data" / "ttl" / "reference", folder / "data" / "ttl" / "reference")
    (folder / "data" / "sources").mkdir(parents=True)
    (folder / "data" / "sources" / "plan-1.txt").write_text(plan(1), encoding="utf-8")
    return folder


def run(project: Path, *arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    """Run a command in a project."""
    return subprocess.run(
        [*COMMAND, *arguments], cwd=project, env=environment(), capture_output=True, text=True, **more
    )  # type: ignore[call-overload, no-any-return]


def environment() -> dict[str, str]:
    """Return this process's environment, with the repository to import from."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}


def contents(project: Path) -> dict[str, str]:
    """Return what a project is made of: name → digest, of sources, documents and inferred statements."""
    files = [
        *sorted((project / "data" / "sources").iterdir()),
        *sorted((project / "data" / "ttl" / "documents").glob("*")),
        project / "data" / "ttl" / "inferred.nt",
    ]
    return {str(f.relative_to(project)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files if f.is_file()}


def leftovers(project: Path) -> list[str]:
    """Return what lies about in a project's data that no whole build leaves."""
    ledger = {f"inference.sqlite{end}" for end in ("", "-journal", "-wal", "-shm")}
    known = {".cache", "build-state.json", "digests.json", "lock", "pushed.json", *ledger}
    hidden = (p for p in (project / "data").rglob("*") if any(part.startswith(".") for part in p.parts[-3:]))
    return sorted(str(p.relative_to(project)) for p in hidden if p.name not in known)
