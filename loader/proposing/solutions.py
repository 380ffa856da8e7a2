"""The solutions of a root document: the headings of its part on tasks and solutions, by which plans below name them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loader.facts import Facts

_LONGEST = 160
_FEWEST = 3
_SENTENCE = re.compile(r"[.;:]\s")


@dataclass(frozen=True, slots=True)
class ReadSolution:
    """A solution as its heading names it.

    Attributes:
        element: the path proposed for its IRI.
        heading: the heading.
    """

    element: str
    heading: str


def solutions_of(facts: Facts, root: str) -> list[ReadSolution]:
    """Return the solutions of a document: the headings right above its measures, in the order of the text.

    Args:
        facts: what was read from the document.
        root: path of the document under the base of IRIs.
    """
    provisions = {(p.document, p.path): p for p in facts.provisions}
    found: dict[tuple[str, str], ReadSolution] = {}
    for measure in facts.measures:
        key = measure.reading.evidence.document
        path: str | None = measure.reading.evidence.provision
        while path:
            provision = provisions.get((key, path))
            path = provision.parent if provision else None
            above = provisions.get((key, path)) if path else None
            if above is None or above.kind in ("article", "annex", "part", "chapter"):
                break
            heading = _SENTENCE.split(" ".join(above.heading.split()))[0].strip(" .;:-–")
            if above.number and len(heading.split()) >= _FEWEST and len(heading) <= _LONGEST:
                base = f"{root}/{key}" if key else root
                found.setdefault((key, above.path), ReadSolution(f"{base}/{above.path}/solution-1", heading))
                break
    return list(found.values())
