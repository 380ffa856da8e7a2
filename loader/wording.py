"""Words that more than one layer writes."""

from __future__ import annotations


def not_read(count: int, *, rows: bool) -> tuple[str, str]:
    """Return what a note says of sentences (or rows of a table) that were not read, in Vietnamese and English."""
    if rows:
        return f"Chưa đọc được {count} dòng của bảng", f"{count} {'row' if count == 1 else 'rows'} of a table not read"
    return f"Chưa đọc được {count} câu", f"{count} {'sentence' if count == 1 else 'sentences'} not read"
