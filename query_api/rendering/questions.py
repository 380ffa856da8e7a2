"""The stored questions as pages list them, and the query that a form begins with."""

from __future__ import annotations

from query_api.rendering.words import Words
from query_api.served.examples import Example
from query_api.served.prefixes import prefix_lines

STARTER = f"{prefix_lines('ln', 'rdfs')}\n\nSELECT ?plan ?label WHERE {{\n  ?plan a ln:Plan ; rdfs:label ?label .\n}}\n"
_THEMES: Words = {
    "traceability": ("Truy vết", "Traceability"),
    "documents": ("Văn bản", "Documents"),
    "targets": ("Chỉ tiêu", "Targets"),
    "tasks": ("Nhiệm vụ", "Tasks"),
    "measures": ("Giải pháp", "Measures"),
    "agencies": ("Cơ quan", "Agencies"),
    "reporting": ("Báo cáo", "Reporting"),
    "funding": ("Kinh phí", "Funding"),
    "evidence": ("Câu gốc", "Evidence"),
    "quality": ("Chất lượng văn bản", "Quality of the texts"),
    "drafts": ("Dự thảo", "Drafts"),
    "results": ("Kết quả thực hiện", "Results"),
}


def themes_of(examples: tuple[Example, ...], tags: Words) -> list[tuple[str, str, list[Example]]]:
    """Return the examples by their first tag, in the order of the files: theme in Vietnamese, in English, examples.

    Args:
        examples: the examples.
        tags: words of tags that packs bring.
    """
    known = {**_THEMES, **tags}
    themes: dict[str, list[Example]] = {}
    for example in examples:
        themes.setdefault(example.tags[0] if example.tags else "", []).append(example)
    return [(*known.get(tag, (tag, tag)), found) for tag, found in themes.items()]
