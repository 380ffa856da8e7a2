"""What is read is of one moment, whatever is renamed meanwhile, and a digest tells the bytes that were read."""

from __future__ import annotations

import hashlib
import shutil
import threading
from pathlib import Path

import pytest

import loader.snapshot as snapshots
from loader.errors import GraphError
from loader.generation import writing
from loader.graph.dataset import rdf_snapshot, read_graphs

NAMES = [f"documents/{number}.ttl" for number in range(12)] + ["inferred.nt"]


def triple(value: int) -> bytes:
    return f"<urn:a> <urn:b> <urn:{value}> .\n".encode()


def build(root: Path, value: int) -> None:
    with writing(root) as draft:
        for name in NAMES:
            draft.put(root / name, triple(value))
        draft.commit()


@pytest.fixture
def output(tmp_path: Path) -> Path:
    build(tmp_path / "ttl", 0)
    return tmp_path / "ttl"


@pytest.mark.parametrize("asked", ["", "documents", ".."])
def test_a_reader_sees_one_generation_while_others_are_built(output: Path, asked: str) -> None:
    ended = threading.Event()

    def go_on_building() -> None:
        value = 0
        while not ended.is_set():
            value += 1
            build(output, value)

    builder = threading.Thread(target=go_on_building)
    builder.start()
    seen = set()
    try:
        while len(seen) < 5 and builder.is_alive():
            values = {t.object.value for g in read_graphs([output / asked]) for t in g.triples}  # type: ignore[union-attr]
            assert len(values) == 1
            seen |= values
    finally:
        ended.set()
        builder.join()
    assert len(seen) == 5


def test_files_of_a_snapshot_keep_their_bytes_when_others_take_their_names(output: Path) -> None:
    with rdf_snapshot([output]) as opened:
        build(output, 1)
        assert {file.read() for file in opened.files} == {triple(0)}


def test_the_digest_is_that_of_the_bytes_that_were_handed_out(output: Path) -> None:
    with rdf_snapshot([output]) as opened:
        first, second, *_ = opened.files
        with first.stream() as stream:
            assert stream.read(7) == triple(0)[:7]
        assert first.sha256 == hashlib.sha256(triple(0)).hexdigest(), "of the whole file, however little was asked for"
        second.path.write_bytes(triple(9))  # in place, as a hand-made copy does
        assert second.sha256 == ""
        version = opened.version()
        assert second.sha256 == hashlib.sha256(triple(9)).hexdigest()
        assert opened.version() == version


def test_replicas_of_a_generation_have_one_version_whatever_their_folder_is_called(output: Path) -> None:
    copy = output.with_name("ttl-2")
    shutil.copytree(output, copy)
    output.rename(output.with_name("ttl-1"))
    output.symlink_to("ttl-1")
    versions = []
    for folder in (output, output.resolve(), copy):
        with rdf_snapshot([folder]) as opened:
            versions.append(opened.version())
    assert len(set(versions)) == 1
    (copy / "reference").mkdir()
    moved = next(path for path in copy.rglob("*") if path.is_file())
    before = moved.read_bytes()
    moved.rename(copy / "reference" / moved.name)
    with rdf_snapshot([copy]) as opened:
        assert before in {file.read() for file in opened.files}
        assert opened.version() != versions[0], "a graph has another name"


def test_files_that_are_too_many_to_hold_open_are_told_of_when_they_were_replaced(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "_SHARE_OF_DESCRIPTORS", 1 << 40)
    with rdf_snapshot([output]) as opened:
        assert opened.files[0].read() == triple(0)
        build(output, 1)
        with pytest.raises(GraphError, match="replaced while they are read"):
            opened.files[1].read()


def test_hidden_files_are_not_part_of_the_graph(output: Path) -> None:
    (output / ".cache" / "next" / "0").mkdir(parents=True)
    (output / ".cache" / "next" / "0" / "draft.ttl").write_bytes(b"half a sta")
    with rdf_snapshot([output]) as opened:
        assert len(opened.files) == len(NAMES)
    assert not (output / ".cache" / "next").exists()
