"""Whatever the machine lacks, a command ends in one clear line and the right exit code, and the graph stays whole."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from workspace import COMMAND, ROOT, contents, environment, leftovers, plan, run

from loader import errors
from loader.errors import ConfigurationError, LangngheError, ResourceError
from loader.generation import settle

pytestmark = pytest.mark.slow

NOT_ALLOWED, EXHAUSTED = ConfigurationError.exit_code, ResourceError.exit_code
LINE = " ".join(shlex.quote(word) for word in COMMAND)

WRITE = {
    "build": "build --fresh",
    "add": "add {new}",
    "build into": "build {new} --output {project}/out",
    "report": "validate --engine turbo --output {project}/report --fail-on never",
}
READ = {
    "check": "build --check",
    "validate": "validate --engine turbo --fail-on never",
    "query": "query 1",
    "csv": "query 1 --format csv",
    "json": "query 1 --format json",
    "trace": "trace 801/QĐ-TTg",
    "trace as json": "trace 801/QĐ-TTg --json",
    "diff": "diff {report} {report}",
    "help": "--help",
    "help of a command": "query --help",
    "version": "--version",
}
COMMANDS = WRITE | READ | {"validate a plan": "validate {new} --fail-on never"}
CAN_MOUNT = (
    subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode == 0 if shutil.which("unshare") else False
)


@pytest.fixture(scope="module")
def shared(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project for commands that change nothing; what they leave is looked at by each test."""
    project = Path(shutil.copytree(built, tmp_path_factory.mktemp("shared") / "project"))
    (project.parent / "new.txt").write_text(plan(2, "mây tre đan"), encoding="utf-8")
    made = run(
        project, "validate", "--engine", "turbo", "--output", str(project.parent / "report"), "--fail-on", "never"
    )
    assert made.returncode == 0, made.stderr
    return project


def spelt(command: str, project: Path) -> str:
    names = {"project": project, "new": project.parent / "new.txt", "report": project.parent / "report" / "report.json"}
    return COMMANDS[command].format(**{key: shlex.quote(str(path)) for key, path in names.items()})


def shell(project: Path, script: str, **more: object) -> subprocess.CompletedProcess[str]:
    """Run a script of a shell in the project; ``$LN`` is the command."""
    script = f'LN() {{ {LINE} "$@"; }}\n{script}'
    return subprocess.run(
        ["bash", "-c", script], cwd=project, env=environment(), capture_output=True, text=True, timeout=120, **more
    )  # type: ignore[call-overload, no-any-return]


@pytest.fixture
def whole(shared: Path) -> Iterator[Callable[[], None]]:
    """Look, at the end, whether the project is what it was and nothing lies about."""
    before = contents(shared)
    yield lambda: None
    settle(shared / "data" / "ttl")
    assert contents(shared) == before
    assert leftovers(shared) == []
    assert not list(shared.glob("report/.*"))


def assert_one_line(ended: subprocess.CompletedProcess[str], code: int) -> None:
    told = [line for line in ended.stderr.splitlines() if "broken off" not in line]
    assert "Traceback" not in ended.stderr
    assert ended.returncode == code, ended.stderr
    assert len(told) == (0 if code == 0 else 1), ended.stderr
    assert code == 0 or told[0].startswith("langnghe: ")


def read_only(project: Path) -> str:
    """Return what makes the project read-only for the rest of a script."""
    folder = shlex.quote(str(project))
    return f"mount --bind {folder} {folder} && mount -o remount,ro,bind {folder} && cd {folder}"


def full(project: Path) -> str:
    """Return what puts the project on a disk without room for the rest of a script."""
    folder = shlex.quote(str(project))
    return (
        f"copy=$(mktemp -d) && cp -a {folder}/. $copy && mount -t tmpfs -o size=64m none {folder} && "
        f"cp -a $copy/. {folder} && rm -rf $copy && cd {folder} && (cat /dev/zero > fill 2>/dev/null; true)"
    )


@pytest.mark.parametrize("command", [*WRITE, "check", "validate", "query", "trace"])
def test_a_read_only_disk(shared: Path, whole: object, command: str) -> None:
    code = NOT_ALLOWED if command in WRITE else 0
    if CAN_MOUNT:
        script = f"{read_only(shared)} && LN {spelt(command, shared)}"
        ended = shell(shared, f"export -f LN; unshare -m bash -c {shlex.quote(script)}")
    else:
        if os.geteuid() == 0:
            pytest.skip("root may write everywhere, and no file system can be mounted here")
        ended = shell(shared, f"chmod -R a-w . ; LN {spelt(command, shared)}; code=$?; chmod -R u+w . ; exit $code")
    assert_one_line(ended, code)
    assert code == 0 or "ead-only file system" in ended.stderr or "ermission denied" in ended.stderr


@pytest.mark.parametrize("command", [*WRITE, "validate", "query"])
def test_a_full_disk(shared: Path, whole: object, command: str) -> None:
    code = EXHAUSTED if command in WRITE else 0
    if CAN_MOUNT:
        script = f"{full(shared)} && LN {spelt(command, shared)}; code=$?; cd /; exit $code"
        ended = shell(shared, f"export -f LN; unshare -m bash -c {shlex.quote(script)}")
        said = "No space left on device"
    else:
        ended = shell(shared, f"ulimit -f 0; LN {spelt(command, shared)}")
        said = "File too large"
    assert_one_line(ended, code)
    assert code == 0 or (said in ended.stderr and str(shared) in ended.stderr), "what, and where"


@pytest.mark.parametrize(("command", "kilobytes"), [("build", 4), ("build", 400), ("report", 4)])
def test_files_may_not_grow(shared: Path, whole: object, command: str, kilobytes: int) -> None:
    """With room for 400 KB a build comes to its middle: the documents are made, and what follows from them is too large."""
    ended = shell(shared, f"ulimit -f {kilobytes}; LN {spelt(command, shared)}")
    assert_one_line(ended, EXHAUSTED)
    assert "ulimit -f" in ended.stderr


@pytest.mark.skipif(not CAN_MOUNT, reason="no small file system can be mounted here")
@pytest.mark.parametrize("command", ["build", "check", "validate", "validate a plan"])
def test_no_room_for_temporary_files(shared: Path, tmp_path: Path, command: str) -> None:
    place = shlex.quote(str(tmp_path))
    script = (
        f"mount -t tmpfs -o size=4k,nr_inodes=20 none {place} && (cat /dev/zero > {place}/fill 2>/dev/null; true) && "
        f"TMPDIR={place} LN {spelt(command, shared)}"
    )
    ended = shell(shared, f"export -f LN; unshare -m bash -c {shlex.quote(script)}")
    assert ended.returncode in (0, EXHAUSTED, NOT_ALLOWED)
    assert_one_line(ended, ended.returncode)


@pytest.mark.parametrize("megabytes", [90, 150, 250])
@pytest.mark.parametrize("command", ["build", "validate a plan", "query"])
def test_little_memory(shared: Path, whole: object, command: str, megabytes: int) -> None:
    ended = shell(shared, f"ulimit -v {megabytes * 1000}; LN {spelt(command, shared)}")
    assert ended.returncode in (0, EXHAUSTED), ended.stderr
    assert ended.returncode == EXHAUSTED or megabytes > 90
    assert_one_line(ended, ended.returncode)
    assert ended.returncode == 0 or "memory" in ended.stderr


@pytest.mark.parametrize("command", ["build", "validate", "query", "trace"])
def test_few_open_files(shared: Path, whole: object, command: str) -> None:
    ended = shell(shared, f"ulimit -n 12; LN {spelt(command, shared)}")
    assert ended.returncode in (0, EXHAUSTED), ended.stderr
    assert_one_line(ended, ended.returncode)


@pytest.mark.parametrize("limit", ["-t", "-S -t"])
def test_little_processor_time(shared: Path, whole: object, limit: str) -> None:
    ended = shell(shared, f"ulimit {limit} 1; LN {spelt('report', shared)}")
    assert_one_line(ended, EXHAUSTED)
    assert "processor time" in ended.stderr


@pytest.mark.parametrize("command", READ)
def test_nobody_reads_the_output(shared: Path, whole: object, command: str) -> None:
    ended = shell(shared, f"(sleep 0.2; LN {spelt(command, shared)}; echo $? >&2) | true")
    assert ended.stderr == "0\n"


@pytest.mark.parametrize("command", ["build", "report", *READ])
def test_closed_streams(shared: Path, whole: object, command: str) -> None:
    ended = shell(shared, f"LN {spelt(command, shared)} <&- >&- 2>&-")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


@pytest.mark.parametrize("command", READ)
def test_output_to_a_full_disk(shared: Path, whole: object, command: str) -> None:
    assert_one_line(shell(shared, f"LN {spelt(command, shared)} > /dev/full"), EXHAUSTED)


@pytest.mark.parametrize("command", ["build", "validate", "query", "csv", "trace"])
def test_a_locale_without_vietnamese_letters(shared: Path, whole: object, command: str) -> None:
    setting = "PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 LC_ALL=C LANG=C"
    there = shell(shared, f"{setting} LN {spelt(command, shared)}")
    assert_one_line(there, 0)
    if command in ("csv", "trace"):
        assert there.stdout == shell(shared, f"LN {spelt(command, shared)}").stdout


@pytest.mark.parametrize("command", ["build", "validate", "query", "trace"])
def test_an_empty_environment(shared: Path, whole: object, command: str) -> None:
    path = shlex.quote(environment()["PYTHONPATH"])
    assert_one_line(shell(shared, f"env -i PYTHONPATH={path} {LINE} {spelt(command, shared)}"), 0)


@pytest.mark.parametrize("words", ["trace", "query", "validate", "add", "why a b", "serve --port 0"])
def test_words_that_are_not_utf8(shared: Path, whole: object, words: str) -> None:
    ended = shell(shared, f"LN {words} $'\\xff\\xfe'")
    assert ended.returncode not in (0, 1)
    assert_one_line(ended, ended.returncode)


def test_a_source_that_may_not_be_read_does_not_keep_the_others_from_being_built(project: Path) -> None:
    sources = project / "data" / "sources"
    (sources / "plan-2.txt").write_text(plan(2, "gốm"), encoding="utf-8")
    (sources / "plan-1.txt").unlink()
    (sources / "plan-1.txt").symlink_to("/proc/self/mem")  # not even root may read it at its beginning
    ended = run(project, "build")
    assert_one_line(ended, 3)
    assert "plan-1.txt" in ended.stderr
    assert (project / "data" / "ttl" / "documents" / "plan-2.ttl").is_file()


def test_a_source_whose_name_is_not_utf8_is_named_and_does_not_keep_the_others_from_being_built(project: Path) -> None:
    sources = project / "data" / "sources"
    (sources / "plan-2.txt").write_text(plan(2, "gốm"), encoding="utf-8")
    (sources / os.fsdecode(b"k\xff.txt")).write_text(plan(3, "lụa"), encoding="utf-8")
    ended = run(project, "build")
    assert_one_line(ended, 3)
    assert "name is not UTF-8" in ended.stderr
    assert "k?.txt" in ended.stderr or "k\ufffd.txt" in ended.stderr
    assert (project / "data" / "ttl" / "documents" / "plan-2.ttl").is_file()


def told_to_end(project: Path, signal_: signal.Signals, after: float) -> tuple[int, bytes]:
    """Begin to build and send a signal after some seconds; return how it ended and what it said."""
    process = subprocess.Popen(
        [*COMMAND, "build", "--fresh"], cwd=project, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=partial(signal.signal, signal_, signal.SIG_DFL),  # a shell's background job ignores some
    )  # fmt: skip
    with suppress(subprocess.TimeoutExpired):
        process.wait(after)
    process.send_signal(signal_)
    _, said = process.communicate(timeout=60)
    return process.returncode, said


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_is_told_to_end_says_nothing(project: Path, signal_: signal.Signals) -> None:
    before = contents(project)
    began = time.monotonic()
    assert run(project, "build", "--fresh").returncode == 0
    whole = time.monotonic() - began
    for share in (0.8, 0.7, 0.6, 0.5):
        code, said = told_to_end(project, signal_, whole * share)
        if code != 0:  # 0: it was done before it could be told
            break
    assert code in (-signal_, 130)
    assert said.strip() == b""
    settle(project / "data" / "ttl")
    assert contents(project) == before
    assert leftovers(project) == []


def test_a_command_ends_with_the_process_that_watches_it(project: Path) -> None:
    process = subprocess.Popen([*COMMAND, "build", "--fresh"], cwd=project, env=environment(), stderr=subprocess.PIPE)
    staging = project / "data" / "ttl" / ".cache" / "next"
    while process.poll() is None and not staging.exists():
        pass
    process.kill()
    assert process.stderr is not None
    assert process.stderr.read() == b"", "the stream closes when the last of its processes has gone"
    process.wait()


def test_a_library_that_aborts_is_told_of_in_one_line(tmp_path: Path) -> None:
    script = (
        "import os, sys; from query_api.server.supervision import supervise\n"
        "def work():\n"
        " os.write(2, b'memory allocation of 7 bytes failed\\n stack backtrace\\n'); os.abort()\n"
        "os._exit(supervise(work))"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment())
    assert_one_line(ended, EXHAUSTED)
    assert "memory" in ended.stderr


def test_every_exit_code_has_one_meaning_and_is_documented() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, LangngheError)]
    codes = {kind.__name__: kind.exit_code for kind in kinds}
    assert len(set(codes.values())) == len(codes), codes
    table = (ROOT / "docs" / "builds.md").read_text(encoding="utf-8").partition("## Mã thoát")[2]
    told = {
        int(code)
        for row in table.splitlines()
        if row.startswith("| ")
        for code in re.findall(r"\d+", row.split("|")[1])
    }
    assert set(codes.values()) <= told
