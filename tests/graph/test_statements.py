"""Statements while they are collected: what is about something is told without making all triples."""

from __future__ import annotations

from pathlib import Path

from facts_builder import full_facts

from loader.graph.iris import Iris
from loader.graph.turtle import serialise_triples
from loader.graph.vocabulary import LN, RDF
from loader.graph.writing import document_triples
from loader.inference.stating import Stated

KEYS = frozenset({str(LN.inDocument), f"a {LN.Task}", str(LN.quote)})


def test_the_triples_about_some_things_are_those_of_their_predicates_and_types() -> None:
    said = document_triples(full_facts(), Iris())
    wanted = [
        (t.subject, t.predicate, t.object)
        for t in said
        if f"a {t.object}" in KEYS or (t.predicate != RDF.type and str(t.predicate) in KEYS)
    ]
    assert wanted
    assert [(subject, *pair) for subject, about in said.about(KEYS) for pair in about] == wanted


def test_what_a_writer_tells_of_a_file_is_what_is_read_from_it(tmp_path: Path) -> None:
    said = document_triples(full_facts(), Iris())
    file = tmp_path / "plan.ttl"
    file.write_bytes(serialise_triples(said))
    told = Stated.of(said, KEYS)
    assert told.homes
    assert told.lines
    assert told == Stated.read(file, KEYS)
