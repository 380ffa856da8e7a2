"""What ``scripts/villages`` runs: the curated records of ``data/villages`` as reference data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

from loader.graph.dataset import parse_file, rdf_files
from loader.graph.iris import Iris
from loader.graph.turtle import Triple, serialise_triples
from loader.graph.vocabulary import LN, RDF
from loader.project import Project
from village_records.records import read_counts, read_crafts, read_villages
from village_records.terms import CRAFTS
from village_records.writing import VillageWriter

VILLAGES, PLACES = "villages.ttl", "village-places.ttl"
"""The files that are written."""


def reference_files(project: Project, iris: Iris) -> Mapping[str, bytes]:
    """Return the Turtle files of the project's records of villages, by name.

    Raises:
        ConfigurationError: a file of records is not what it should be.
        GraphError: other reference data do not parse.
    """
    folder = project.root / "data" / "villages"
    own = [file for file in rdf_files(project.references) if file.name not in (VILLAGES, PLACES)]
    reference = [quad.triple for file in own for quad in parse_file(file)]
    schemes = [quad.triple for file in rdf_files([project.schemes]) for quad in parse_file(file)]
    known = frozenset(t.subject.value for t in schemes if _is(t, CRAFTS.Craft) and isinstance(t.subject, ox.NamedNode))
    writer = VillageWriter(iris, known, _mergers(reference), read_crafts(folder / "crafts.toml"))
    triples = [
        *writer.villages(read_villages(folder / "villages.json")),
        *writer.counts(read_counts(folder / "counts.json")),
    ]
    triples += writer.described_crafts()
    # What other files say of a place stands: a place is described once.
    described = {t.subject for t in reference if _is(t, LN.AdministrativeUnit)}
    changed = {(t.subject, t.object) for t in reference if t.predicate == LN.original}
    places = [
        t
        for t in writer.places
        if (t.subject not in described if t.predicate != LN.original else (t.subject, t.object) not in changed)
    ]
    return {VILLAGES: serialise_triples(set(triples)), PLACES: serialise_triples(set(places))}


def _is(triple: Triple, kind: ox.NamedNode) -> bool:
    return triple.predicate == RDF.type and triple.object == kind


def _mergers(reference: list[Triple]) -> dict[str, str]:
    """Return what each province is today: the end of its territorial changes."""
    events = {t.subject for t in reference if _is(t, LN.TerritorialChange)}
    originals = [(t.subject, t.object) for t in reference if t.predicate == LN.original and t.subject in events]
    resulting: dict[object, list[str]] = {}
    for t in reference:
        if t.predicate == LN.resulting and t.subject in events and isinstance(t.object, ox.NamedNode):
            resulting.setdefault(t.subject, []).append(t.object.value)
    step = {
        old.value: resulting[event][0]
        for event, old in originals
        if isinstance(old, ox.NamedNode) and len(resulting.get(event, ())) == 1
    }
    ends: dict[str, str] = {}
    for start in step:
        at, seen = start, {start}
        while at in step and step[at] not in seen:
            at = step[at]
            seen.add(at)
        ends[start] = at
    return ends


def main() -> None:
    """Write the files into the project that the current folder belongs to."""
    project = Project.find_writable(Path.cwd())
    for name, turtle in reference_files(project, Iris()).items():
        target = project.reference / name
        beside = target.with_suffix(".new")
        beside.write_bytes(turtle)
        beside.replace(target)


if __name__ == "__main__":
    main()
