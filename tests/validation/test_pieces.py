"""A graph in pieces: a sorted file splits at documents, and what came and went is told whatever pieces it lies in."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest

from loader.validation.change import change_between
from loader.validation.pieces import Piece, split

BASE = "https://w3id.org/langnghe/vn"
ROOTS = (f"{BASE}/a/1", f"{BASE}/a/10", f"{BASE}/b", f"{BASE}/none")


def line(subject: str, value: int = 0) -> bytes:
    return f'<{BASE}/{subject}> <http://example.org/p> "{value}" .'.encode()


def nodes() -> list[bytes]:
    subjects = ("a/1", "a/1/task-1", "a/1/task-2", "a/10/x", "a/1-b", "b", "b/y", "c", "a")
    return [line(subject, value) for subject in subjects for value in range(3)]


def piece(lines: list[bytes], name: str = "inferred.nt") -> Piece:
    return Piece(name, b"".join(b"%s\n" % some for some in sorted(lines)), is_lines=True, is_sorted=True)


def test_what_is_about_nodes_below_a_document_is_a_piece_and_nothing_is_lost() -> None:
    parts = {part.name: part for part in split(piece(nodes()), ROOTS)}
    assert set(parts) == {"inferred.nt", *(f"inferred.nt {root}/" for root in ROOTS[:3])}
    assert parts[f"inferred.nt {BASE}/a/1/"].lines() == sorted(n for n in nodes() if b"/a/1/" in n)
    assert sorted(some for part in parts.values() for some in part.lines()) == sorted(nodes())


@pytest.mark.parametrize("lines", [[], nodes()[:1], nodes()[-1:], [line("a/1/x")]])
def test_short_files_split_as_well(lines: list[bytes]) -> None:
    assert sorted(some for part in split(piece(lines), ROOTS) for some in part.lines()) == sorted(lines)


def test_what_an_unsorted_file_says_of_a_document_is_one_piece_all_the_same() -> None:
    text = b"".join(b"%s\n" % some for some in (line("a/1/x"), line("c"), line("a/1/y"), line("a")))
    parts = list(split(Piece("inferred.nt", text, is_lines=True, is_sorted=True), ROOTS))
    assert len({part.name for part in parts}) == len(parts)
    assert sorted(some for part in parts for some in part.lines()) == sorted(text.splitlines())


def test_an_unsorted_piece_stays_whole() -> None:
    whole = Piece("", b"\n".join(nodes()), is_lines=True)
    assert list(split(whole, ROOTS)) == [whole]


@pytest.mark.parametrize("seed", range(6))
def test_what_came_and_went_is_what_differs_whatever_pieces_there_were(seed: int) -> None:
    chance = random.Random(seed)
    before, after = (chance.sample(nodes(), 20) for _ in range(2))
    roots = [chance.sample(ROOTS, chance.randrange(4)) for _ in range(2)]
    kept = {part.name: part.packed(()) for part in split(piece(before), roots[0])}
    change = change_between(kept, list(split(piece(after), roots[1])))
    came, went = ({f"{triple} .".encode() for triple in some} for some in (change.came, change.went))
    assert came == set(after) - set(before)
    assert went == set(before) - set(after)
    assert change.is_told


def test_a_statement_in_another_piece_or_spelled_otherwise_is_no_news() -> None:
    turtle = Piece("a.ttl", b'@prefix e: <http://example.org/> . e:s e:p "x", "y" .')
    lines = Piece("b.nt", b'<http://example.org/s> <http://example.org/p> "\\u0078" .\n', is_lines=True)
    kept = {"a.ttl": turtle.packed(())}
    assert {t.object.value for t in change_between(kept, [lines]).went} == {"y"}
    store = ox.Store()
    store.load(lines.content, format=ox.RdfFormat.N_TRIPLES)
    assert {t.object.value for t in change_between({}, [turtle]).less(store).came} == {"y"}


def test_of_nodes_without_a_name_it_is_told_whether_the_same_is_said() -> None:
    kept = {"a": Piece("a", b"_:x <http://e/p> _:y .\n_:y <http://e/q> <http://e/o> .\n", is_lines=True).packed(())}
    renamed = Piece("a", b"_:k <http://e/p> _:l .\n_:l <http://e/q> <http://e/o> .\n", is_lines=True)
    other = Piece("a", b"_:k <http://e/p> _:l .\n", is_lines=True)
    assert change_between(kept, [renamed]).is_told
    assert not change_between(kept, [renamed]).triples
    assert not change_between(kept, [other]).is_told
