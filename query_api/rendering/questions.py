"""The stored questions as pages list them, and the query that a form begins with."""

from __future__ import annotations

from loader.graph.named_things import TAGS
from query_api.served.examples import Example
from query_api.served.prefixes import prefix_lines

STARTER = f"{prefix_lines('ln', 'rdfs')}\n\nSELECT ?plan ?label WHERE {{\n  ?plan a ln:Plan ; rdfs:label ?label .\n}}\n"
_THEMES = {
    "traceability": "Truy vết",
    "documents": "Văn bản",
    "targets": "Chỉ tiêu",
    "tasks": "Nhiệm vụ",
    "measures": "Giải pháp",
    "agencies": "Cơ quan",
    "reporting": "Báo cáo",
    "funding": "Kinh phí",
    **{tag: names[0] for tag, names in TAGS.items()},
    "evidence": "Câu gốc",
    "quality": "Chất lượng văn bản",
    "drafts": "Dự thảo",
}


def themes_of(examples: tuple[Example, ...]) -> list[tuple[str, str, list[Example]]]:
    """Return the examples by their first tag, in the order of the files: theme in Vietnamese, in English, examples."""
    themes: dict[str, list[Example]] = {}
    for example in examples:
        themes.setdefault(example.tags[0] if example.tags else "", []).append(example)
    return [(_THEMES.get(tag, tag), tag, found) for tag, found in themes.items()]
