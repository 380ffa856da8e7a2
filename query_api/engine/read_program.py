"""Reading one document, as a program: builds its graph, checks it, and writes both beside the file.

Run as ``python -m query_api.engine.read_program FILE FORCE`` (FORCE is "force" or "-") inside the limits of
``query_api.engine.confined``. It writes ``graph/documents/*.ttl``, ``graph/inferred.nt`` and ``report.json`` into the
file's folder, and how it went into ``outcome.json`` there.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from loader.build import build
from loader.errors import LangngheError, ResourceError
from loader.project import Project
from loader.validation.data import load_data
from loader.validation.formats.record import report_json
from loader.validation.shacl_engines import fastest
from loader.validation.shapes import load_shapes
from loader.validation.validator import validate

GRAPH, REPORT, OUTCOME = "graph", "report.json", "outcome.json"
"""What is written: a folder and two files."""
UNREADABLE, EXHAUSTED, READ = "unreadable", "exhausted", "read"


def read(file: Path, *, force: bool) -> None:
    """Build and check one document.

    Raises:
        InputError: it cannot be read, or is no official document (unless forced).
        ResourceError: memory or disk ran out.
    """
    project, graph = Project.find(), file.parent / GRAPH
    build(project, [file], graph, force=force)
    data = load_data(project, [graph])  # with what the build inferred: it is not inferred twice
    report = validate(
        data, load_shapes(project.shape_folders), engine=fastest(), as_of=date.today(), sources=file.parent
    )
    (file.parent / REPORT).write_bytes(report_json(report))


def main(arguments: list[str]) -> None:
    """Read the document that the arguments name; write down how it went as one JSON object."""
    file, force = Path(arguments[0]), arguments[1] == "force"
    try:
        read(file, force=force)
        outcome = {"outcome": READ}
    except (MemoryError, ResourceError) as error:
        outcome = {"outcome": EXHAUSTED, "message": str(error)}
    except LangngheError as error:
        said = {
            "message": error.message,
            "message_vi": error.message_vi,
            "advice": error.advice,
            "advice_vi": error.advice_vi,
        }
        outcome = {"outcome": UNREADABLE, **{key: value for key, value in said.items() if value}}
    (file.parent / OUTCOME).write_text(json.dumps(outcome, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
