"""The axioms of a project: the ontology proper, and the extensions that its programmes declare."""

from __future__ import annotations

from pathlib import Path

from loader.errors import ConfigurationError
from loader.programmes.reading import PACK_FILE, read_packs
from loader.project import Project


def axiom_files(project: Project) -> tuple[Path, ...]:
    """Return the file of the ontology and those of the extensions that packs declare, each once, in a fixed order.

    An extension lies in the folder of the ontology, where several packs may share it, or in the pack itself.

    Raises:
        ConfigurationError: a pack cannot be read, or declares an extension that is not there.
    """
    found: dict[Path, None] = {project.axioms: None}
    for programme in read_packs(project.packs):
        for name in programme.modules:
            file = next((f for f in (project.ontology / name, programme.folder / name) if f.is_file()), None)
            if file is None:
                where = str(programme.folder / PACK_FILE)
                raise ConfigurationError(f"the ontology has no extension {name}", where=where)
            found[file] = None
    return tuple(found)
