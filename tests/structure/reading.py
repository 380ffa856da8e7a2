"""Short ways from a text to its tables and its outline."""

from __future__ import annotations

from loader.readers import read
from loader.structure.grids import Grid
from loader.structure.outline import outline
from loader.structure.provisions import Outline
from loader.structure.tables import structure_tables


def grids_of(text: str, name: str = "bang.txt") -> list[Grid]:
    """Return the tables understood in a text."""
    return [b for b in structure_tables(read(text.encode(), name).blocks) if isinstance(b, Grid)]


def grid_of(text: str, name: str = "bang.txt") -> Grid:
    """Return the only table of a text."""
    (grid,) = grids_of(text, name)
    return grid


def cells_of(grid: Grid, *roles: str) -> list[tuple[str, ...]]:
    """Return the texts of the columns of ``roles``, row by row."""
    cells = [[grid.cell(row, role) for role in roles] for row in grid.rows]
    return [tuple(cell.text.text if cell else "" for cell in row) for row in cells]


def outline_of(text: str, name: str = "ke-hoach.txt") -> Outline:
    """Return the outline of a text."""
    return outline(read(text.encode(), name))
