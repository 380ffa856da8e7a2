"""The wheel in an environment of its own, outside of the checkout: every command works, and nothing is fetched."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

import docx
import httpx
import pytest
from checkout import project_files
from import_graph import ROOT

from loader import __version__
from query_api.cli import COMMANDS

pytestmark = pytest.mark.slow
PLAN = "004_354398b48a0535f5.txt"
BUILDER = "import sys; from setuptools import build_meta as b; print(getattr(b, 'build_' + sys.argv[1])(sys.argv[2]))"
PARTS = ("data", "ontology", "queries", "shapes")


def build(kind: str, checkout: Path, into: Path) -> Path:
    """Build a wheel or a source distribution, as pip asks setuptools to."""
    into.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", BUILDER, kind, str(into)], cwd=checkout, capture_output=True, text=True, check=True
    )
    return into / done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is committed, or would be, with browser libraries as npm leaves them."""
    folder = tmp_path_factory.mktemp("checkout")
    for place in project_files():
        if place.parts[0] not in ("tests", "bench", "docs"):
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / place, folder / place)
    vendor = folder / "query_api" / "pages" / "static" / "vendor"
    vendor.mkdir()
    (vendor / "library.min.js").write_text("// bundled\n", encoding="utf-8")
    (folder / "data" / "ttl" / ".cache").mkdir()
    (folder / "data" / "ttl" / ".cache" / "build-state.json").write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", checkout, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def langnghe(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The command of a fresh environment: the wheel, beside the locked packages that the tests run with."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    site = next(folder.glob("lib/*/site-packages"))
    # A folder named in a .pth file is searched, the .pth files in it are not: the checkout stays out of the way.
    (site / "locked.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--ignore-installed", str(wheel)],
        check=True,
    )
    where = subprocess.run(
        [python, "-c", "import loader; print(loader.__file__)"], cwd=folder, capture_output=True, text=True, check=True
    )
    assert Path(where.stdout.strip()).is_relative_to(site)
    bundle = site / "loader" / "bundled"
    set_writable(bundle, False)  # many are installed where their users cannot write
    yield folder / "bin" / "langnghe"
    set_writable(bundle, True)


def set_writable(folder: Path, writable: bool) -> None:
    for path in (folder, *folder.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | stat.S_IWUSR if writable else mode & ~0o222)


def contents(folder: Path) -> dict[str, int]:
    return {str(p): p.stat().st_mtime_ns for p in folder.rglob("*") if "__pycache__" not in p.parts}


def run(langnghe: Path, cwd: Path, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        [str(langnghe), *words], cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == code, f"{' '.join(words)}: {done.stderr or done.stdout}"
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """An empty folder but for two plans."""
    shutil.copy(ROOT / "data" / "sources" / PLAN, tmp_path / "plan.txt")
    written(tmp_path)
    return tmp_path


def written(folder: Path) -> Path:
    """Write the plan as a Word file."""
    document = docx.Document()
    for line in (ROOT / "data" / "sources" / PLAN).read_text(encoding="utf-8").splitlines():
        document.add_paragraph(line)
    document.save(str(folder / "plan.docx"))
    return folder / "plan.docx"


@pytest.fixture(scope="module")
def made(langnghe: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one plan; copied for each test."""
    folder = tmp_path_factory.mktemp("made")
    written(folder)
    run(langnghe, folder, "init", "mine")
    run(langnghe, folder / "mine", "add", "../plan.docx")
    return folder / "mine"


@pytest.fixture
def workspace(made: Path, nowhere: Path) -> Path:
    return Path(shutil.copytree(made, nowhere / "mine"))


def names(archive: Path) -> set[str]:
    with zipfile.ZipFile(archive) as opened:
        return set(opened.namelist())


def test_the_wheel_carries_the_projects_data_pages_and_words(wheel: Path):
    held = names(wheel)
    assert {f"loader/bundled/{place.as_posix()}" for place in project_files(*PARTS)} - held == set()
    assert "query_api/pages/static/vendor/library.min.js" in held
    for folder in (
        "loader/lexicon",
        "loader/validation/templates",
        "query_api/pages/templates",
        "query_api/pages/static",
    ):
        files = {str(p.relative_to(ROOT)) for p in (ROOT / folder).iterdir() if p.is_file() and p.suffix != ".pyc"}
        assert files - held == set()


def test_the_wheel_carries_no_caches_tests_or_folders_of_its_own(wheel: Path):
    held = names(wheel)
    assert {name.split("/")[0] for name in held} == {"loader", "query_api", f"langnghe-{__version__}.dist-info"}
    assert [name for name in held if "/." in name or "__pycache__" in name] == []


def test_the_wheel_tells_the_version_and_what_it_needs(wheel: Path):
    with zipfile.ZipFile(wheel) as opened:
        told = Parser().parsestr(opened.read(f"langnghe-{__version__}.dist-info/METADATA").decode())
    assert told["Version"] == __version__
    assert any(need.startswith("pyoxigraph") for need in told.get_all("Requires-Dist", []))


def test_a_source_distribution_builds_the_same_wheel(checkout: Path, wheel: Path, tmp_path: Path):
    shutil.unpack_archive(build("sdist", checkout, tmp_path), tmp_path)
    again = build("wheel", tmp_path / f"langnghe-{__version__}", tmp_path / "again")
    with zipfile.ZipFile(wheel) as first, zipfile.ZipFile(again) as second:
        assert {i.filename: i.CRC for i in first.infolist()} == {i.filename: i.CRC for i in second.infolist()}


def test_an_editable_install_uses_the_folders_where_they_are(checkout: Path):
    before = contents(checkout / "loader")
    done = subprocess.run(
        [sys.executable, "-c", BUILDER, "editable", "build"], cwd=checkout, capture_output=True, text=True, check=True
    )
    assert [n for n in names(checkout / "build" / done.stdout.splitlines()[-1]) if "bundled" in n] == []
    assert contents(checkout / "loader") == before


def test_every_command_says_what_it_does(langnghe: Path, nowhere: Path):
    assert run(langnghe, nowhere, "--version").stdout.split()[-1] == __version__
    assert "langnghe" in run(langnghe, nowhere, "--help").stdout
    each = "import sys; from query_api.cli import cli; [cli.main([c, '--help'], 'langnghe', standalone_mode=False) for c in sys.argv[1:]]"
    said = run(langnghe.parent / "python", nowhere, "-c", each, *COMMANDS).stdout
    assert [command for command in COMMANDS if f"Usage: langnghe {command} " not in said] == []


def test_without_a_workspace_a_plan_is_built_beside(langnghe: Path, nowhere: Path):
    assert "1 document" in run(langnghe, nowhere, "build", "plan.txt", "--output", "there").stdout
    assert (nowhere / "there" / "inferred.nt").stat().st_size > 100_000
    built = (nowhere / "there" / "documents" / "plan.ttl").read_text(encoding="utf-8")
    assert "ln:Task" in built
    assert "→ out" in run(langnghe, nowhere, "build", "plan.txt").stdout
    assert (nowhere / "out" / "documents" / "plan.ttl").read_text(encoding="utf-8") == built


def test_without_a_workspace_a_plan_is_validated(langnghe: Path, nowhere: Path):
    run(langnghe, nowhere, "validate", "plan.docx", "--fail-on", "never", "--output", "report")
    report = json.loads((nowhere / "report" / "report.json").read_text(encoding="utf-8"))
    assert len(report["findings"]) > 5
    assert "<html" in (nowhere / "report" / "report.html").read_text(encoding="utf-8")


def test_without_a_workspace_the_graph_that_came_along_is_asked(langnghe: Path, nowhere: Path):
    assert "801/QĐ-TTg" in run(langnghe, nowhere, "trace", "11/KH-UBND").stdout
    assert "801/QĐ-TTg" in run(langnghe, nowhere, "query", "1").stdout
    assert "dòng · rows" in run(langnghe, nowhere, "query", "04-who-leads-what-until-when").stdout
    run(langnghe, nowhere, "validate", "--engine", "turbo", "--fail-on", "never")
    why = ("why", "vn/ubnd-khoai-chau/2024/01/09/kh/11", "ln:tracesTo", "vn/ttg/2022/07/07/qd/801")
    assert "tracesTo" in run(langnghe, nowhere, *why).stdout


@pytest.mark.parametrize("words", [("add", "plan.txt"), ("build",)], ids=" ".join)
def test_without_a_workspace_what_would_write_says_how_to_make_one(
    langnghe: Path, nowhere: Path, words: tuple[str, ...]
):
    before = contents(nowhere)
    said = run(langnghe, nowhere, *words, code=9).stderr
    assert said.count("\n") == 1
    assert "langnghe init DIR" in said
    assert contents(nowhere) == before


def test_a_workspace_knows_its_own_plan_and_the_reference_data_that_came_along(langnghe: Path, workspace: Path):
    assert (workspace / "data" / "sources" / "plan.docx").is_file()
    assert "0 files changed" in run(langnghe, workspace, "build").stdout
    run(langnghe, workspace, "build", "--check")
    answer = run(langnghe, workspace, "query", "1", "--format", "csv").stdout
    assert "801/QĐ-TTg" in answer  # the decision is reference data, the plan that goes back to it is not
    run(langnghe, workspace, "validate", "--engine", "turbo", "--fail-on", "never", "--output", "report")
    assert "801/QĐ-TTg" in run(langnghe, workspace, "trace", "11/KH-UBND").stdout
    inside = workspace / "data" / "sources"  # a folder of a workspace belongs to it
    assert run(langnghe, inside, "query", "1", "--format", "csv").stdout == answer


def test_reports_are_compared_and_extraction_is_scored_in_a_workspace(langnghe: Path, workspace: Path):
    run(langnghe, workspace, "validate", "--engine", "turbo", "--fail-on", "never", "--output", "one")
    shutil.copytree(workspace / "one", workspace / "two")
    run(langnghe, workspace, "diff", "one/report.json", "two/report.json")
    gold = json.loads((ROOT / "tests/gold/khoai-chau.json").read_text(encoding="utf-8"))
    (workspace / "gold.json").write_text(json.dumps({**gold, "file": "plan.docx"}), encoding="utf-8")
    assert "MEAN-F1" in run(langnghe, workspace, "eval", "gold.json").stdout


@pytest.fixture
def address(langnghe: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A server started in the folder that the test asks for, at a port of its own."""
    folder: Path = request.getfixturevalue(request.param)
    process = subprocess.Popen(
        [str(langnghe), "--quiet", "serve", "--port", "0"], cwd=folder, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        yield found[0].rstrip("/")
    finally:
        process.terminate()
        process.wait(timeout=20)


COUNT = "SELECT (COUNT(*) AS ?n) { ?document a <https://w3id.org/langnghe/ontology#SourceText> }"


@pytest.mark.parametrize(
    ("address", "texts"), [("nowhere", 5), ("workspace", 1)], indirect=["address"], ids=["bundle", "workspace"]
)
def test_the_server_answers_queries_and_shows_pages(address: str, texts: int, nowhere: Path):
    with httpx.Client(base_url=address, timeout=60) as http:
        reply = http.get("/sparql", params={"query": COUNT}, headers={"Accept": "text/csv"})
        assert reply.text.split() == ["n", str(texts)]
        for page in ("/", "/ontology", "/static/style.css", "/static/vendor/library.min.js", "/q/reports-by-month.csv"):
            assert http.get(page, headers={"Accept": "text/html,*/*"}).status_code == 200, page
        assert http.get("/openapi.json").json()["info"]["version"] == __version__
        sent = http.post("/validate", content=(nowhere / "plan.docx").read_bytes(), params={"format": "json"},
                         headers={"Content-Type": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"})  # fmt: skip
        assert sent.status_code == 200, sent.text
        assert len(sent.json()["findings"]) > 5


def test_no_command_writes_into_the_installed_package(langnghe: Path, nowhere: Path):
    bundle = next(langnghe.parent.parent.glob("lib/*/site-packages")) / "loader" / "bundled"
    before = contents(bundle)
    set_writable(bundle, True)  # even where it could
    for words in (("query", "1"), ("build", "plan.txt"), ("build", "--check")):
        run(langnghe, nowhere, *words)
    run(langnghe, bundle, "build", code=9)
    run(langnghe, bundle / "data", "add", str(nowhere / "plan.txt"), code=9)
    set_writable(bundle, False)
    assert contents(bundle) == before
