"""The data and the questions of ``bench/endpoint.py``: generated ones, and the project's own graph in many copies."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from loader.graph.dataset import read_graphs
from loader.project import Project

SITE = "https://w3id.org/langnghe/"
LN = SITE + "ontology#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
# Documents, bodies, places and texts; those of the whole country stay one.
_OWN = re.compile(r"/(vn/|agency/|place/|village/|text/)(?!viet-nam|ttg|cp/|qh/|bnn|b[a-z]+/)")


@dataclass(frozen=True, slots=True)
class Data:
    """The same triples twice: in a graph per document, and without graphs."""

    quads: Path
    triples: Path


def generate(folder: Path, size: int) -> Data:
    """Write documents in graphs of their own, tasks with agencies, targets with indicators, from a fixed seed."""
    chance = random.Random(801)
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    data = Data(folder / "data.nq", folder / "data.nt")
    with data.quads.open("w", encoding="utf-8") as quads, data.triples.open("w", encoding="utf-8") as triples:
        written, document = 0, 0
        while written < size:
            graph = f"<{SITE}graph/{document}>"
            lines = [f"<{SITE}doc/{document}> <{LN}implements> <{SITE}doc/{document // 8}>"]
            for n in range(200):
                task, target = (f"<{SITE}doc/{document}/{kind}-{n}>" for kind in ("task", "target"))
                lines += [
                    f"{task} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{LN}Task>",
                    f'{task} {label} "Nhiệm vụ {n} của kế hoạch {document}"@vi',
                    f"{task} <{LN}inDocument> <{SITE}doc/{document}>",
                    f"{task} <{LN}leadAgency> <{SITE}agency/{chance.randrange(2000)}>",
                    f"{target} <{LN}ofIndicator> <{SITE}indicator/{chance.randrange(400)}>",
                    f'{target} <{LN}value> "{chance.randrange(100)}"^^<{_XSD}integer>',
                ]
            quads.writelines(f"{line} {graph} .\n" for line in lines)
            triples.writelines(f"{line} .\n" for line in lines)
            written += len(lines)
            document += 1
    return data


def project_data(folder: Path, project: Project, size: int) -> Data:
    """Write the project's graph, with copies of its documents until there are as many triples.

    A copy has its own IRIs for documents, bodies, places, villages and texts, and all that documents, inference and
    reference data say of these; what they say of anything else stands once. Labels and quotes are those of the
    original. A triple stands in one graph only: Oxigraph's merged default graph would count it twice, ours would not.

    Args:
        folder: where to write.
        project: the built project.
        size: triples wanted; the last copy is whole.
    """
    graphs = list(
        read_graphs(
            [
                project.documents,
                *project.all_inferred,
                project.reference,
                project.programmes,
                project.programmes,
                project.ontology,
            ]
        )
    )
    data = Data(folder / "project.nq", folder / "project.nt")
    seen: set[ox.Triple] = set()
    with data.quads.open("wb") as quads, data.triples.open("wb") as triples:
        copy = 0
        while not copy or len(seen) < size:
            before = len(seen)
            for graph in graphs:
                name = ox.NamedNode(_renamed(graph.iri, copy))
                new = [t for t in (_copied(t, copy) for t in graph.triples) if t not in seen]
                new = list(dict.fromkeys(new))
                seen.update(new)
                ox.serialize((ox.Quad(*t, name) for t in new), quads, ox.RdfFormat.N_QUADS)
                ox.serialize(new, triples, ox.RdfFormat.N_TRIPLES)
            if len(seen) == before:
                raise ValueError("copies add nothing")
            copy += 1
    print(f"# the project's graph {copy} times: {len(seen)} triples")
    return data


def project_questions(project: Project) -> dict[str, str]:
    """Return the competency questions: name → query."""
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted(project.queries.glob("*.rq"))}


def _copied(triple: ox.Triple, copy: int) -> ox.Triple:
    return ox.Triple(_term(triple.subject, copy), triple.predicate, _term(triple.object, copy)) if copy else triple


def _term(term: Any, copy: int) -> Any:
    return ox.NamedNode(_renamed(term.value, copy)) if isinstance(term, ox.NamedNode) else term


def _renamed(iri: str, copy: int) -> str:
    return _OWN.sub(rf"/\1copy{copy}-", iri, count=1) if copy else iri
