"""A served process: signals, and what is left of it when it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest
from api_sample import FIRST, LN, SITE

pytestmark = pytest.mark.slow

PLAN = f'<{SITE}vn/x/2024/01/01/kh/1> a <{LN}Plan> ; <http://www.w3.org/2000/01/rdf-schema#label> "mới"@vi .\n'


@contextmanager
def served(*arguments: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "query_api.cli", "--quiet", "serve", *arguments, "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
                               env={**os.environ, **environment},
                               preexec_fn=partial(signal.signal, signal.SIGHUP, signal.SIG_DFL))  # fmt: skip
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().split()[1].rstrip("/")
    finally:
        process.terminate()
        process.wait()


def until(true: Callable[[], bool], seconds: float = 180.0) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if true():
            return True
        time.sleep(0.02)
    return False


def plans(url: str) -> int:
    query = f"SELECT (COUNT(*) AS ?n) {{ ?s a <{LN}Plan> }}"
    answer = httpx.get(f"{url}/sparql", params={"query": query, "format": "csv"}, timeout=60)
    return int(answer.text.split()[-1])


def test_a_hangup_loads_the_data_anew_and_a_fault_in_them_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "first.ttl").write_text(FIRST, encoding="utf-8")
    with served(str(tmp_path)) as (process, url):
        before = plans(url)
        (tmp_path / "second.ttl").write_text(PLAN, encoding="utf-8")
        process.send_signal(signal.SIGHUP)
        assert until(lambda: plans(url) == before + 1)
        (tmp_path / "third.ttl").write_text("no Turtle", encoding="utf-8")
        process.send_signal(signal.SIGHUP)
        time.sleep(1)  # nothing is to happen
        assert plans(url) == before + 1
        assert process.poll() is None


def test_a_mistake_in_the_address_is_told_before_anything_is_loaded() -> None:
    command = [sys.executable, "-m", "query_api.cli", "--quiet", "serve", "--public-url", "example.org", "nowhere.ttl"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 9
    assert "public URL" in done.stderr


def test_the_public_address_is_the_one_that_is_printed(data: Path) -> None:
    with served(str(data), "--public-url", "https://data.example/plans") as (_, url):
        assert url == "https://data.example/plans"


def processes(word: bytes) -> set[int]:
    """Return the ids of the processes with a word in their command line."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if word in path.read_bytes():
                found.add(int(path.parent.name))
        except OSError:
            continue
    return found


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at processes by way of /proc")
def test_a_killed_server_leaves_neither_process_nor_upload(data: Path, tmp_path: Path) -> None:
    secret = "KẾ HOẠCH mật\nI. MỤC TIÊU\n" + "- Đạt 50% làng nghề.\n" * 9000
    with served(str(data), TMPDIR=str(tmp_path)) as (process, url):
        sender = subprocess.Popen(
            [sys.executable, "-c", "import sys, httpx\n"
             "httpx.post(sys.argv[1] + '/validate?name=a.txt', content=sys.stdin.buffer.read(), timeout=100)", url],
            stdin=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert sender.stdin is not None
        sender.stdin.write(secret.encode())
        sender.stdin.close()
        marker = str(tmp_path).encode()
        assert until(lambda: any(tmp_path.glob("*/upload.txt")))
        checking = processes(marker)
        assert checking
        process.kill()
        process.wait()
        assert until(lambda: not processes(marker))
        # The index of the search, of public data, is cleared by the next start.
        assert until(lambda: not [left for left in tmp_path.iterdir() if "-search-" not in left.name])
        sender.wait()


def test_a_server_removes_what_killed_ones_left_when_it_starts(data: Path, tmp_path: Path) -> None:
    left, others = tmp_path / "langnghe-scratch-check-abc", tmp_path / "notes"
    left.mkdir()
    (left / "upload.txt").write_text("mật", encoding="utf-8")
    others.mkdir()
    with served(str(data), TMPDIR=str(tmp_path)):
        assert not left.exists()
        assert others.is_dir()
