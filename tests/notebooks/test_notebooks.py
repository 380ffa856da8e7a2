"""The notebooks run from top to bottom, on files and on an endpoint alike; those that end in findings carry them."""

from __future__ import annotations

import base64
import io
import os
import re
from pathlib import Path

import matplotlib.image
import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from loader.project import Project

NOTEBOOKS = sorted((Project.find(Path(__file__).parent).root / "notebooks").glob("*.ipynb"))
PICTURES = {
    "01-tour-bang-sparql": 0,
    "02-mang-luoi-truy-nguyen": 3,
    "03-do-phu-chi-tieu": 1,
    "04-tuan-thu": 1,
    "05-ke-hoach-cua-ban": 1,
    "06-co-quan-truoc-va-sau-2025": 1,
}
WITHOUT_OUTPUTS = NOTEBOOKS[:2]
MOST_BYTES = 400_000  # of a notebook with its outputs
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")


def executed(path: Path, project: Project, paths: tuple[Path, ...], endpoint: str) -> NotebookNode:
    notebook = nbformat.read(path, as_version=4)
    variables = {"LANGNGHE_GRAPH": os.pathsep.join(map(str, paths)), "LANGNGHE_ENDPOINT": endpoint}
    environment = {
        **os.environ,
        **variables,
        "PYTHONPATH": str(project.root),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(project.root)}})
    client.execute(env=environment)
    return notebook


def outputs(notebook: NotebookNode) -> list[NotebookNode]:
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestNotebook:
    def test_runs_to_its_end_with_tables_and_pictures(
        self, path: Path, project: Project, paths: tuple[Path, ...], endpoint: str
    ) -> None:
        shown = outputs(executed(path, project, paths, endpoint))
        warnings = [o.text for o in shown if o.output_type == "stream" and o.name == "stderr"]
        assert not warnings
        pictures = [o.data["image/png"] for o in shown if "image/png" in o.get("data", {})]
        assert len(pictures) == PICTURES[path.stem]
        for picture in pictures:
            height, width = matplotlib.image.imread(io.BytesIO(base64.b64decode(picture))).shape[:2]
            assert width > 1000
            assert height > 500
        tables = [o.data["text/html"] for o in shown if "text/html" in o.get("data", {})]
        assert tables
        assert all(table.count("<tr") > 1 for table in tables)
        said = "".join(o.text for o in shown if o.output_type == "stream")
        assert endpoint in said or "the same network" in said


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestFile:
    def test_is_committed_without_outputs_or_with_small_ones_of_no_machine(self, path: Path) -> None:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        if path in WITHOUT_OUTPUTS:
            assert not outputs(notebook)
            assert all(cell.execution_count is None for cell in code)
            return
        assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
        text = path.read_text(encoding="utf-8")
        assert len(text.encode()) < MOST_BYTES
        assert not re.search(
            r"/(home|root|tmp|work|Users)/|127\.0\.0\.1:\d+/sparql\"", re.sub(r'"image/png": ".*"', "", text)
        )
        assert not [o for o in outputs(notebook) if o.output_type == "error" or o.get("name") == "stderr"]

    def test_speaks_vietnamese_first_and_english_beside_it(self, path: Path) -> None:
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "markdown" and not cell.source.startswith("## "):
                first, *others = [part for part in cell.source.split("\n\n") if not part.startswith("#")]
                assert VIETNAMESE.search(first)
                assert others


def test_all_notebooks_are_tested() -> None:
    assert [path.stem for path in NOTEBOOKS] == sorted(PICTURES)
