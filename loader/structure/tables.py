"""Tables by the meaning of their header cells: from stated tables and from text that a table was flattened into.

A ``Grid`` has columns with roles (lead, task, time …) and rows whose carried-down cells are filled in.
"""

from __future__ import annotations

from collections.abc import Sequence

from loader.readers.blocks import Block, Paragraph, Table
from loader.structure.beside import parted
from loader.structure.grids import StructuredBlock, grid_of, headless_fragment, merge_fragments
from loader.structure.text_tables import text_tables


def structure_tables(blocks: Sequence[Block]) -> list[StructuredBlock]:
    """Return the blocks with tables understood; a table that only lays out text becomes its paragraphs."""
    structured: list[StructuredBlock] = []
    run: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            run.append(block)
            continue
        structured += text_tables(parted(run))
        run = []
        structured += _stated_table(block, structured)
    structured += text_tables(parted(run))
    return merge_fragments(structured)


def _stated_table(table: Table, before: Sequence[StructuredBlock]) -> list[StructuredBlock]:
    rows = [row for row in table.rows if row]
    grid = grid_of(rows) or headless_fragment(rows, before)
    if grid is not None:
        return [grid]
    return [p for row in rows for cell in row if not cell.carried for p in cell.paragraphs]
