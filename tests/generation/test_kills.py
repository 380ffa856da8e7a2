"""Commands that are killed at a random moment: the graph is the old or the new one, and the next command works.

``LANGNGHE_KILLS=200 scripts/test tests/generation/test_kills.py`` kills as many; ``LANGNGHE_KILLS_SEED`` chooses when.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from workspace import COMMAND, contents, environment, leftovers, plan, run

KILLS = int(os.environ.get("LANGNGHE_KILLS", "6"))
SEED = int(os.environ.get("LANGNGHE_KILLS_SEED", "801"))
OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
ADMIN = {"Authorization": "Bearer secret"}


def working(group: int) -> list[str]:
    """Return the command lines of the processes of a group that have not ended."""
    found: list[str] = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, _, of = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
            if int(of) == group and state not in "ZX":
                found.append((folder / "cmdline").read_text().replace("\0", " "))
    return found


@dataclass
class Trial:
    """A project whose commands are killed.

    Attributes:
        project: its folder.
        temporary: the place for temporary files of all its commands.
        chance: when to kill.
        graphs: address of a SPARQL server to push to.
        outcomes: how often what was found.
        versions: version that a server told → numbers of triples that it told with it.
    """

    project: Path
    temporary: Path
    chance: random.Random
    graphs: str | None
    outcomes: Counter[str] = field(default_factory=Counter)
    versions: dict[str, set[int]] = field(default_factory=dict)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        settings = {"TMPDIR": str(self.temporary), "LANGNGHE_ADMIN_TOKEN": "secret"}
        return subprocess.Popen(
            [*COMMAND, "--quiet", *arguments], cwd=self.project, env=environment() | settings,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def kill(self, process: subprocess.Popen[bytes], within: float) -> None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(self.chance.uniform(0.05, within))
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
        self.wait_until_gone(process.pid)

    def wait_until_gone(self, group: int) -> None:
        """Wait until no process of a group works any more; one that has ended may still wait for the system to be told."""
        ends = time.monotonic() + 20
        while left := working(group):
            if time.monotonic() > ends:
                os.killpg(group, signal.SIGKILL)
                pytest.fail(f"a process outlived the one that was killed: {left}")
            time.sleep(0.02)

    def judge(self, action: str, before: dict[str, str], *again: str) -> None:
        """Look at what a kill left, run the command again, and compare."""
        next_one = self.run("query", "1", "--format", "csv")
        assert next_one.returncode == 0, next_one.stderr
        assert len(next_one.stderr.splitlines()) <= 1, next_one.stderr
        found = contents(self.project)
        assert leftovers(self.project) == [], action
        after = self.run(*again)
        assert after.returncode == 0, after.stderr
        final = contents(self.project)
        assert found in (before, final), f"{action}: neither old nor new: {set(found.items()) ^ set(final.items())}"
        self.outcomes[f"{action}: {'new' if found == final else 'old'}"] += 1
        print(sum(self.outcomes.values()), dict(sorted(self.outcomes.items())), flush=True)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        os.environ["TMPDIR"] = str(self.temporary)
        try:
            return run(self.project, *arguments)
        finally:
            del os.environ["TMPDIR"]

    def build(self, number: int, usual: float) -> None:
        (self.project / "data" / "sources" / "plan-1.txt").write_text(plan(1, share=number), encoding="utf-8")
        before = contents(self.project)
        self.kill(self.start("build"), usual)
        self.judge("build", before, "build")

    def add(self, number: int, usual: float) -> None:
        new = self.project.parent / f"added-{number}.txt"
        new.write_text(plan(number, "gốm"), encoding="utf-8")
        before = contents(self.project)
        self.kill(self.start("add", str(new)), usual)
        self.judge("add", before, "add", str(new))

    def serve(self, number: int, usual: float) -> None:
        """Kill a server that is asked to load the data anew, while a document is added."""
        server = self.start("serve", "--port", "0")
        assert server.stdout is not None
        url = server.stdout.readline().split()[1].decode()
        new = self.project.parent / f"added-{number}.txt"
        new.write_text(plan(number, "gốm"), encoding="utf-8")
        before = contents(self.project)
        loading = threading.Thread(target=self.load_again, args=(url,))
        loading.start()
        adding = self.start("add", str(new))
        time.sleep(self.chance.uniform(0.05, 2 * usual))
        self.kill(server, 0.06)
        self.kill(adding, 0.06)
        loading.join()
        self.judge("serve, reload and add", before, "add", str(new))

    def load_again(self, url: str) -> None:
        """Ask a server to load its data anew until it is gone."""
        with suppress(httpx.TransportError):
            while True:
                told = httpx.post(f"{url}admin/reload", headers=ADMIN, timeout=60)
                self.versions.setdefault(f"{told.status_code} {told.json().get('version')}", set()).add(
                    told.json().get("triples", -1)
                )

    def push(self, number: int, usual: float) -> None:
        if self.graphs is None:
            pytest.skip("Oxigraph's server is not installed")
        self.run("push", f"{self.graphs}/store")
        (self.project / "data" / "sources" / "plan-1.txt").write_text(plan(1, share=number), encoding="utf-8")
        assert self.run("build").returncode == 0
        before = contents(self.project)
        self.kill(self.start("push", f"{self.graphs}/store"), usual)
        self.judge("push", before, "push", f"{self.graphs}/store")
        again = self.run("push", f"{self.graphs}/store")
        assert "0 thay · replaced, 0 bỏ · removed" in again.stdout, again.stdout


@contextmanager
def oxigraph() -> Iterator[str | None]:
    if OXIGRAPH is None:
        yield None
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [OXIGRAPH, "serve", "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        ends = time.monotonic() + 30
        while time.monotonic() < ends and process.poll() is None:
            with suppress(httpx.HTTPError):
                httpx.get(url, timeout=60)
                break
        yield url
    finally:
        process.terminate()
        process.wait()


@pytest.mark.slow
def test_whatever_is_killed_leaves_the_old_or_the_new_graph_and_nothing_else(project: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    chance = random.Random(SEED)
    with oxigraph() as graphs:
        trial = Trial(project, temporary, chance, graphs)
        actions = [trial.build, trial.add, trial.build, trial.add, trial.serve, trial.push]
        started = time.monotonic()
        trial.run("build", "--fresh")
        usual = 1.3 * (time.monotonic() - started)
        for number in range(KILLS):
            actions[number % len(actions)](number + 10, usual)
    assert all(told.startswith("200 ") for told in trial.versions), "no reload fails"
    assert all(len(triples) == 1 for triples in trial.versions.values()), "one version, one dataset"
    trial.run("build", "--check")  # whoever works in a passing folder removes what those that were killed left
    assert list(temporary.iterdir()) == []
    print(f"{KILLS} kills; versions served: {len(trial.versions)}")
