"""What shapes import (``owl:imports``): read from files beside them, never from the network.

SHACL counts what shapes import among the shapes (section 3.1). A file is found by a relative or ``file:`` IRI, by its name
being the end of the IRI, or by what it declares itself to be (``<IRI> a owl:Ontology``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
from rdflib import Graph
from rdflib.namespace import OWL, RDF, SH
from rdflib.term import Node

from loader.errors import GraphError
from loader.graph.conversion import LN_NODES
from loader.graph.dataset import is_rdf_file, parse_file
from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN, ONTOLOGY
from loader.validation.findings import Bilingual

_IMPORTS = ox.NamedNode(OWL.imports)
_SOURCE = LN.sourceFile
_TYPE = ox.NamedNode(RDF.type)
_ONTOLOGY = ox.NamedNode(OWL.Ontology)
# In the data already, or what every engine knows.
_KNOWN = frozenset((ONTOLOGY.value, str(SH), str(SH).rstrip("#")))
_MOST_NEIGHBOURS = 500  # files of a folder that are looked into


def read_with_imports(files: Iterable[Path]) -> Iterator[tuple[Path, list[Triple]]]:
    """Yield files and their statements, and those of the files that they import, each once.

    What is imported is said to have its file (``ln:sourceFile``).

    Raises:
        GraphError: a file does not parse, or one that is named by its place does not exist.

    """
    due = list(files)
    seen: set[Path] = set()
    while due:
        file = due.pop(0)
        if file.resolve() in seen:
            continue
        seen.add(file.resolve())
        triples = _parsed(file)
        for iri in _imported(triples):
            if (found := _find(iri, file)) is not None:
                due.append(found)
                triples.append(ox.Triple(ox.NamedNode(iri), _SOURCE, ox.Literal(found.name)))
        yield file, triples


def not_followed(shapes: Graph) -> list[Bilingual]:
    """Return a note for each thing that shapes import and that was not found."""
    imported = {(str(iri), iri) for iri in shapes.objects(None, OWL.imports)}
    return [_note(iri) for iri, node in sorted(imported) if iri not in _KNOWN and not _is_read(shapes, node)]


def _is_read(shapes: Graph, node: Node) -> bool:
    return any((node, term, None) in shapes for term in (LN_NODES.sourceFile, RDF.type, SH.declare))


def _note(iri: str) -> Bilingual:
    return Bilingual(
        f"Không đọc <{iri}> mà quy tắc nhập (owl:imports): langnghe không tải từ mạng, và bên cạnh không có tệp đó.",
        f"<{iri}>, which the shapes import (owl:imports), was not read: nothing is fetched from the network, and no file"
        " beside them is it.",
    )


def _parsed(file: Path) -> list[Triple]:
    return [quad.triple for quad in parse_file(file, file.resolve().as_uri())]


def _imported(triples: Iterable[Triple]) -> list[str]:
    return sorted({t.object.value for t in triples if t.predicate == _IMPORTS and isinstance(t.object, ox.NamedNode)})


def _find(iri: str, importer: Path) -> Path | None:
    """Return the file that an IRI stands for; None when there is none beside.

    Raises:
        GraphError: the IRI names a place where no RDF file lies.

    """
    if iri in _KNOWN:
        return None
    parts = urlsplit(iri)
    if parts.scheme == "file":
        place = Path(unquote(parts.path))
        if not place.is_file() or not is_rdf_file(place):
            raise GraphError(f"it imports <{iri}>, where there is no RDF file", where=importer.name)
        return place
    beside = [path for path in sorted(importer.resolve().parent.iterdir()) if path.is_file() and is_rdf_file(path)]
    end = unquote((parts.fragment or parts.path.rstrip("/").rpartition("/")[2]) or parts.netloc)
    for path in beside:
        if end and end in (path.name, path.stem) and path != importer.resolve():
            return path
    return next((path for path in beside[:_MOST_NEIGHBOURS] if _declares(path, iri)), None)


def _declares(path: Path, iri: str) -> bool:
    try:
        return any(
            t.predicate == _TYPE and t.object == _ONTOLOGY and t.subject == ox.NamedNode(iri) for t in _parsed(path)
        )
    except GraphError:
        return False  # a neighbour that nobody asked for
