"""The passages of docs/clients.md for clients of others run on the real graph, each in its own language."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from import_graph import ROOT

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
LANGNGHE = Path(sys.executable).with_name("langnghe")
JARS = ROOT / ".cache" / "jena"
DOCUMENTED = "http://127.0.0.1:8000"


def passages(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server on the committed graph, at a port of its own."""
    process = subprocess.Popen(
        [str(LANGNGHE), "serve", "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line
        yield found[0].rstrip("/")
    finally:
        process.terminate()
        process.wait(timeout=20)


def ran(command: list[str], **environment: str) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, cwd=ROOT, env=os.environ | environment
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("passage", passages("python"), ids=lambda p: p.split("\n")[0])
def test_a_passage_in_python_gets_rows(passage: str, address: str) -> None:
    names: dict[str, list[object]] = {}
    exec(compile(passage.replace(DOCUMENTED, address), "clients.md", "exec"), names)
    assert len(names["rows"]) > 0


@pytest.mark.parametrize("passage", passages("r"), ids=lambda p: p.split("\n")[0])
def test_a_passage_in_r_gets_rows(passage: str, address: str, tmp_path: Path) -> None:
    wanted = re.findall(r"library\((\w+)\)", passage)
    asked = f"quit(status = !all(c({', '.join(map(repr, [*wanted, 'base']))}) %in% rownames(installed.packages())))"
    if shutil.which("Rscript") is None or subprocess.run(["Rscript", "-e", asked], check=False).returncode:
        pytest.skip(f"no R, or not its package {wanted}")
    script = tmp_path / "passage.R"
    script.write_text(f"{passage.replace(DOCUMENTED, address)}\ncat(nrow(rows))\n", encoding="utf-8")
    assert int(ran(["Rscript", str(script)], LC_ALL="C.UTF-8")) > 0


@pytest.mark.parametrize("passage", passages("js"), ids=lambda p: p.split('"')[1])
def test_a_passage_in_javascript_gets_rows(passage: str, address: str) -> None:
    if shutil.which("node") is None or not (ROOT / "node_modules" / "@comunica").is_dir():
        pytest.skip("no node, or its clients are not installed (scripts/clients)")
    script = f"{passage.replace(DOCUMENTED, address)}\nconsole.log(rows.length);"
    assert int(ran(["node", "--input-type=module", "--eval", script])) > 0


@pytest.mark.parametrize("passage", passages("sh"))
def test_a_passage_for_jena_gets_rows(passage: str, address: str) -> None:
    if shutil.which("java") is None or not any(JARS.glob("jena-cmds-*.jar")):
        pytest.skip("no Java, or Jena is not installed (scripts/clients)")
    program, *arguments = shlex.split(passage.replace(DOCUMENTED, address))
    assert len(ran(["java", "-cp", f"{JARS}/*", f"arq.{program}", *arguments]).splitlines()) > 1
