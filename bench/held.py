"""What a process and its descendants hold: memory, open files, their number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Held:
    """Bytes of memory (pages that are shared count once), open descriptors, processes."""

    memory: int
    descriptors: int
    processes: int

    @classmethod
    def by(cls, process: int) -> Self:
        """Look at a process and its descendants; one that ends meanwhile counts for nothing."""
        memory = descriptors = processes = 0
        for one in family(process):
            try:
                rollup = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="utf-8")
                opened = len(list(Path(f"/proc/{one}/fd").iterdir()))
            except OSError:
                continue
            found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
            memory += int(found[1]) * 1024 if found else 0
            descriptors += opened
            processes += 1
        return cls(memory, descriptors, processes)


def family(process: int) -> list[int]:
    """Return a process and its descendants."""
    found = [process]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, children.read_text(encoding="utf-8").split())
            except OSError:
                continue
    return found
