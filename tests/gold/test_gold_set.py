"""The gold annotations are themselves tested: a wrong gold would measure nothing."""

import html
import json
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
SOURCES = HERE.parents[1] / "data" / "sources"
GOLDS = sorted([*HERE.glob("*.json"), *HERE.glob("plans/*.json")])

SECTIONS = ("relations", "objectives", "measures", "tasks", "reporting", "funding", "crafts", "villages", "anomalies")
ROLES = {"implements", "based_on", "proposed_by", "promulgates", "cites"}
COMPARATORS = {">=", ">", "=", "~", "<="}
RECURRENCES = {"annual", "semiannual", "quarterly", "continuous", "once", "conditional", None}
FREQUENCIES = {"annual", "semiannual", "quarterly", "monthly", "adhoc", None}
CRAFT_STATES = {"at_risk", "thriving", "priority", "mentioned"}
INDICATORS = {
    "restored_crafts",
    "restored_villages",
    "recognised_crafts",
    "recognised_villages",
    "tourism_villages",
    "effective_villages_pct",
    "trained_workers_pct",
    "ocop_pct",
    "brand_protected_pct",
    "output_growth_pct",
    "income_multiple",
    "export_value",
    "environment_compliance_pct",
    "environment_plan_pct",
    "other",
}


def flat(text: str) -> str:
    """Text with each run of white space as one blank."""
    return re.sub(r"\s+", " ", text).strip()


def source_text(name: str) -> str:
    """The words of a source: site marks, tags, Markdown marks and page numbers taken out."""
    path = next(p for p in (HERE / "plans" / name, SOURCES / name) if p.exists())
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"\n\s*Trang \d+/\d+\n\f?", "\n", text)
    text = re.sub(r"\[bookmark:[^\]]*\]", "", text)
    text = html.unescape(re.sub(r"</?[A-Za-z][^>]*>", " ", text))
    text = re.sub(r"^#+ *", "", text, flags=re.MULTILINE).replace("**", "")
    return flat(re.sub(r"(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)", "", text))


@pytest.fixture(params=GOLDS, ids=lambda p: p.stem)
def gold(request: pytest.FixtureRequest) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(request.param.read_text(encoding="utf-8"))
    return loaded


def test_the_set_holds_the_three_sources_and_at_least_eight_invented_plans() -> None:
    assert len(list(HERE.glob("*.json"))) == 3
    assert len(list(HERE.glob("plans/*.json"))) >= 8


def test_every_quote_is_found_in_its_source(gold: dict[str, Any]) -> None:
    text = source_text(gold["file"])
    missing = [(s, item["quote"]) for s in SECTIONS for item in gold[s] if flat(item["quote"]) not in text]
    assert missing == []


def test_times_products_and_funding_sources_are_words_of_the_source(gold: dict[str, Any]) -> None:
    text = source_text(gold["file"])
    words = [w for task in gold["tasks"] for w in (task["time_raw"], task["deliverable"]) if w]
    words += [entry["source"] for entry in gold["funding"]]
    assert [w for w in words if flat(w) not in text] == []


def test_closed_lists_are_kept(gold: dict[str, Any]) -> None:
    targets = [target for objective in gold["objectives"] for target in objective["targets"]]
    assert {r["role"] for r in gold["relations"]} <= ROLES
    assert {t["programme_indicator"] for t in targets} <= INDICATORS
    assert {t["comparator"] for t in targets} <= COMPARATORS
    assert {t["recurrence"] for t in gold["tasks"]} <= RECURRENCES
    assert {r["frequency"] for r in gold["reporting"]} <= FREQUENCIES
    assert {c["status"] for c in gold["crafts"]} <= CRAFT_STATES


def test_dates_exist_in_the_calendar(gold: dict[str, Any]) -> None:
    dates = [gold["document"]["issue_date"], *(r["date"] for r in gold["relations"])]
    for printed in filter(None, dates):
        date.fromisoformat(printed)
    for duty in gold["reporting"]:
        for day in duty["due"]:
            date.fromisoformat(f"2024-{day}")


def test_every_task_has_a_lead_with_its_abbreviations_expanded(gold: dict[str, Any]) -> None:
    for task in gold["tasks"]:
        assert task["lead"], task["quote"]
        for agency in [*task["lead"], *task["coordinating"]]:
            assert not re.search(r"UBND|PTNT|HTX", agency), agency
        if task["start"] is not None:
            assert task["start"] <= task["end"]


def test_annotations_are_normalised_vietnamese(gold: dict[str, Any]) -> None:
    assert unicodedata.is_normalized("NFC", json.dumps(gold, ensure_ascii=False))
