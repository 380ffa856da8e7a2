"""Measures of higher plans that sentences below belong to."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from loader.graph.iris import Iris
from loader.inference.judging import Judged, Judging
from loader.inference.materialise import add_new
from loader.inference.solutions import solution_judgements

BASE = "https://w3id.org/langnghe/"
PROGRAMME = "vn/ttg/2022/07/07/qd/801/chuong-trinh"
PREFIXES = f"@prefix : <{BASE}x/> .\n@prefix b: <{BASE}> .\n@prefix ln: <{BASE}ontology#> .\n"
HIGHER = f"""
:p ln:tracesTo :n, <{BASE}{PROGRAMME}> . :q ln:tracesTo <{BASE}{PROGRAMME}> .
:trade ln:inDocument :n ; ln:cue 'xúc tiến thương mại', 'quảng bá' .
:words ln:inDocument :n ; ln:cue 'truyền thông' .
""" + "".join(
    f"<{BASE}{PROGRAMME}/giai-phap/measure-{n}> a ln:Measure ; ln:inDocument <{BASE}{PROGRAMME}> .\n"
    for n in range(1, 9)
)


def element(name: str, plan: str, quote: str, kind: str = "Measure") -> str:
    return f":{name} a ln:{kind} ; ln:inDocument :{plan} ; ln:evidence :{name}e . :{name}e ln:quote '{quote}' .\n"


def judged(text: str, refused: frozenset[Judged] = frozenset()) -> list[tuple[str, str, str]]:
    store = ox.Store()
    levels = f"<{BASE}{PROGRAMME}> ln:level <{BASE}level/national> .\n"
    store.load((PREFIXES + HIGHER + levels + text).encode(), format=ox.RdfFormat.TURTLE)
    add_new(store, solution_judgements(store, Judging(Iris(), refused)))
    rows = store.query(
        "PREFIX ln: <https://w3id.org/langnghe/ontology#> "
        "SELECT ?s ?o ?g { ?j ln:judgedSubject ?s ; ln:judgedObject ?o ; ln:grade ?g } ORDER BY ?j"
    )
    assert isinstance(rows, ox.QuerySolutions)
    return [tuple(value.value.rsplit("/", 1)[-1] for value in row) for row in rows]  # type: ignore[misc, union-attr]


def numbers(quote: str, kind: str = "Measure") -> list[str]:
    return [o.removeprefix("measure-") for _, o, _ in judged(element("a", "q", quote, kind))]


@pytest.mark.parametrize(
    ("quote", "solution"),
    [
        ("Phổ biến kịp thời các chính sách đến người dân", ["1"]),
        ("Lập hồ sơ đề nghị công nhận làng nghề", ["2"]),
        ("Nâng cấp đường giao thông, điện, nước của làng nghề", ["3"]),
        ("Quy hoạch vùng trồng, bảo đảm nguồn nguyên liệu", ["4"]),
        ("Mở lớp truyền nghề cho lao động trẻ", ["5"]),
        ("Hỗ trợ cơ sở đổi mới công nghệ", ["6"]),
        ("Đưa sản phẩm lên sàn giao dịch điện tử, tham gia hội chợ", ["7"]),
        ("Hình thành chuỗi liên kết giữa hợp tác xã và doanh nghiệp", ["8"]),
        ("Phong tặng danh hiệu nghệ nhân", []),
        ("Kiểm tra việc chấp hành pháp luật về bảo vệ môi trường", []),
    ],
)
def test_a_sentence_belongs_where_its_own_content_belongs(quote: str, solution: list[str]) -> None:
    assert numbers(quote) == solution
    assert numbers(quote, "Task") == solution


@pytest.mark.parametrize(
    ("quote", "solution"),
    [
        ("Làm đường vào làng, bãi đỗ xe, nhà trưng bày", ["3"]),
        ("Xây dựng nhà trưng bày sản phẩm", ["7"]),
        ("Củng cố hợp tác xã để thu mua nguyên liệu cho xã viên", ["8"]),
        ("Tập huấn bán hàng trực tuyến cho lao động trẻ", ["5"]),
        ("Lập bản đồ số giới thiệu làng nghề", ["6"]),
        ("Tổng kiểm kê làng nghề, lập bản đồ số", ["2"]),
        ("Kiểm tra phòng cháy, chữa cháy tại kho nguyên liệu", []),
    ],
)
def test_what_a_clause_names_beside_the_work_that_it_is_a_part_of_tells_no_solution(
    quote: str, solution: list[str]
) -> None:
    assert numbers(quote) == solution


def test_one_action_belongs_to_one_solution_and_the_next_may_belong_to_another() -> None:
    assert numbers("Củng cố hợp tác xã và vùng nguyên liệu") == ["8"]
    assert numbers("Củng cố hợp tác xã, xây dựng vùng nguyên liệu") == ["8", "4"]
    # Whom it is for is no work beside which others would not count.
    assert numbers("Hỗ trợ thợ giỏi tham gia hội thi tay nghề") == ["5", "7"]


@pytest.mark.parametrize(
    ("quote", "solution"),
    [
        ("Chép lại hoa văn, quy trình, bí quyết của các cụ", "measure-2"),
        ("Lo đủ cây giống, bãi tre và đồng lác cho tổ đan", "measure-4"),
        ("Đường sá, cống rãnh, điện đóm quanh làng được tu sửa", "measure-3"),
    ],
)
def test_a_measure_that_names_no_work_of_the_tables_is_held_against_their_single_words(
    quote: str, solution: str
) -> None:
    assert judged(element("a", "q", quote)) == [("a", solution, "uncertain")]
    # What tasks say beside measures is mostly how a plan is run.
    assert judged(element("a", "q", quote, "Task")) == []


def test_what_is_supervised_is_not_done() -> None:
    assert numbers("Giám sát việc thực hiện chính sách hỗ trợ làng nghề", "Task") == []


def test_two_at_most_the_one_spoken_of_first_before_the_other() -> None:
    quote = "Xây dựng vùng nguyên liệu; hình thành chuỗi giá trị; mở lớp đào tạo cho lao động; xây dựng thương hiệu"
    assert numbers(quote) == ["4", "8"]


def test_the_same_sentence_is_judged_alike_in_two_plans_whatever_its_heading() -> None:
    quote = "Đẩy mạnh xúc tiến thương mại, xây dựng thương hiệu"
    found = judged(element("a", "p", quote) + element("b", "q", quote) + ":ah ln:heading 'Đào tạo' .")
    assert {o for s, o, _ in found if s == "a"} - {"trade"} == {o for s, o, _ in found if s == "b"} == {"measure-7"}


def test_a_cue_of_a_curator_tells_a_solution_that_no_table_knows() -> None:
    found = judged(element("a", "p", "Đẩy mạnh truyền thông"))
    assert ("a", "words", "probable") in found
    assert "trade" not in {o for _, o, _ in found}


def test_a_cue_in_a_purpose_is_no_work() -> None:
    found = judged(element("a", "p", "Tổ chức hội thi nhằm quảng bá địa phương"))
    assert "trade" not in {o for _, o, _ in found}


def test_what_only_a_detail_says_is_uncertain() -> None:
    assert judged(element("a", "q", "Tái chế phế phẩm của làng nghề")) == [("a", "measure-3", "uncertain")]
    assert judged(element("a", "q", "Hỗ trợ xử lý nước thải")) == [("a", "measure-3", "probable")]


def test_a_plan_that_does_not_trace_to_the_programme_carries_out_none_of_it() -> None:
    assert judged(element("a", "other", "Xây dựng thương hiệu")) == []


def test_a_curator_who_refuses_a_solution_is_obeyed() -> None:
    name = f"{BASE}{PROGRAMME}/giai-phap/measure-7"
    refused = Judged(f"{BASE}x/a", "https://w3id.org/langnghe/ontology#carriesOut", name)
    assert judged(element("a", "q", "Xây dựng thương hiệu"), frozenset({refused})) == []
