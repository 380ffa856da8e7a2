"""How a step from one thing to another is known: written, curated, inferred by a rule, judged with a grade, or missing."""

from __future__ import annotations

from dataclasses import dataclass

WRITTEN, CURATED, INFERRED, JUDGED, MISSING = "written", "curated", "inferred", "judged", "missing"
NAMES = {
    WRITTEN: ("ghi trong văn bản", "written in the text"),
    CURATED: ("biên soạn có dẫn nguồn", "curated, with its source"),
    INFERRED: ("suy ra theo quy tắc", "inferred by rule"),
    JUDGED: ("nhận định", "judged"),
    MISSING: ("không có", "missing"),
}
"""Key → words in Vietnamese and English."""
NOT_READ, NOT_ASKED, UNSURE = "not-read", "not-asked", "unsure"
UNKNOWN = {
    NOT_READ: ("chưa đọc", "not read yet"),
    NOT_ASKED: ("không giao", "not asked"),
    UNSURE: ("chưa chắc", "not sure"),
}
"""Why nothing can be said, which is not the same as that something is missing."""


@dataclass(frozen=True, slots=True)
class Warrant:
    """How a step is known.

    Attributes:
        key: a key of ``NAMES`` or ``UNKNOWN``.
        grade: how sure a judgement is, in words.
        basis: why.
    """

    key: str
    grade: str = ""
    basis: str = ""

    @property
    def vi(self) -> str:
        """In Vietnamese."""
        return (NAMES | UNKNOWN)[self.key][0]

    @property
    def en(self) -> str:
        """In English."""
        return (NAMES | UNKNOWN)[self.key][1]


def warrant_of(graph: str, grade: str, basis: str) -> Warrant:
    """Return the warrant of a statement.

    Args:
        graph: the named graph that it stands in, "" if unknown.
        grade: label of the grade of a judgement about it, "" for none.
        basis: what that judgement rests on.
    """
    if grade:
        return Warrant(JUDGED, grade, basis)
    name = graph.rpartition("/graph/")[2]
    if name == "inferred":
        return Warrant(INFERRED, "", basis)
    return Warrant(CURATED if name == "reference" else WRITTEN, "", basis)
