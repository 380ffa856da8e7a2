"""docs/programmes.md, followed literally: its commands in their order, its lines of TOML in the file that it names."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from invented import GOLD

from query_api.cli import cli

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[2] / "docs" / "programmes.md"
FILES = {
    "quyet-dinh.txt": "quyet-dinh-915.txt",
    "ke-hoach-tinh.txt": "ke-hoach-quang-ngai.txt",
    "ke-hoach-huyen.txt": "ke-hoach-mo-duc.txt",
}
BLOCK = re.compile(r"```(console|toml)\n(.*?)```", re.DOTALL)


def edit(file: Path, lines: str) -> None:
    """Put each line in the place of the first line of the file that sets the same entry."""
    text = file.read_text(encoding="utf-8")
    for line in lines.strip().splitlines():
        key = line.partition(" = ")[0]
        text, count = re.subn(rf"^{key} = .*$", line, text, count=1, flags=re.MULTILINE)
        assert count == 1, f"the proposed file has no {key}"
    file.write_text(text, encoding="utf-8")


def test_the_page_can_be_followed_literally(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, source in FILES.items():
        shutil.copy(GOLD / source, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    said: dict[str, str] = {}
    for language, block in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if language == "toml":
            edit(Path("data/programmes/nuoc-sach/programme.toml"), block)
            continue
        for line in block.strip().splitlines():
            words = shlex.split(line.removeprefix("$ "))
            if words[0] == "cd":
                monkeypatch.chdir(Path.cwd() / words[1])
                continue
            result = CliRunner().invoke(cli, words[1:], catch_exceptions=False)
            assert result.exit_code == 0, f"{line}\n{result.output}"
            said[" ".join(words[1:3])] = result.output
    assert "15 chỉ tiêu, 15 có lời gọi tên, thành 10 chỉ số" in said["programme new"]
    assert "chưa có tên tiếng Anh" in said["programme check"]
    report = Path("report/report.csv").read_text(encoding="utf-8-sig")
    assert "nhiều nhất 20%, cao hơn nhiều nhất 18%" in report
    assert "20" in said["query 12"]
    assert "Programme for rural water supply" in Path("data/ttl/programmes/nuoc-sach.ttl").read_text(encoding="utf-8")
    assert "801-lang-nghe" in said["programme list"]
