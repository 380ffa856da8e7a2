"""Traces: down to the sentence and up again, each arrow with how it is known."""

from __future__ import annotations

import httpx
from pages_seen import EFFECTIVE_2030, KHOAI_CHAU, LANG_SON, LONG_AN, SITE, TARGET, TASK, THANH_HOA, soup_of, words


def steps(http: httpx.Client, path: str, **values: str) -> list[dict[str, object]]:
    return http.get(f"/trace/{path}.json", params=values).json()["steps"]


def test_every_arrow_says_how_it_is_known(http: httpx.Client) -> None:
    for path in (EFFECTIVE_2030, TARGET, TASK, KHOAI_CHAU):
        told = steps(http, path)
        assert told[0]["known"] is None
        assert all(step["known"] for step in told[1:])
        page = soup_of(http, f"/trace/{path}")
        assert len(page.select(".tree .n > p")) == len(page.select(".tree .n > p .w")) + len(
            [p for p in page.select(".tree .n > p") if "trên cùng" in p.get_text() or "không có gì" in p.get_text()]
        )


def test_a_national_target_leads_to_provincial_ones_and_names_who_has_none(http: httpx.Client) -> None:
    told = steps(http, EFFECTIVE_2030)
    targets = [s for s in told if s["depth"] == 1 and s["kind"] == "target"]
    assert SITE + TARGET in [s["iri"] for s in targets]
    assert all(s["known"] == "nhận định" and s["grade"] and s["basis"] for s in targets)
    missing = [str(s["label"]) for s in told if s["kind"] == "missing" and s["depth"] == 1]
    assert any(label.startswith("chưa đọc (") for label in missing)
    # Kinds of emptiness are never merged: what was not read, or not asked, is not said to be missing.
    known = {str(s["label"]).partition(" (")[0]: s["known"] for s in told if s["kind"] == "missing"}
    assert (known["chưa đọc"], known["không giao cho cấp hoặc kỳ này"]) == ("chưa đọc", "không giao")
    assert known["chưa có toàn văn của kế hoạch này"] == "chưa đọc"
    export = steps(http, EFFECTIVE_2030.replace("target-6", "target-3"))
    assert "Tỉnh Thanh Hóa: đã đọc toàn văn, không có chỉ tiêu này" in [
        s["label"] for s in export if s["kind"] == "missing"
    ]


def test_a_task_leads_to_its_lead_today_its_deadline_and_its_sentence(http: httpx.Client) -> None:
    path = http.get("/sparql", params={"query": f"""PREFIX ln: <https://w3id.org/langnghe/ontology#>
        SELECT ?t {{ ?t ln:leadAgency <{SITE}agency/long-an/so-cong-thuong> ; ln:timeText ?x }} ORDER BY ?t"""},
        headers={"Accept": "text/csv"}).text.split()[1].removeprefix(SITE)  # fmt: skip
    told = steps(http, path, way="down")
    lead = next(s for s in told if s["relation"] == "chủ trì")
    today = told[told.index(lead) + 1]
    assert (today["relation"], today["label"]) == ("nay là", "Sở Công Thương tỉnh Tây Ninh")
    assert today["known"] == "suy ra theo quy tắc"
    assert "202/2025/QH15" in str(today["basis"])
    assert next(s for s in told if s["kind"] == "deadline")["label"]
    sentence = next(s for s in told if s["kind"] == "sentence")
    assert str(sentence["address"]).partition("/plans/")[2].startswith(LONG_AN)
    then = steps(http, path, way="down", at="2024-01-01")
    assert "Sở Công Thương tỉnh Tây Ninh" not in [s["label"] for s in then]


def test_from_a_task_one_comes_up_to_the_national_target(http: httpx.Client) -> None:
    up = [s for s in steps(http, TASK, way="up") if s["side"] == "up"]
    assert {s["kind"] for s in up} >= {"target"}
    national = [s for s in up if s["place"] == "Việt Nam"]
    assert national
    assert all(s["side"] != "down" for s in steps(http, TASK, way="up"))


def test_what_is_missing_stands_there_as_missing(http: httpx.Client) -> None:
    page = soup_of(http, f"/trace/{THANH_HOA}")
    assert "không ghi ai chủ trì" not in page.get_text()  # every task of this plan names a lead
    orphan = http.get("/sparql", params={"query": """PREFIX ln: <https://w3id.org/langnghe/ontology#>
        SELECT ?m { ?m a ln:OrphanMeasure ; ln:evidence ?e } ORDER BY ?m LIMIT 1"""}, headers={"Accept": "text/csv"})  # fmt: skip
    path = orphan.text.split()[1].removeprefix(SITE)
    shown = soup_of(http, f"/trace/{path}")
    assert "không có nhiệm vụ nào thực hiện giải pháp này" in shown.select_one(".n-missing").get_text()


def test_both_sentences_of_a_comparison_stand_side_by_side(http: httpx.Client) -> None:
    higher, own = soup_of(http, f"/trace/{TARGET}").select(".pair figure")
    assert "trên 80% (2030)" in words(higher.get_text())
    assert "Ít nhất 50% làng nghề" in own.get_text()
    assert own.select_one("a")["href"].startswith(f"/plans/{LANG_SON}?fact=")


def test_a_bad_day_or_an_unknown_thing_is_refused(http: httpx.Client) -> None:
    assert http.get(f"/trace/{TASK}", params={"at": "yesterday"}).status_code == 400
    assert http.get("/trace/vn/no/such/thing").status_code == 404
