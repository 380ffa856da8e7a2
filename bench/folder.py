"""A folder of thousands of plans: time and memory of a first build, of a second one, and of one after a change.

    python bench/folder.py [--files N] [--folder DIR]

The plans are variants of the project's sources: another place, number, day and other shares. Three broken files lie among
them. The folder and what is built from it are removed afterwards unless --folder names a place to keep them.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "data" / "sources").glob("*.txt"))
PLACES = (
    *(
        "Bắc Hà",
        "Sơn Đông",
        "Tân Hưng",
        "Phú Xuân",
        "Hòa Sơn",
        "An Thịnh",
        "Vĩnh Tân",
        "Đông Hải",
        "Yên Châu",
        "Lộc An",
    ),
    *("Kim Bảng", "Nam Sơn", "Mỹ Lộc", "Hà Trung", "Quảng Lợi", "Thái Hòa", "Bình Phú", "Long Mỹ", "Cẩm Giang"),
)
BROKEN = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 64,
    "broken.docx": b"PK\x03\x04" + b"no archive" * 100,
}
_PLACE = re.compile(r"(?:tỉnh|huyện) ((?:[A-ZĐ][a-zà-ỹđ]+ ?){2})(?=[ ,.;\n]|$)")
_NUMBER = re.compile(r"Số:\s*\d*\s*/")
_DAY = re.compile(r"ngày\s+(?:\d{1,2}\s+)?tháng\s+(?:\d{1,2}\s+)?năm 20")
_SHARE = re.compile(r"(?<![\d,.])[1-8](\d)(?=\s*%)")


def variant(text: str, number: int) -> str:
    """Return a plan with another place, number, day and other shares."""
    new = PLACES[number % len(PLACES)]
    own = _PLACE.search(text)
    if own:
        old = own[1].strip()
        text = text.replace(old, new).replace(old.upper(), new.upper())
    text, numbered = _NUMBER.subn(f"Số: {number}/", text, count=1)
    if not numbered:
        text = f"Số: {number}/QĐ-UBND\n{new}, ngày 05 tháng 01 năm 2023\n{text}"
    text = _DAY.sub(f"ngày {number % 28 + 1:02} tháng {number % 12 + 1:02} năm 20", text, count=1)
    return _SHARE.sub(lambda m: f"{number % 8 + 1}{m[1]}", text)


def make_folder(folder: Path, count: int) -> None:
    """Fill a folder with ``count`` files, three of them broken."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = [path.read_text(encoding="utf-8-sig") for path in SOURCES]
    for number, text in zip(range(1, count - len(BROKEN) + 1), cycle(texts), strict=False):
        (folder / f"plan-{number:05}.txt").write_text(variant(text, number), encoding="utf-8")
    for name, data in BROKEN.items():
        (folder / name).write_bytes(data)


def _run(step: str, folder: Path, output: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, "-m", "query_api.cli", "build", str(folder), "--output", str(output)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = process.communicate()[0].strip().splitlines()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = time.perf_counter() - started
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # The peak is that of the largest process so far, which is the first build's.
    peak = after.ru_maxrss / 1024
    print(
        f"{step:14}{seconds:9.1f} s {cpu:9.1f} s CPU {peak:8.0f} MB   exit {process.returncode}   {said[0] if said else ''}"
    )
    for line in said[1:]:
        print(f"{'':14}{line[:140]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--folder", type=Path, help="where to put the files; kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.folder or Path(temporary)) / "plans"
        output = folder.parent / "built"
        make_folder(folder, options.files)
        print(f"{options.files} files, {os.cpu_count()} processors")
        _run("first build", folder, output)
        _run("second build", folder, output)
        changed = folder / "plan-00001.txt"
        changed.write_text(changed.read_text(encoding="utf-8").replace("ngày", "ngày ", 1), encoding="utf-8")
        _run("one changed", folder, output)


if __name__ == "__main__":
    main()
