"""Validating again after a change gives what validating everything gives, and touches only what can have changed."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDFS
from rdflib.term import Node
from validation_setting import AS_OF, EXAMPLES, ROOT, only, read

from loader.graph.conversion import LN_NODES, from_rdflib
from loader.project import Project
from loader.validation.data import load_data
from loader.validation.kept import Kept
from loader.validation.partition import Partition
from loader.validation.queries import QueryGraph
from loader.validation.report import render
from loader.validation.validator import validate, validate_again

pytestmark = pytest.mark.slow

NOTHING = Kept()


@pytest.fixture(scope="module")
def first(shapes: Graph, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """What the first run leaves, written and read back."""
    again = validate_again(load_data(Project(ROOT)), shapes, NOTHING, engine="turbo", as_of=AS_OF)
    file = tmp_path_factory.mktemp("memory") / "kept.json"
    again.kept.write(file)
    return Kept.read(file)


@pytest.fixture
def data() -> QueryGraph:
    return load_data(Project(ROOT))


def document_of(data: QueryGraph, node: URIRef) -> str:
    return Partition(data).owner(node)


def test_every_document_is_kept_and_nothing_is_validated_twice(shapes: Graph, first: Kept, data: QueryGraph) -> None:
    assert set(first.documents) == set(Partition(data).documents)
    assert len(first.documents) == 5
    again = validate_again(data, shapes, first, engine="turbo", as_of=AS_OF)
    assert again.validated == ()
    full = validate(data, shapes, engine="turbo", as_of=AS_OF)
    assert again.report.same_findings(full)
    assert again.report.outcomes == full.outcomes
    assert again.report.documents == full.documents


@pytest.mark.parametrize("predicate", [LN_NODES.horizon, LN_NODES.agent, LN_NODES.hasReadingNote])
def test_a_changed_document_alone_is_validated_and_the_report_is_that_of_everything(
    predicate: URIRef, shapes: Graph, first: Kept, data: QueryGraph
) -> None:
    partition = Partition(data)
    subject, value = min((s, o) for s, o in data.subject_objects(predicate) if partition.owner(s))
    data.discard((subject, predicate, value))
    again = validate_again(data, shapes, first, engine="turbo", as_of=AS_OF)
    assert partition.owner(subject) in again.validated
    assert len(again.validated) < 5
    assert again.report.same_findings(validate(data, shapes, engine="turbo", as_of=AS_OF))


def test_a_changed_body_concerns_every_document_that_names_it(shapes: Graph, first: Kept, data: QueryGraph) -> None:
    partition = Partition(data)
    body = max(
        data.subjects(LN_NODES.level, None),
        key=lambda b: len({partition.owner(s) for s in data.subjects(LN_NODES.agent, b)}),
    )
    naming = {partition.owner(s) for s in data.subjects(LN_NODES.agent, body)} - {""}
    data.add((body, RDFS.label, Literal("Tên khác", lang="vi")))
    again = validate_again(data, shapes, first, engine="turbo", as_of=AS_OF)
    assert naming
    assert naming <= set(again.validated)
    assert again.report.same_findings(validate(data, shapes, engine="turbo", as_of=AS_OF))


def test_other_rules_another_day_or_a_broken_memory_mean_everything(
    shapes: Graph, first: Kept, data: QueryGraph, tmp_path: Path
) -> None:
    later = validate_again(data, shapes, first, engine="turbo", as_of=AS_OF.replace(year=2027))
    assert len(later.validated) == 5
    fewer = Graph()
    fewer += shapes
    fewer.remove((URIRef("https://w3id.org/langnghe/rule/TSK-03"), None, None))
    assert len(validate_again(data, fewer, first, engine="turbo", as_of=AS_OF).validated) == 5
    broken = tmp_path / "kept.json"
    for text in ("", "[]", '{"version": 1, "documents": {"x": {"digest": "1", "results": [["<a>"]]}}}'):
        broken.write_text(text, encoding="utf-8")
        assert Kept.read(broken) == NOTHING
    assert Kept.read(tmp_path / "missing.json") == NOTHING


def test_the_reference_engine_reuses_results_as_the_fast_one(shapes: Graph, data: QueryGraph) -> None:
    few = Graph()
    for code in ("TSK-03", "TGT-11", "XLV-04", "CUR-04"):  # of one element, of one document, of several, of bodies
        few += only(shapes, URIRef(f"https://w3id.org/langnghe/rule/{code}"))
    kept = validate_again(data, few, NOTHING, as_of=AS_OF).kept
    owner = Partition(data).owner
    subject, value = min((s, o) for s, o in data.subject_objects(LN_NODES.horizon) if owner(s))
    data.discard((subject, LN_NODES.horizon, value))
    again = validate_again(data, few, kept, as_of=AS_OF)
    assert 0 < len(again.validated) < 5
    assert again.report.findings
    assert again.report.same_findings(validate(data, few, as_of=AS_OF))


CROSS = ("XLV-01", "XLV-04", "XLV-12", "CUR-04", "CUR-07", "CUR-11", "DOC-22")
OF_ONE = ("TGT-10", "TSK-19", "TXT-19")
NESTED = ("XLV-01", "XLV-08", "CUR-06", "CUR-07", "DOC-05", "DOC-22", "TXT-10", "TXT-19")
"""Rules whose examples name all that a document says below the document."""


@pytest.mark.parametrize("seed", range(2))
def test_after_any_changes_the_report_is_byte_for_byte_that_of_everything(
    seed: int, shapes: Graph, tmp_path: Path
) -> None:
    few = Graph()
    for code in (*CROSS, *OF_ONE):
        few += only(shapes, URIRef(f"https://w3id.org/langnghe/rule/{code}"))
    rules = {f"https://w3id.org/langnghe/rule/{code}" for code in (*CROSS, *OF_ONE)}
    pool: set[tuple[Node, Node, Node]] = set()
    for code in (*CROSS, *OF_ONE):
        for kind in ("fail", "pass"):
            pool |= {t for t in read(EXAMPLES / code / f"{kind}.ttl") if not any(isinstance(n, BNode) for n in t)}
    chance = random.Random(seed)
    everything = sorted(pool)
    data = QueryGraph.of(set(from_rdflib(everything)))
    kept, file, held = NOTHING, tmp_path / "kept.json", 0
    for _ in range(5):
        again = validate_again(data, few, kept, engine="turbo", as_of=AS_OF)
        fresh = validate_again(data, few, NOTHING, engine="turbo", as_of=AS_OF)
        assert again.report.findings
        for form in ("json", "ttl"):
            assert render(again.report, form) == render(fresh.report, form)
        for left, anew in ((again.kept.rules, fresh.kept.rules), (again.kept.documents, fresh.kept.documents)):
            assert {iri: Counter(told.results) for iri, told in left.items()} == {
                iri: Counter(told.results) for iri, told in anew.items()
            }
        assert again.kept.rules.keys() == rules
        held += sum(bool(told.results) and kept.rules.get(iri) is told for iri, told in again.kept.rules.items())
        again.kept.write(file)
        kept = Kept.read(file)
        for triple in chance.sample(everything, 2):
            (data.discard if triple in data else data.add)(triple)
    assert held


def test_acts_and_plans_of_one_file_are_one_document_however_many_there_are() -> None:
    base = URIRef("https://w3id.org/langnghe/vn/")
    pairs = [(base + f"act-{n}", base + f"plan-{n}") for n in range(400)]
    data = QueryGraph.of(set())
    for act, plan in pairs:
        for document in (act, plan):
            data.add((document, LN_NODES.hasText, document + "/text"))
        data.add((act, LN_NODES.promulgates, plan))
    chain = [pairs[0][0], pairs[0][1], pairs[1][1], pairs[2][1]]
    for above, below in pairwise(chain):
        data.add((above, LN_NODES.promulgates, below))
    partition = Partition(data)
    owners = {str(document): partition.owner(document + "/task-1") for pair in pairs for document in pair}
    assert len(set(owners.values())) == len(partition.documents) == 398
    assert all(owners[str(act)] == owners[str(plan)] for act, plan in pairs)
    assert len({owners[str(document)] for document in chain}) == 1


def statements(chance: random.Random, pool: Sequence[ox.Triple], gone: set[ox.Triple], folder: Path) -> None:
    """Write what a build would leave: two documents' files, and the sorted file of what was inferred."""
    left = [t for t in pool if t not in gone]
    said = [t for t in left if len(t.subject.value) % 3]
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    for number in range(2):
        mine = [t for t in said if len(t.subject.value) % 2 == number or chance.random() < 0.02]
        written = ox.serialize(mine, format=ox.RdfFormat.TURTLE) or b""
        (folder / "documents" / f"{number}.ttl").write_bytes(written)
    lines = sorted(f"{t} .\n".encode() for t in left if t not in set(said))
    (folder / "inferred.nt").write_bytes(b"".join(lines))


def test_after_any_changes_of_files_the_report_is_byte_for_byte_that_of_everything(
    shapes: Graph, tmp_path: Path
) -> None:
    few = Graph()
    pool: set[ox.Triple] = set()
    for code in NESTED:
        few += only(shapes, URIRef(f"https://w3id.org/langnghe/rule/{code}"))
        for file in (EXAMPLES / code).glob("*.ttl"):
            pool |= {t for t in from_rdflib(read(file)) if not isinstance(t.object, ox.BlankNode)}
    everything = sorted((t for t in pool if isinstance(t.subject, ox.NamedNode)), key=str)
    chance = random.Random(7)
    (tmp_path / "ontology").mkdir()
    project, kept, gone = Project(tmp_path), Kept(), set[ox.Triple]()
    reused = held = 0
    for _ in range(5):
        statements(chance, everything, gone, project.ttl)
        again = validate_again(load_data(project, kept=kept), few, kept, engine="turbo", as_of=AS_OF)
        fresh = validate_again(load_data(project), few, Kept(), engine="turbo", as_of=AS_OF)
        assert again.report.findings
        for form in ("json", "ttl"):
            assert render(again.report, form) == render(fresh.report, form)
        assert again.kept.documents.keys() == fresh.kept.documents.keys()
        reused += len(fresh.validated) - len(again.validated)
        held += sum(bool(told.results) and kept.rules.get(iri) is told for iri, told in again.kept.rules.items())
        kept = again.kept
        gone = set(chance.sample(everything, 2)) | set(sorted(gone, key=str)[1:])
    assert reused
    assert held
    damaged = tmp_path / "kept.json"
    kept.write(damaged)
    stored = json.loads(damaged.read_text(encoding="utf-8"))
    for told in (*stored["documents"].values(), *stored["rules"].values()):
        told["findings"] = [["?"] for _ in told["results"]]
    damaged.write_text(json.dumps(stored), encoding="utf-8")
    kept = Kept.read(damaged)
    assert kept.documents
    again = validate_again(load_data(project, kept=kept), few, kept, engine="turbo", as_of=AS_OF)
    assert len(again.validated) == len(fresh.validated)
    assert render(again.report, "json") == render(fresh.report, "json")
