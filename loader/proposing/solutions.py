"""The solutions of a root document: the headings of its part on tasks and solutions, by which plans below name them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from loader.facts import Facts

_LONGEST = 160
_FEWEST = 3
_WORDS_OF_THE_PART = frozenset(
    "các những một số nhiệm vụ và giải pháp biện nội dung chủ yếu trọng tâm cụ thể chính thực hiện hoạt động".split()
)
_SENTENCE = re.compile(r"[.;:]\s")


@dataclass(frozen=True, slots=True)
class ReadSolution:
    """A solution as its heading names it.

    Attributes:
        element: the path proposed for its IRI.
        heading: the heading.
        actions: the sentences of the measures below it.
    """

    element: str
    heading: str
    actions: tuple[str, ...] = ()


def solutions_of(facts: Facts, root: str) -> list[ReadSolution]:
    """Return the solutions of a document: the headings right above its measures, in the order of the text.

    A measure right below a heading that only says "tasks and solutions" is a solution itself.

    Args:
        facts: what was read from the document.
        root: path of the document under the base of IRIs.
    """
    provisions = {(p.document, p.path): p for p in facts.provisions}
    found: dict[tuple[str, str], ReadSolution] = {}
    for measure in facts.measures:
        key = measure.reading.evidence.document
        below = provisions.get((key, measure.reading.evidence.provision))
        path: str | None = measure.reading.evidence.provision
        while path:
            provision = provisions.get((key, path))
            path = provision.parent if provision else None
            above = provisions.get((key, path)) if path else None
            if above is None or above.kind in ("article", "annex", "part", "chapter"):
                break
            named = below if below is not None and below.number and _only_says_solutions(above.heading) else above
            heading = _SENTENCE.split(" ".join(named.heading.split()))[0].strip(" .;:-–")
            if named.number and len(heading.split()) >= _FEWEST and len(heading) <= _LONGEST:
                base = f"{root}/{key}" if key else root
                place = (key, named.path)
                known = found.setdefault(place, ReadSolution(f"{base}/{named.path}/solution-1", heading))
                found[place] = replace(known, actions=(*known.actions, measure.reading.evidence.quote))
                break
            below = above
    return list(found.values())


def _only_says_solutions(heading: str) -> bool:
    """Whether a heading names the part, and nothing that is to be done: "NHIỆM VỤ, GIẢI PHÁP CHỦ YẾU"."""
    return {word.strip(",.:;").lower() for word in heading.split()} <= _WORDS_OF_THE_PART
