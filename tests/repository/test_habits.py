"""make, scripts and continuous integration do what the documentation says."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from import_graph import ROOT

SCRIPTS = sorted(p.name for p in (ROOT / "scripts").iterdir() if p.is_file())
TARGETS = ("serve", "test", "lint", "bench", "lock", "clean", "build", "report", "wheel")
SKIPPING = """
import pytest
def test_that_skips_itself():
    pytest.skip("no such program here")
@pytest.mark.skip(reason="not today")
def test_that_is_marked():
    pass
@pytest.mark.xfail(reason="known", strict=True)
def test_that_is_known_to_fail():
    assert False
"""


def run(*command: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")} | environment
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("target", TARGETS)
def test_make_knows_the_target(target: str):
    done = run("make", "--dry-run", "--always-make", target)
    assert done.returncode == 0, done.stderr


def test_make_alone_lists_what_there_is():
    shown = run("make").stdout
    assert all(f"make {name}" in shown for name in ("serve", "test", "lint", "bench", "lock", "wheel", "clean"))


def test_make_test_set_up_installs_from_the_full_lock_only():
    shown = run("make", "--dry-run", "--always-make", "test").stdout
    assert "scripts/install all" in shown
    assert "scripts/install base" not in shown
    assert "pip install" not in shown


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_can_be_run_and_is_valid_shell(script: str):
    path = ROOT / "scripts" / script
    assert os.access(path, os.X_OK)
    assert run("sh", "-n", str(path)).returncode == 0
    assert path.read_text(encoding="utf-8").splitlines()[1].startswith("# "), "the second line says what it is for"


def test_continuous_integration_lints_then_tests_and_skips_nothing():
    path = ROOT / ".ci" / "run"
    text = path.read_text(encoding="utf-8")
    assert os.access(path, os.X_OK)
    assert run("bash", "-n", str(path)).returncode == 0
    assert text.rstrip().splitlines()[-2:] == ["make lint", "make test"]
    assert "export LANGNGHE_CI=1" in text


@pytest.mark.parametrize(
    ("arguments", "said", "left"),
    [((), {}, True), ((), {"SLOW": "1"}, False), ((), {"LANGNGHE_CI": "1"}, False), (("tests/api",), {}, False)],
    ids=["routine", "all", "integration", "a part"],
)
def test_slow_tests_wait_for_continuous_integration(
    tmp_path: Path, arguments: tuple[str, ...], said: dict[str, str], left: bool
):
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    rest = {k: v for k, v in os.environ.items() if k not in ("SLOW", "LANGNGHE_CI")}
    done = subprocess.run(
        [ROOT / "scripts" / "test", *arguments],
        cwd=tmp_path,
        env=rest | said,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ("not slow" in done.stdout.splitlines()) is left


def fake_python(folder: Path, name: str, fits: bool) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\nexit {0 if fits else 1}\n", encoding="utf-8")
    path.chmod(0o755)


def test_the_first_python_that_is_new_enough_is_chosen(tmp_path: Path):
    fake_python(tmp_path, "python3", fits=False)
    fake_python(tmp_path, "python3.12", fits=True)
    fake_python(tmp_path, "python3.11", fits=True)
    shown = run("/bin/sh", "scripts/python", PATH=str(tmp_path), PYTHON="")
    assert shown.stdout.strip() == str(tmp_path / "python3.12")


def test_a_machine_without_a_new_python_gets_one_clear_line(tmp_path: Path):
    fake_python(tmp_path, "python3", fits=False)
    shown = run("/bin/sh", "scripts/python", PATH=str(tmp_path), PYTHON="")
    assert shown.returncode == 1
    assert shown.stdout == ""
    assert re.fullmatch(r"langnghe: Python 3\.11 or newer was not found; .+\n", shown.stderr)


def test_without_npm_the_browser_libraries_are_left_out_quietly(tmp_path: Path):
    shown = run("/bin/sh", "scripts/bundle", PATH=str(tmp_path))
    assert (shown.returncode, shown.stdout, shown.stderr) == (0, "", "")


PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "xdist")
BARE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


@pytest.fixture
def skipping(tmp_path: Path) -> Path:
    """A folder of tests that skip themselves, with the project's own rule beside them."""
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_skipping.py").write_text(SKIPPING, encoding="utf-8")
    return tmp_path


def test_a_test_may_skip_itself_at_home(skipping: Path):
    assert "2 skipped, 1 xfailed" in run(*PYTEST, cwd=skipping, LANGNGHE_CI="", **BARE).stdout


@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_skipped_test_fails_in_continuous_integration(skipping: Path, workers: str):
    shown = run(*PYTEST, "-n", workers, cwd=skipping, LANGNGHE_CI="1", **BARE).stdout
    assert "1 failed, 1 xfailed, 1 error" in shown
    assert "no such program here" in shown


def test_a_module_that_skips_itself_fails_in_continuous_integration(skipping: Path):
    (skipping / "test_skipping.py").write_text(
        "import pytest\npytest.importorskip('no_such_module')\n", encoding="utf-8"
    )
    done = run(*PYTEST, cwd=skipping, LANGNGHE_CI="1", **BARE)
    assert done.returncode not in (0, 5), done.stdout


def test_modules_of_tests_have_names_of_their_own():
    """Two of one name in folders without a package cannot be collected together."""
    names = Counter(path.stem for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, times in names.items() if times > 1] == []


ASKING = {"get", "post", "put", "delete", "patch", "head", "options", "request", "stream", "Client", "AsyncClient"}


def hurried(tree: ast.AST) -> list[int]:
    """Return the lines that ask over HTTP and leave open how long to wait: httpx's own five seconds are few on a busy machine."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))
    return [
        call.lineno
        for call in calls
        if ast.unparse(call.func.value) == "httpx"
        and call.func.attr in ASKING
        and not {"timeout", "transport"} & {given.arg for given in call.keywords}
    ]


def test_no_test_gives_up_on_a_server_that_a_busy_machine_slows():
    assert hurried(
        ast.parse("import httpx\nhttpx.get(url)\nhttpx.get(url, timeout=60)\nhttpx.Client(base_url=url)")
    ) == [2, 4]
    for path in sorted((ROOT / "tests").rglob("*.py")):
        assert not hurried(ast.parse(path.read_text(encoding="utf-8"))), path
