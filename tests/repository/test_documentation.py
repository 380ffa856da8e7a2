"""What the documentation shows works: commands run, queries answer what is printed below them, links lead somewhere."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import docx
import httpx
import pytest
from import_graph import ROOT
from readme_answers import README, answer, built_graph, examples

PAGES = sorted(
    p for p in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*/*.md"))
    if not any(part.startswith(".") or part == "node_modules" for part in p.relative_to(ROOT).parts)
)  # fmt: skip
LANGNGHE = Path(sys.executable).with_name("langnghe")
COPIED = ("data", "ontology", "shapes", "queries")
NOT_RUN = ("serve", "push")


def blocks(language: str) -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for block in re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            yield page, block


def statements(block: str) -> Iterator[list[str]]:
    """Yield the commands of a block as words; a quote may run over several lines."""
    kept = ""
    for line in block.splitlines(keepends=True):
        kept += line
        try:
            words = shlex.split(kept, comments=True)
        except ValueError:
            continue
        kept = ""
        if words:
            yield words
    assert not kept, f"a quote is not closed: {kept}"


def shell_lines(program: str) -> list[tuple[str, str]]:
    """Return the documented command lines of a program, each once, with the page it stands on."""
    found: dict[str, str] = {}
    for page, block in blocks("sh"):
        for words in statements(block):
            if words[0] == program:
                found.setdefault(shlex.join(words), page.name)
    return [(page, line) for line, page in found.items()]


COMMANDS = shell_lines("langnghe")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project's data, with one more document to add."""
    folder = tmp_path_factory.mktemp("project")
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".cache"))
    source = min((ROOT / "data" / "sources").glob("*.txt"), key=lambda p: p.stat().st_size)
    document = docx.Document()
    for line in source.read_text(encoding="utf-8").splitlines():
        document.add_paragraph(line)
    document.save(str(folder / "ke-hoach.docx"))
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(("page", "line"), COMMANDS, ids=[line for _, line in COMMANDS])
def test_a_documented_command_runs(project: Path, page: str, line: str):
    words = shlex.split(line)
    needs_a_server = words[1] in NOT_RUN or "--scheduler" in words
    options = [w for w in words if w.startswith("--")] if needs_a_server else []
    if needs_a_server:
        words = [*words[:2], "--help"]
    done = subprocess.run(
        [str(LANGNGHE), *words[1:]], cwd=project, capture_output=True, text=True, timeout=300, check=False
    )
    found_something = words[1] == "validate" and "of severity violation" in done.stderr
    assert done.returncode == 0 or found_something, f"{page}: {line}\n{done.stderr}"
    assert done.stdout.strip()
    assert [option for option in options if option not in done.stdout] == []


def test_the_documentation_shows_the_two_commands_that_matter():
    lines = [line for _, line in shell_lines("make")]
    assert {"make serve", "make test"} <= set(lines)


@pytest.mark.parametrize(("page", "line"), shell_lines("make"))
def test_a_documented_make_target_exists(page: str, line: str):
    done = subprocess.run(
        [*shlex.split(line), "--dry-run"], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 0, f"{page}: {line}\n{done.stderr}"


@pytest.mark.parametrize("example", examples(README.read_text(encoding="utf-8")), ids=lambda e: e.query.split("\n")[1])
def test_a_printed_answer_is_the_real_one(example, graph):
    assert example.answer == answer(graph, example.query), "run scripts/answers and read what changed"
    assert example.answer.count("\n") > 2, "an answer has rows"


@pytest.fixture(scope="module")
def graph():
    return built_graph()


def test_the_readme_asks_five_questions_in_short_queries():
    asked = list(examples(README.read_text(encoding="utf-8")))
    assert len(asked) == 5
    assert [e.query for e in asked if len(e.query.strip().splitlines()) >= 12] == []


@pytest.mark.slow
def test_documented_python_runs(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    ran = 0
    for page, block in blocks("python"):
        if page.name == "clients.md":  # asks a server: test_documented_clients.py
            continue
        names: dict[str, object] = {}
        exec(compile(block, str(page), "exec"), names)
        ran += 1
        if page == README:
            assert len(names["plans"]) > 0
            assert {"plan", "plan_label", "date"} <= set(names["plans"].columns)
    assert ran


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


@pytest.mark.slow
@pytest.mark.parametrize(("page", "line"), shell_lines("curl"))
def test_a_documented_curl_call_gets_an_answer(page: str, line: str, address: str):
    words = shlex.split(line)
    url = next(w for w in words if w.startswith("http://"))
    headers = dict(words[i + 1].split(": ", 1) for i, w in enumerate(words) if w in ("-H", "--header"))
    data = [words[i + 1].partition("=") for i, w in enumerate(words) if w == "--data-urlencode"]
    body = urllib.parse.urlencode([(name, value) for name, _, value in data])
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    reply = httpx.post(address + urllib.parse.urlsplit(url).path, content=body, headers=headers, timeout=30)
    assert reply.status_code == 200, f"{page}: {reply.text[:200]}"
    assert reply.headers["content-type"].startswith(headers.get("Accept", ""))
    assert len(reply.text.splitlines()) > 1


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path):
    links = re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_the_screenshot_is_a_picture():
    assert (ROOT / "docs" / "images" / "query-page.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_the_browser_packages_are_pinned_exactly():
    about = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    wanted = {**about["dependencies"], **about["devDependencies"]}
    assert [
        f"{name} {version}" for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)
    ] == []


def test_the_licence_is_the_one_that_is_declared():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
