"""The Containerfile and docs/public.md say what the project can do: paths exist, options are known, nobody is root."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import click
import pytest
from checkout import project_files
from import_graph import ROOT

from query_api.cli import COMMANDS, cli
from query_api.commands.serve import serve

CONTAINERFILE = ROOT / "Containerfile"
PAGE = ROOT / "docs" / "public.md"
NEEDED = ("loader/", "query_api/", "data/", "ontology/", "queries/", "shapes/", "setup.py", "pyproject.toml", "README.md",
          "LICENSE", "requirements/base.txt", "scripts/bundle", "package.json", "package-lock.json")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction: its word and the rest of its line."""

    word: str
    rest: str

    def words(self) -> list[str]:
        """Return the words of a list ("CMD ["a", "b"]") or of a line."""
        return json.loads(self.rest) if self.rest.startswith("[") else shlex.split(self.rest)


def stages() -> list[list[Step]]:
    text = re.sub(r"^#.*\n", "", CONTAINERFILE.read_text(encoding="utf-8"), flags=re.MULTILINE).replace("\\\n", "")
    found: list[list[Step]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        word, _, rest = line.partition(" ")
        if word == "FROM":
            found.append([])
        found[-1].append(Step(word, rest.strip()))
    return found


def last(word: str) -> Step:
    return [step for step in stages()[-1] if step.word == word][-1]


def ignored() -> list[str]:
    lines = (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()
    return [line.strip().rstrip("/") for line in lines if line.strip() and not line.startswith("#")]


def is_ignored(place: Path) -> bool:
    parents = [place, *place.parents][:-1]
    return any(
        fnmatch(p.as_posix(), rule) or (rule.startswith("**/") and fnmatch(p.name, rule[3:]))
        for p in parents
        for rule in ignored()
    )


def accepts(name: str, words: list[str]) -> None:
    """Let the command line read the words, without running anything."""
    command = cli.get_command(click.Context(cli), name)
    assert command is not None, name
    command.make_context(name, list(words))


def test_the_image_is_made_from_plain_names_in_two_stages():
    bases = [stage[0].rest.split()[0] for stage in stages()]
    assert len(bases) == 2
    assert [base for base in bases if not re.fullmatch(r"[a-z0-9]+:[a-z0-9.-]+", base)] == []


def test_what_runs_is_not_root_and_owns_its_volume_only():
    user = last("USER").rest
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user)
    words = [step.word for step in stages()[-1]]
    assert words.index("USER") > max(i for i, word in enumerate(words) if word in ("RUN", "COPY"))
    (setup,) = [step.rest for step in stages()[-1] if step.word == "RUN"]
    number = user.partition(":")[0]
    assert f"--uid {number}" in setup
    owned = re.findall(r"--owner=(\d+) --group=(\d+) (\S+)", setup)
    assert owned == [(number, number, last("VOLUME").rest)]
    assert last("WORKDIR").rest == last("VOLUME").rest


def test_what_the_image_starts_is_a_command_with_options_that_it_knows():
    assert last("ENTRYPOINT").words() == ["langnghe"]
    name, *options = last("CMD").words()
    accepts(name, options)
    port = options[options.index("--port") + 1]
    assert port == last("EXPOSE").rest
    assert f":{port}/health" in last("HEALTHCHECK").rest
    assert options[options.index("--host") + 1] == "0.0.0.0"


def test_every_file_that_the_steps_name_exists_and_reaches_the_build():
    text = " ".join(step.rest for stage in stages() for step in stage if step.word == "RUN")
    named = re.findall(r"(?:scripts|requirements)/[\w.-]+", text)
    assert {"scripts/bundle", "requirements/base.txt"} <= set(named)
    assert [name for name in named if not (ROOT / name).is_file() or is_ignored(Path(name))] == []


def test_the_build_gets_all_that_the_wheel_is_made_from_and_no_more():
    sent = [place.as_posix() for place in project_files() if not is_ignored(place)]
    assert [need for need in NEEDED if not any(place.startswith(need) for place in sent)] == []
    kept_out = [p.as_posix() for p in project_files(*(n for n in NEEDED if n.endswith("/"))) if is_ignored(p)]
    assert kept_out == []
    assert [place for place in sent if place.startswith((".git/", "tests/", ".venv/"))] == []
    assert is_ignored(Path("query_api/pages/static/vendor/NOTICES.txt"))
    assert is_ignored(Path("loader/readers/__pycache__/x.pyc"))


@pytest.fixture(scope="module")
def port() -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "query_api.cli", "--quiet", "serve", "ontology", "--port", "0"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        found = re.search(r"127\.0\.0\.1:(\d+)", process.stdout.readline())
        assert found
        yield found[1]
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.mark.slow
def test_the_health_check_succeeds_while_the_server_answers_and_only_then(port: str):
    program = json.loads(last("HEALTHCHECK").rest.partition("CMD ")[2])
    assert program[:2] == ["python3", "-c"]

    def check(there: str) -> int:
        code = program[2].replace(":8000/", f":{there}/")
        return subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=30, check=False).returncode

    assert check(port) == 0
    assert check("9") != 0


def documented() -> list[tuple[str, list[str]]]:
    """Return the commands of langnghe in the page: those run in a container, by systemd, or named in its text."""
    text = PAGE.read_text(encoding="utf-8").replace("\\\n", " ")
    starts = r"(?:\blangnghe |^Exec=|`|^ExecStart=\S+/langnghe )"
    found = re.findall(rf"{starts}({'|'.join(COMMANDS)})\b([^`\n]*)", text, re.MULTILINE)
    return [(name, shlex.split(rest)) for name, rest in found]


def test_the_page_shows_how_to_serve_and_how_to_fill_the_volume():
    names = [name for name, _ in documented()]
    assert names.count("serve") >= 4
    assert {"init", "add"} <= set(names)


def test_the_page_names_no_option_that_the_command_does_not_know():
    known = {
        option
        for name in COMMANDS
        for parameter in cli.get_command(click.Context(cli), name).params
        for option in parameter.opts
    }
    named = {word for name, words in documented() for word in words if word.startswith("--")}
    named |= set(re.findall(r"`(--(?:public-url|root-path|trusted-proxy))\b", PAGE.read_text(encoding="utf-8")))
    assert len(named) >= 6
    assert named - known == set()


def test_the_page_and_the_image_agree_on_the_volume_and_the_port():
    text = PAGE.read_text(encoding="utf-8")
    assert set(re.findall(r"langnghe:(/\w+)", text)) == {last("VOLUME").rest}
    assert set(re.findall(r"127\.0\.0\.1:(\d+)", text)) == {last("EXPOSE").rest}
    assert {p.default for p in serve.params if p.name == "port"} == {int(last("EXPOSE").rest)}
