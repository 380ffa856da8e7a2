from __future__ import annotations

import pyoxigraph as ox
import pytest

from loader.graph.iris import Iris
from loader.inference.alignment import judgements
from loader.inference.comparison import population_key
from loader.inference.materialise import add_new

BASE = "https://w3id.org/langnghe/"
PREFIXES = f"""
@prefix : <{BASE}x/> .
@prefix b: <{BASE}> .
@prefix ln: <{BASE}ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
PLANS = """
:nation a ln:Programme ; ln:level <https://w3id.org/langnghe/level/national> .
:province a ln:Plan ; ln:level <https://w3id.org/langnghe/level/province> ; ln:tracesTo :nation .
:other a ln:Plan ; ln:level <https://w3id.org/langnghe/level/province> .
<https://w3id.org/langnghe/indicator/ocop_pct> ln:isRate true .
<https://w3id.org/langnghe/indicator/restored_crafts> ln:isRate false .
"""
QUERY = "PREFIX ln: <https://w3id.org/langnghe/ontology#> "


def target(name: str, plan: str, indicator: str, value: str, **more: str) -> str:
    unit = more.pop("unit", "percent")
    extra = "".join(f" ; ln:{key} {text}" for key, text in more.items())
    return (
        f":{name} a ln:Target ; ln:inDocument :{plan} ; ln:value {value} ; ln:unit <{BASE}unit/{unit}> ; "
        f"ln:ofIndicator <{BASE}indicator/{indicator}> {extra} ."
    )


def judged(text: str) -> ox.Store:
    store = ox.Store()
    store.load((PREFIXES + PLANS + text).encode(), format=ox.RdfFormat.TURTLE)
    add_new(store, judgements(store, Iris()))
    return store


def values(store: ox.Store, select: str) -> list[str]:
    rows = store.query(QUERY + select)
    assert isinstance(rows, ox.QuerySolutions)
    return sorted(str(row[0].value).rsplit("/", 1)[-1] for row in rows)  # type: ignore[union-attr]


Y2025 = '"2025"^^xsd:gYear'
Y2030 = '"2030"^^xsd:gYear'
WHOLE = '"các làng nghề truyền thống"'


def pair(lower: dict[str, str], higher: dict[str, str]) -> str:
    defaults = {"indicator": "ocop_pct", "value": "50", "horizon": Y2025, "population": WHOLE}
    return "\n".join(
        target(name, plan, **{**defaults, **changes})  # type: ignore[arg-type]
        for name, plan, changes in (("low", "province", lower), ("high", "nation", higher))
    )


def test_rates_of_one_indicator_population_unit_and_horizon_compare() -> None:
    store = judged(pair({"value": "20", "population": '"làng nghề truyền thống"'}, {}))
    assert values(store, "SELECT ?h { ?t ln:comparableWith ?h }") == ["high"]
    assert values(store, "SELECT ?h { ?t ln:derivesFrom ?h }") == ["high"]
    assert values(store, "SELECT ?o { ?c ln:outcome ?o }") == ["below"]
    assert values(store, "SELECT ?g { ?c ln:gap ?g }") == ["-30"]


@pytest.mark.parametrize(
    ("lower", "reason"),
    [
        ({"indicator": "restored_crafts", "unit": "craft"}, "count"),
        ({"unit": "product"}, "different-unit"),
        ({"population": '"làng nghề, làng nghề truyền thống"'}, "different-population"),
        ({"population": '""'}, "unknown-population"),
        ({"baselineYear": '"2020"^^xsd:gYear'}, "different-baseline"),
    ],
)
def test_other_targets_of_one_indicator_do_not_compare_and_the_reason_is_said(
    lower: dict[str, str], reason: str
) -> None:
    higher = {key: lower[key] for key in ("indicator", "unit") if key in lower and reason == "count"}
    store = judged(pair(lower, higher))
    assert values(store, "SELECT ?h { ?t ln:comparableWith ?h }") == []
    assert values(store, "SELECT ?r { ?c ln:notComparableBecause ?r }") == [reason]
    assert values(store, "SELECT ?h { ?t ln:derivesFrom ?h }") == ["high"]


def test_a_target_without_year_derives_from_none() -> None:
    store = judged(
        target("low", "province", "ocop_pct", "50", population=WHOLE)
        + target("high", "nation", "ocop_pct", "50", population=WHOLE, horizon=Y2030)
    )
    assert values(store, "SELECT ?r { ?c ln:notComparableBecause ?r }") == ["no-horizon"]
    assert values(store, "SELECT ?h { ?t ln:derivesFrom ?h }") == []


def test_a_year_for_which_the_higher_plan_sets_nothing_is_said() -> None:
    store = judged(pair({"horizon": Y2030}, {}))
    assert values(store, "SELECT ?r { ?c ln:notComparableBecause ?r }") == ["no-higher-target"]


def test_a_plan_that_does_not_trace_to_the_programme_is_not_compared() -> None:
    store = judged(pair({}, {}).replace(":province", ":other"))
    assert values(store, "SELECT ?c { ?c ln:outcome ?o }") == []


def test_a_curator_who_refuses_a_judgement_is_obeyed() -> None:
    refusal = "[] a ln:Judgement ; ln:judgedSubject :low ; ln:judgedProperty ln:derivesFrom ; ln:judgedObject :high ; "
    store = judged(pair({}, {}) + refusal.replace("[]", ":refusal") + "ln:accepted false .")
    assert values(store, "SELECT ?h { ?t ln:derivesFrom ?h }") == []
    assert values(store, "SELECT ?h { ?t ln:comparableWith ?h }") == []


def test_every_judgement_has_a_grade_and_a_basis_in_both_languages() -> None:
    store = judged(pair({}, {}) + ACTIONS + PROGRAMME)
    rows = values(
        store,
        "SELECT ?c { ?c a ?k FILTER(?k IN (ln:Comparison, ln:Judgement)) ?c ln:grade ?g ; ln:basis ?v, ?e "
        "FILTER(LANG(?v) = 'vi' && LANG(?e) = 'en') }",
    )
    assert len(rows) == len(values(store, "SELECT ?c { ?c a ?k FILTER(?k IN (ln:Comparison, ln:Judgement)) }"))
    assert len(rows) > 2


def action(name: str, kind: str, quote: str) -> str:
    return f":{name} a ln:{kind} ; ln:inDocument :province ; ln:evidence :{name}e . :{name}e ln:quote '{quote}' .\n"


ACTIONS = (
    action("m1", "Measure", "Xây dựng trang thông tin điện tử giới thiệu sản phẩm OCOP của làng nghề.")
    + action("m2", "Measure", "Đào tạo nghề cho lao động nông thôn theo nhu cầu của doanh nghiệp.")
    + action("m3", "Measure", "Di dời cơ sở gây ô nhiễm ra khỏi khu dân cư.")
    + action("t1", "Task", "Phối hợp xây dựng trang thông tin điện tử giới thiệu sản phẩm của các làng nghề.")
    + action("t2", "Task", "Tổ chức kiểm tra việc chấp hành pháp luật.")
)


def test_a_task_carries_out_the_measure_that_does_the_same_work() -> None:
    store = judged(ACTIONS)
    assert values(store, "SELECT ?m { ?t ln:carriesOut ?m }") == ["m1"]
    assert values(store, "SELECT ?m { ?m ln:isCarriedOut false }") == ["m2", "m3"]


PROGRAMME = """
:province ln:inProgramme :programme .
<https://w3id.org/langnghe/indicator/ocop_pct> ln:indicatorOf :programme .
<https://w3id.org/langnghe/indicator/trained_workers_pct> ln:indicatorOf :programme .
"""


def test_an_action_supports_the_indicators_that_its_own_work_moves() -> None:
    store = judged(ACTIONS + PROGRAMME)
    assert values(store, "SELECT ?i { <https://w3id.org/langnghe/x/m1> ln:supports ?i }") == []
    assert values(store, "SELECT ?i { <https://w3id.org/langnghe/x/m2> ln:supports ?i }") == ["trained_workers_pct"]
    assert values(store, "SELECT ?i { <https://w3id.org/langnghe/x/t2> ln:supports ?i }") == []


def test_an_action_of_another_programme_supports_none_of_this_ones_indicators() -> None:
    store = judged(ACTIONS + PROGRAMME.replace(":province ln:inProgramme", ":other ln:inProgramme"))
    assert values(store, "SELECT ?i { ?a ln:supports ?i }") == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("các làng nghề", "làng nghề đã được công nhận", True),
        ("số làng nghề, làng nghề truyền thống", "làng nghề", True),
        ("làng nghề và làng nghề truyền thống", "làng nghề truyền thống, làng nghề", True),
        ("số làng nghề trở lên", "làng nghề", True),
        ("cơ sở, hộ trong làng nghề", "cơ sở, hộ trong làng nghề và cơ sở ngành nghề nông thôn", False),
        ("làng nghề", "làng nghề truyền thống", False),
        ("nghề truyền thống, làng nghề", "làng nghề", False),
        ("tổng tiêu thụ năng lượng toàn quốc", "tổng tiêu thụ năng lượng của tỉnh", True),
        (None, "làng nghề", False),
    ],
)
def test_populations_are_the_same_when_their_parts_are(one: str | None, other: str, same: bool) -> None:
    assert (population_key(one) == population_key(other)) is same


@pytest.mark.parametrize(
    ("lower", "higher", "compare"),
    [
        ("làng nghề đã được công nhận có sản phẩm được bảo hộ", "làng nghề có sản phẩm được bảo hộ", False),
        ("tỷ lệ làng nghề được công nhận có sản phẩm được bảo hộ", "làng nghề có sản phẩm được bảo hộ", False),
        ("làng nghề có sản phẩm được công nhận", "làng nghề có sản phẩm được bảo hộ", True),
    ],
)
def test_a_share_of_recognised_villages_is_a_share_of_fewer(lower: str, higher: str, compare: bool) -> None:
    whole = {"population": '"làng nghề"'}
    store = judged(pair({**whole, "measuredAs": f'"{lower}"'}, {**whole, "measuredAs": f'"{higher}"'}))
    assert bool(values(store, "SELECT ?h { ?t ln:comparableWith ?h }")) is compare


@pytest.mark.parametrize(
    ("lower", "compare"),
    [
        ("tốc độ tăng giá trị sản xuất bình quân của làng nghề và cơ sở ngành nghề nông thôn", False),
        ("tốc độ tăng giá trị sản xuất bình quân của các làng nghề", True),
    ],
)
def test_a_growth_of_something_more_compares_with_none_of_less(lower: str, compare: bool) -> None:
    nothing = {"population": '""'}
    higher = {"measuredAs": '"tốc độ tăng giá trị sản xuất bình quân các làng nghề"'}
    store = judged(pair({**nothing, "measuredAs": f'"{lower}"'}, {**nothing, **higher}))
    assert bool(values(store, "SELECT ?h { ?t ln:comparableWith ?h }")) is compare


@pytest.mark.parametrize(
    ("lower", "compare"),
    [
        ("giá trị sản xuất ngành nghề nông thôn", False),
        ("thu nhập bình quân của hộ nghèo", False),
        ("giá trị sản xuất bình quân của các làng nghề trên địa bàn tỉnh", True),
        ("tốc độ tăng giá trị sản xuất các làng nghề", True),
    ],
)
def test_a_growth_of_another_group_compares_with_none_of_this(lower: str, compare: bool) -> None:
    nothing = {"population": '""'}
    higher = {"measuredAs": '"tốc độ tăng giá trị sản xuất bình quân các làng nghề"'}
    store = judged(pair({**nothing, "measuredAs": f'"{lower}"'}, {**nothing, **higher}))
    assert bool(values(store, "SELECT ?h { ?t ln:comparableWith ?h }")) is compare
    if not compare:
        assert values(store, "SELECT ?r { ?c ln:notComparableBecause ?r }") == ["different-population"]


@pytest.mark.parametrize(
    ("lower", "compare"),
    [
        ("thu nhập bình quân của lao động làm nghề dệt thổ cẩm, thêu", False),
        ("thu nhập bình quân lao động đan lát từ tre", False),
        ("thu nhập bình quân của người lao động trong ngành chế biến gỗ", False),
        ("thu nhập bình quân của người lao động trong các làng nghề", True),
        ("thu nhập bình quân của lao động làm nghề trên địa bàn tỉnh", True),
        ("thu nhập bình quân lao động", True),
    ],
)
def test_a_growth_of_those_of_some_crafts_only_compares_with_none_of_all(lower: str, compare: bool) -> None:
    nothing = {"population": '""'}
    higher = {"measuredAs": '"thu nhập bình quân của lao động"'}
    store = judged(pair({**nothing, "measuredAs": f'"{lower}"'}, {**nothing, **higher}))
    assert bool(values(store, "SELECT ?h { ?t ln:comparableWith ?h }")) is compare
    if not compare:
        assert values(store, "SELECT ?r { ?c ln:notComparableBecause ?r }") == ["different-population"]
