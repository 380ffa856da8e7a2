"""The command line: queries, and a server that says where it is; faults end in one line and an exit code."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import openpyxl
import pytest
import structlog
from api_sample import EXAMPLE

from query_api.cli import execute

COMMAND = [sys.executable, "-m", "query_api.cli"]


@dataclass(frozen=True)
class Run:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Run the command line in this process."""

    def go(*arguments: str) -> Run:
        monkeypatch.setattr(sys, "argv", ["langnghe", *arguments])
        try:
            code = execute()
        finally:
            structlog.reset_defaults()  # the command line has set logging up for this test's stderr
        out = capfd.readouterr()
        return Run(code, out.out, out.err)

    return go


@pytest.fixture
def query_file(tmp_path: Path) -> Path:
    path = tmp_path / "plans.rq"
    path.write_text(EXAMPLE, encoding="utf-8")
    return path


def test_query_as_table_csv_and_json(run: Callable[..., Run], query_file: Path, data: Path) -> None:
    table = run("query", str(query_file), str(data))
    assert "Quyết định 801/QĐ-TTg" in table.stdout
    csv = run("query", str(query_file), str(data), "--format", "csv")
    assert csv.stdout.splitlines()[0] == "plan,decision"
    found = json.loads(run("query", str(query_file), str(data), "--format", "json").stdout)
    assert len(found["results"]["bindings"]) == 2


def test_query_into_files(run: Callable[..., Run], query_file: Path, data: Path, tmp_path: Path) -> None:
    for suffix in ("xlsx", "csv", "json"):
        out = run("query", str(query_file), str(data), "--output", str(tmp_path / f"answer.{suffix}"))
        assert out.stdout.startswith("2 dòng · rows → ")
    book = openpyxl.load_workbook(tmp_path / "answer.xlsx")
    assert next([c.value for c in row] for row in book.worksheets[0]) == ["plan", "decision"]
    assert book.worksheets[0].max_row == 3
    assert book.worksheets[0]["A2"].hyperlink.target.startswith("https://w3id.org/langnghe/vn/")
    assert (tmp_path / "answer.csv").read_text(encoding="utf-8").splitlines()[0] == "plan,decision"
    assert len(json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))["results"]["bindings"]) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--format", "xlsx"], "--output FILE.xlsx"), (["--output", "answer.pdf"], "--format csv, json or xlsx")],
)
def test_a_file_that_cannot_be_written_is_told_in_one_line(
    run: Callable[..., Run], query_file: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    arguments: list[str], said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    out = run("query", str(query_file), str(data), *arguments)
    assert out.returncode == 9
    assert said in out.stderr
    assert not (tmp_path / "answer.pdf").exists()


def test_query_with_a_parameter(run: Callable[..., Run], query_file: Path, data: Path) -> None:
    out = run("query", str(query_file), str(data), "--format", "csv", "--param", "plan=urn:none").stdout
    assert out.split() == ["plan,decision"]


def test_query_of_an_endpoint(run: Callable[..., Run], query_file: Path, server: str) -> None:
    assert len(run("query", str(query_file), f"{server}/sparql", "--format", "csv").stdout.split()) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["query", "nothing-of-this-name", "DATA"], "no query named"),
        (["query", "BAD", "DATA"], "never closed"),
        (["query", "BAD", "missing-folder"], "no such file"),
        (["query", "BAD", "DATA", "--param", "x"], "NAME=VALUE"),
        (["serve", "missing-folder"], "no such file"),
        (["serve", "BAD-RDF", "--port", "0"], "bad.ttl"),
        (["serve", "--port", "99999"], "--port"),
        (["serve", "--timeout", "nan"], "no number of seconds"),
        (["serve", "--idle-seconds", "inf"], "no number of seconds"),
        (["serve", "DATA", "--host", ""], "no address to listen on"),
        (["serve", "--endpoint", "http://127.0.0.1:1/", "--port", "0"], "does not answer"),
        (["push", "http://127.0.0.1:1/", "DATA"], "does not answer"),
        (["nonsense"], "nonsense"),
    ],
)
def test_faults_are_one_line_and_an_exit_code(
    run: Callable[..., Run],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    data: Path,
    arguments: list[str],
    said: str,
) -> None:
    (tmp_path / "bad.rq").write_text("SELECT * {", encoding="utf-8")
    (tmp_path / "rdf").mkdir()
    (tmp_path / "rdf" / "bad.ttl").write_text("<a> <b>", encoding="utf-8")
    names = {"DATA": str(data), "BAD": str(tmp_path / "bad.rq"), "BAD-RDF": str(tmp_path / "rdf")}
    monkeypatch.chdir(tmp_path)
    result = run("--quiet", *(names.get(a, a) for a in arguments))
    assert result.returncode not in (0, 1)
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr


def test_serve_prints_its_address_answers_and_ends_on_request(
    run: Callable[..., Run], data: Path, queries: Path
) -> None:
    process = subprocess.Popen(
        [*COMMAND, "--quiet", "serve", str(data), "--port", "0", "--queries", str(queries)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    url = line.split()[1]
    assert httpx.get(f"{url}health", timeout=60).json() == {"status": "ok"}
    port = httpx.URL(url).port
    second = run("serve", str(data), "--port", str(port))
    assert second.returncode != 0
    assert f"port {port} is in use" in second.stderr
    process.terminate()
    assert process.wait(10) is not None
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port or 0)) != 0


def test_help_lists_the_commands_with_examples(run: Callable[..., Run]) -> None:
    listed = run("--help").stdout
    assert all(name in listed for name in ("serve", "query", "push"))
    assert "Examples" in run("serve", "--help").stdout
