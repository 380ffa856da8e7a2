"""``langnghe eval``: scores of annotations, one's own and the project's, on the screen, as JSON and as Markdown."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from loader.commands.evaluate import evaluate
from loader.errors import InputError
from tests.extraction.documents import ROOT
from tests.extraction.scores import PAGE, figures_of

BLIND = ROOT / "tests" / "gold" / "blind2"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with one document and its annotation, as a user would keep them."""
    for name in ("y-yen.txt", "y-yen.json"):
        shutil.copy(BLIND / name, tmp_path)
    return tmp_path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(evaluate, [str(a) for a in arguments], standalone_mode=False, catch_exceptions=False)


def changed(own: Path, **parts: Any) -> Path:
    path = own / "y-yen.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | parts), encoding="utf-8")
    return path


def test_an_own_annotation_beside_its_document_is_scored_with_details(own: Path) -> None:
    gold = json.loads((own / "y-yen.json").read_text(encoding="utf-8"))
    objective = {"kind": "specific", "horizon": 2030, "quote": "Trồng một vườn hoa ở giữa làng", "targets": []}
    shown = run(changed(own, objectives=[*gold["objectives"], objective]), "--details").output
    assert "objectives: missed: Trồng một vườn hoa ở giữa làng" in shown
    assert "MEAN-F1 0.9" in shown


def test_the_table_in_markdown_has_the_figures_of_the_page_of_scores() -> None:
    result = run(BLIND, "--markdown")
    printed, page = figures_of(result.output), figures_of(PAGE.read_text(encoding="utf-8"))
    assert set(printed) == {"*mean*", *(p.stem for p in BLIND.glob("*.json"))}
    del printed["*mean*"]
    for name, row in printed.items():
        for here, there in zip(row, page[name], strict=True):
            assert (here is None) == (there is None)
            assert here is None or there is None or abs(here - there) < 0.011
    assert result.output.splitlines()[-1].startswith("| *mean* |")


def test_each_folder_of_annotations_has_a_table_and_a_file_named_twice_one_row(own: Path) -> None:
    output = run(own, own / "y-yen.json", BLIND / "tra-vinh.json", "--markdown", "--details").output
    assert output.count("| document | mean F1 |") == 2
    assert output.count("| y-yen |") == 1
    assert "\ny-yen\n\n* " in output


def test_the_scores_as_json_hold_the_details(own: Path) -> None:
    (result,) = json.loads(run(own, "--json").output)
    assert result["name"] == "y-yen.txt"
    assert result["mean_f1"] > 0.9
    assert any(score["misses"] for score in result["scores"])


def test_a_document_that_is_nowhere_is_told_with_advice(own: Path) -> None:
    (own / "y-yen.txt").unlink()
    with pytest.raises(InputError, match="not built") as raised:
        run(own, "--documents", own)
    assert "beside its annotation" in str(raised.value)


@pytest.mark.parametrize(
    "parts",
    [{"tasks": [{}]}, {"objectives": ["Đến năm 2030"]}, {"funding": None}, {"document": []}],
    ids=["a field is missing", "words for an entry", "nothing for a list", "a list for an entry"],
)
def test_an_annotation_of_another_form_ends_in_one_line(own: Path, parts: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="annotation"):
        run(changed(own, **parts))


def test_what_holds_no_annotation_ends_in_one_line(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.json"):
        with pytest.raises(InputError):
            run(path)
    with pytest.raises(InputError, match="exclude"):
        run(BLIND, "--json", "--markdown")
