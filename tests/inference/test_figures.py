"""One figure that serves several indicators."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from loader.graph.iris import Iris
from loader.inference.figures import figure_judgements
from loader.inference.judging import Judging
from loader.inference.materialise import add_new

BASE = "https://w3id.org/langnghe/"
PREFIXES = f"@prefix : <{BASE}x/> .\n@prefix ln: <{BASE}ontology#> .\n"


def also(indicator: str, measured: str, rate: bool = False) -> list[str]:
    store = ox.Store()
    text = (
        f":t a ln:Target ; ln:measuredAs '{measured}' ; ln:ofIndicator <{BASE}indicator/{indicator}> .\n"
        f"<{BASE}indicator/{indicator}> ln:isRate {str(rate).lower()} .\n"
    )
    store.load((PREFIXES + text).encode(), format=ox.RdfFormat.TURTLE)
    add_new(store, figure_judgements(store, Judging(Iris())))
    found = store.query(f"SELECT ?i {{ ?t <{BASE}ontology#alsoOfIndicator> ?i }}")
    assert isinstance(found, ox.QuerySolutions)
    return sorted(row["i"].value.rsplit("/", 1)[-1] for row in found)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("indicator", "measured", "others"),
    [
        ("restored_crafts", "nghề được khôi phục, bảo tồn và công nhận mới", ["recognised_crafts"]),
        ("restored_villages", "làng nghề được khôi phục và công nhận mới", ["recognised_villages"]),
        ("restored_crafts", "nghề truyền thống hoặc làng nghề truyền thống được khôi phục", ["restored_villages"]),
        ("recognised_crafts", "nghề truyền thống, làng nghề được công nhận", ["recognised_villages"]),
        ("recognised_villages", "làng nghề được công nhận mới", []),
        ("restored_crafts", "nghề truyền thống được duy trì và bảo tồn", []),
        ("tourism_villages", "nghề truyền thống, làng nghề gắn với du lịch được phát triển", []),
    ],
)
def test_a_second_verb_or_noun_of_a_count_names_a_further_indicator(
    indicator: str, measured: str, others: list[str]
) -> None:
    assert also(indicator, measured) == others


@pytest.mark.parametrize(
    ("indicator", "measured", "others"),
    [
        (
            "effective_villages_pct",
            "làng nghề hoạt động có hiệu quả và có sản phẩm được xếp hạng OCOP",
            ["ocop_pct"],
        ),
        ("environment_plan_pct", "làng nghề có phương án bảo vệ môi trường, có tổ chức tự quản", []),
        ("effective_villages_pct", "làng nghề đã được công nhận hoạt động có hiệu quả", []),
    ],
)
def test_a_rate_serves_further_rates_and_never_a_count(indicator: str, measured: str, others: list[str]) -> None:
    assert also(indicator, measured, rate=True) == others


def test_a_count_never_serves_a_rate() -> None:
    assert also("recognised_villages", "làng nghề được công nhận, có sản phẩm được xếp hạng OCOP") == []
