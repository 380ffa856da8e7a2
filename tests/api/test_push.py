"""Pushing to a real SPARQL server: it holds what we hold, is not touched where it does, and keeps no withdrawn document."""

from __future__ import annotations

import random
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from query_api.commands.graph_store import GraphStore
from query_api.commands.push import gather, mirror, push

OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
BASE = "https://w3id.org/langnghe/"
TEXT = f"{BASE}graph/text/"
OTHER = "urn:somebody-else"
WORDS = ("aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc")


def document(word: str, value: str = "1") -> str:
    return (
        f"<{BASE}text/{word}> a <{BASE}ontology#SourceText> ; <urn:says> '{value}' .\n"
        f"[] <urn:about> <{BASE}text/{word}> ; <urn:more> [ <urn:says> '{value}' ] .\n"
    )


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "ttl"
    (folder / "documents").mkdir(parents=True)
    for word in WORDS:
        (folder / "documents" / f"{word}.ttl").write_text(document(word), encoding="utf-8")
    (folder / "inferred.nt").write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def oxigraph() -> Iterator[str]:
    if OXIGRAPH is None:
        pytest.skip("Oxigraph's server is not installed")
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
            try:
                httpx.get(url, timeout=60)
                break
            except httpx.HTTPError:
                continue
        yield url
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def server(oxigraph: str) -> str:
    """An empty server."""
    httpx.post(f"{oxigraph}/update", data={"update": "DROP ALL"}, timeout=60).raise_for_status()
    return oxigraph


class Recording(GraphStore):
    """A graph store whose requests are counted."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.sent: list[tuple[str, str | None]] = []

    def _send(self, method, graph, headers, body=None):  # type: ignore[no-untyped-def]
        self.sent.append((method, graph))
        return super()._send(method, graph, headers, body)

    @property
    def changes(self) -> list[tuple[str, str | None]]:
        return [(method, graph) for method, graph in self.sent if method != "GET"]


def names(server: str) -> set[str]:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    answer = httpx.post(f"{server}/query", data={"query": query}, headers={"Accept": "text/csv"}, timeout=60)
    return set(answer.text.split()[1:])


def says(server: str, word: str) -> str:
    query = f"SELECT ?v {{ GRAPH <{TEXT}{word}> {{ <{BASE}text/{word}> <urn:says> ?v }} }}"
    answer = httpx.post(f"{server}/query", data={"query": query}, headers={"Accept": "text/csv"}, timeout=60)
    return " ".join(answer.text.split()[1:])


def pushed(server: str, output: Path, *more: str) -> str:
    result = CliRunner().invoke(push, [f"{server}/store", str(output), *more], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_second_push_changes_nothing(server: str, output: Path) -> None:
    pushed(server, output, "--merged")
    with Recording(f"{server}/store") as store:
        done = mirror(store, gather((output,)), merged=True)
    assert store.changes == []
    assert (done.replaced, done.removed, done.same) == (0, 0, 5)


def test_only_the_graph_that_differs_is_replaced(server: str, output: Path) -> None:
    pushed(server, output)
    (output / "documents" / f"{WORDS[1]}.ttl").write_text(document(WORDS[1], "2"), encoding="utf-8")
    with Recording(f"{server}/store") as store:
        mirror(store, gather((output,)))
    assert store.changes == [("PUT", TEXT + WORDS[1])]
    assert says(server, WORDS[1]) == "2"


def sent_by(monkeypatch: pytest.MonkeyPatch, server: str, output: Path, *more: str) -> list[tuple[str, str]]:
    """Return the requests of a push that are about graphs."""
    sent: list[tuple[str, str]] = []
    send = GraphStore._send

    def noted(self, method, graph, *rest):  # type: ignore[no-untyped-def]
        sent.append((method, graph))
        return send(self, method, graph, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(GraphStore, "_send", noted)
        pushed(server, output, *more)
    return sent


@pytest.fixture
def built(output: Path) -> Path:
    """An output folder as a build leaves it."""
    (output / ".cache").mkdir()
    return output


def test_what_was_put_there_before_is_not_compared_again(
    monkeypatch: pytest.MonkeyPatch, server: str, built: Path
) -> None:
    pushed(server, built)
    assert sent_by(monkeypatch, server, built) == []
    assert len(sent_by(monkeypatch, server, built, "--thorough")) == 4
    changed = built / "documents" / f"{WORDS[1]}.ttl"
    changed.write_text(document(WORDS[1], "2"), encoding="utf-8")
    assert sent_by(monkeypatch, server, built) == [("GET", TEXT + WORDS[1]), ("PUT", TEXT + WORDS[1])]
    assert says(server, WORDS[1]) == "2"


def test_what_the_server_has_lost_is_put_there_again(monkeypatch: pytest.MonkeyPatch, server: str, built: Path) -> None:
    pushed(server, built)
    with GraphStore(f"{server}/store") as store:
        store.delete(TEXT + WORDS[0])
    assert sent_by(monkeypatch, server, built) == [("GET", TEXT + WORDS[0]), ("PUT", TEXT + WORDS[0])]
    httpx.post(f"{server}/update", data={"update": "DROP ALL"}, timeout=60).raise_for_status()
    assert len([method for method, _ in sent_by(monkeypatch, server, built) if method == "PUT"]) == 4


def test_another_server_is_told_all(monkeypatch: pytest.MonkeyPatch, server: str, built: Path) -> None:
    pushed(server, built)
    other = server.replace("127.0.0.1", "localhost")
    assert [method for method, _ in sent_by(monkeypatch, other, built)] == ["GET"] * 4


@pytest.mark.parametrize("damage", ["", "[]", '{"version": 1}', '{"version": 1, "files": {"a": 1}, "put": {}}'])
def test_a_memory_that_is_damaged_is_none(server: str, built: Path, damage: str) -> None:
    (built / ".cache" / "pushed.json").write_text(damage, encoding="utf-8")
    pushed(server, built)
    assert len(names(server)) == 4


def test_the_graph_of_a_withdrawn_document_is_removed(server: str, output: Path) -> None:
    with GraphStore(f"{server}/store") as store:
        store.put(OTHER, [ox.Triple(ox.NamedNode("urn:x"), ox.NamedNode("urn:y"), ox.Literal("z"))])
    pushed(server, output)
    (output / "documents" / f"{WORDS[0]}.ttl").unlink()
    said = pushed(server, output)
    assert "1 bỏ · removed" in said
    assert names(server) == {OTHER, f"{BASE}graph/inferred", TEXT + WORDS[1], TEXT + WORDS[2]}


def test_all_statements_may_stand_in_a_graph_of_their_own(server: str, output: Path) -> None:
    pushed(server, output, "--merged-as", OTHER)
    assert names(server) == {OTHER, f"{BASE}graph/inferred", *(TEXT + word for word in WORDS)}
    with GraphStore(f"{server}/store") as store:
        assert len(store.get(OTHER) or ()) == sum(len(triples) for triples in gather((output,)).values())
        assert store.get(None) == set()


def test_a_part_of_a_graph_removes_nothing(server: str, output: Path) -> None:
    pushed(server, output)
    pushed(server, output / "documents" / f"{WORDS[0]}.ttl")
    assert len(names(server)) == 4


def test_a_server_that_cannot_be_asked_for_its_graphs_is_told_of(server: str, output: Path) -> None:
    said = pushed(server, output, "--query", f"{server}/nothing-here")
    assert "cannot be asked for its graphs" in said
    assert len(names(server)) == 4


@pytest.mark.slow
def test_a_push_that_is_killed_leaves_each_graph_old_or_new_and_is_taken_up_again(server: str, output: Path) -> None:
    command = [sys.executable, "-m", "query_api.cli", "--quiet", "push", f"{server}/store", str(output)]
    pushed(server, output)
    chance = random.Random(801)
    for value in ("2", "3", "4"):
        before = {word: says(server, word) for word in WORDS}
        for word in WORDS:
            (output / "documents" / f"{word}.ttl").write_text(document(word, value), encoding="utf-8")
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ends = time.monotonic() + chance.uniform(0.2, 1.2)
        while time.monotonic() < ends and process.poll() is None:
            for word in WORDS:
                assert says(server, word) in (before[word], value)
        process.kill()
        process.wait()
        assert all(says(server, word) in (before[word], value) for word in WORDS)
        pushed(server, output)
        assert {says(server, word) for word in WORDS} == {value}
    assert len(names(server)) == 4
