"""The outline of a source: its divisions (act, attached plan, annexes) and the tree of provisions in each.

Bluebell's promise is kept here too: no text is refused, every paragraph finds a place.
"""

from __future__ import annotations

from loader.readers.blocks import Paragraph, Source
from loader.structure.divisions import DivisionBlocks, split_divisions
from loader.structure.escapes import without_escapes
from loader.structure.grids import StructuredBlock
from loader.structure.letterheads import whole_letterhead
from loader.structure.lines import measure_layout
from loader.structure.pasted import set_free
from loader.structure.provisions import Division, Outline
from loader.structure.spaced import closed_up
from loader.structure.tables import structure_tables
from loader.structure.tree import TreeBuilder
from loader.structure.wrapping import join_lines


def outline(source: Source) -> Outline:
    """Return the outline of ``source``."""
    found = whole_letterhead(closed_up(structure_tables(set_free(without_escapes(source.blocks)))))
    layout = measure_layout(b for b in found if isinstance(b, Paragraph))
    blocks: list[StructuredBlock] = []
    run: list[Paragraph] = []
    for block in found:
        if isinstance(block, Paragraph):
            run.append(block)
        else:
            blocks += [*join_lines(run, layout), block]
            run = []
    blocks += join_lines(run, layout)
    return Outline(tuple(_division(d) for d in split_divisions(blocks)))


def _division(blocks: DivisionBlocks) -> Division:
    builder = TreeBuilder(blocks.path, blocks.label, bool(blocks.symbol == "phu-luc"))
    builder.add_all(blocks.body)
    return Division(
        blocks.symbol,
        blocks.path,
        tuple(blocks.head),
        tuple(blocks.title),
        tuple(blocks.opening),
        builder.finish(),
        tuple(blocks.tail),
        blocks.kind_line,
    )
