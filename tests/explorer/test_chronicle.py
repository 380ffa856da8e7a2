"""What changed between builds: the history itself, calendars that call days off, the feed, and a restart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from api_sample import PREFIXES, SITE, running

from query_api.served.chronicle import Due, History, Named
from query_api.served.findings import Said
from query_api.settings import Settings

NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
DUE = Due(
    "u-1", "d", "k", "p", ("a",), (), (), date(2024, 11, 15), None, Said("x", "x"), Said("", ""), "/x", Said("", "")
)
ATOM = "{http://www.w3.org/2005/Atom}"
ADMIN = {"Authorization": "Bearer secret"}
PLAN = f"""{PREFIXES}
<{SITE}vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach> a ln:Plan ; rdfs:label "Kế hoạch 617/QĐ-UBND"@vi ;
    ln:dateIssued "2023-01-31"^^xsd:date ; ln:area <{SITE}place/long-an> .
<{SITE}agency/long-an/so-cong-thuong> a ln:Agency ; skos:prefLabel "Sở Công Thương tỉnh Long An"@vi .
"""
DUTY = f"""
<{SITE}vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach/muc-3/duty-1> a ln:ReportingDuty ; rdfs:label "Báo cáo"@vi ;
    ln:inDocument <{SITE}vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach> ; ln:section "III" ;
    ln:reporter <{SITE}agency/long-an/so-cong-thuong> ; ln:dueDay "--11-15"^^xsd:gMonthDay .
"""
SECOND = f"""{PREFIXES}
<{SITE}vn/ubnd-khoai-chau/2023/05/10/kh/100> a ln:Plan ; rdfs:label "Kế hoạch Khoái Châu"@vi .
"""


def named(name: str) -> Named:
    return Named(name, Said(name, name), f"/{name}")


def events(http: httpx.Client, address: str = "/calendar.ics") -> list[dict[str, str]]:
    """Return the events of a calendar, each as its lines by name."""
    lines = http.get(address).text.replace("\r\n ", "").split("\r\n")
    found: list[dict[str, str]] = []
    for line in lines:
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1][line.partition(":")[0]] = line.partition(":")[2]
    return found


def test_the_first_look_changes_nothing_and_the_same_version_is_looked_at_once() -> None:
    first = History().with_data("v1", NOW, [named("a")], [DUE])
    assert first.changes == ()
    assert first.with_data("v1", NOW, [], []) is first


def test_what_came_and_went_is_told_newest_first() -> None:
    history = History().with_data("v1", NOW, [named("a"), named("b")], [DUE])
    history = history.with_data("v2", NOW, [named("b"), named("c")], [])
    history = history.with_data("v3", NOW, [named("b"), named("c"), named("d")], [])
    assert [(c.version, c.kind, c.what.about) for c in history.changes] == [
        ("v3", "plan-added", "d"), ("v2", "plan-added", "c"), ("v2", "plan-removed", "a"), ("v2", "due-called-off", "d"),
    ]  # fmt: skip


def test_a_day_that_comes_back_is_called_off_no_more_and_a_moved_one_never_was() -> None:
    history = History().with_data("v1", NOW, [], [DUE]).with_data("v2", NOW, [], [])
    assert [o.due.uid for o in history.called_off] == ["u-1"]
    assert history.with_data("v3", NOW, [], [DUE]).called_off == ()
    moved = History().with_data("v1", NOW, [], [DUE]).with_data("v2", NOW, [], [replace(DUE, first=date(2024, 12, 1))])
    assert (moved.called_off, [c.kind for c in moved.changes]) == ((), ["due-moved"])


def test_a_day_is_called_off_until_every_calendar_has_had_it() -> None:
    history = History().with_data("v1", NOW, [], [DUE]).with_data("v2", NOW, [], [])
    year = history.with_data("v3", NOW + timedelta(days=370), [], [])
    assert len(year.called_off) == 1
    assert year.with_data("v4", NOW + timedelta(days=500), [], []).called_off == ()


def test_findings_are_held_against_the_last_that_are_known() -> None:
    history = History().with_findings("v1", NOW, {"1": named("x"), "2": named("y")})
    history = history.with_data("v2", NOW, [], []).with_findings("v3", NOW, {"2": named("y"), "3": named("z")})
    assert [(c.kind, c.what.about) for c in history.changes] == [("finding-new", "z"), ("finding-gone", "x")]


def test_a_duty_that_goes_is_called_off_in_calendars_and_a_new_plan_is_in_the_feed(tmp_path: Path) -> None:
    (tmp_path / "langnghe.toml").write_text("", encoding="utf-8")
    data = tmp_path / "data" / "ttl"
    data.mkdir(parents=True)
    (data / "a.ttl").write_text(PLAN + DUTY, encoding="utf-8")
    settings = Settings(paths=(data,), project=tmp_path, admin_token="secret", workers=2)
    body = "/agencies/long-an/so-cong-thuong/calendar.ics"
    with running(settings) as url, httpx.Client(base_url=url, timeout=60) as http:
        (before,) = events(http, body)
        assert "STATUS" not in before
        first = ElementTree.fromstring(http.get("/changes.atom").content)
        assert first.findall(f"{ATOM}entry") == []
        (data / "a.ttl").write_text(PLAN, encoding="utf-8")
        (data / "b.ttl").write_text(SECOND, encoding="utf-8")
        assert http.post("/admin/reload", headers=ADMIN).status_code == 200
        for address in ("/calendar.ics", "/calendar.ics?place=long-an", body):
            (after,) = events(http, address)
            assert after["UID"] == before["UID"]
            assert after["STATUS"] == "CANCELLED"
            assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
        assert events(http, "/calendar.ics?place=thanh-hoa") == []
        assert "Hạn không còn" in http.get("/changes", headers={"Accept": "text/html"}).text
    with running(settings) as url, httpx.Client(base_url=url, timeout=60) as http:  # what was before is kept
        assert [e.get("STATUS") for e in events(http)] == ["CANCELLED"]
        answer = http.get("/changes.atom?lang=en")
        assert answer.headers["content-type"].startswith("application/atom+xml")
        read = ElementTree.fromstring(answer.content)
        titles = [e.findtext(f"{ATOM}title") for e in read.findall(f"{ATOM}entry")]
        assert any(t.startswith("New plan: Kế hoạch Khoái Châu") for t in titles)
        assert any(t.startswith("Date called off") for t in titles)
        ids = [e.findtext(f"{ATOM}id") for e in read.iter(f"{ATOM}entry")]
        assert len(set(ids)) == len(ids) == len(titles)
        assert all(e.find(f"{ATOM}link").get("href").startswith(url) for e in read.iter(f"{ATOM}entry"))
        assert http.get("/changes.atom?lang=en", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
        rows = http.get("/changes.json").json()["changes"]
        assert {row["kind"] for row in rows} == {"plan-added", "due-called-off"}
        (data / "a.ttl").write_text(PLAN + DUTY, encoding="utf-8")
        assert http.post("/admin/reload", headers=ADMIN).status_code == 200
        assert ["STATUS" in e for e in events(http)] == [False]


@pytest.mark.slow
def test_a_reader_does_not_wait_for_the_check_a_program_does_and_what_it_found_is_kept(tmp_path: Path) -> None:
    (tmp_path / "langnghe.toml").write_text("", encoding="utf-8")
    data = tmp_path / "data" / "ttl" / "documents"
    data.mkdir(parents=True)
    (data / "a.ttl").write_text(PLAN + DUTY, encoding="utf-8")
    (data.parent / "inferred.nt").write_text("", encoding="utf-8")
    settings = Settings(paths=(data.parent,), project=tmp_path, admin_token="secret", workers=2)
    page = {"Accept": "text/html"}
    with running(settings) as url, httpx.Client(base_url=url, timeout=300) as http:
        at_once = http.get("/compliance", headers=page)
        assert at_once.status_code == 200
        assert "Đang kiểm tra dữ liệu" in at_once.text
        assert at_once.headers["refresh"]
        found = http.get("/compliance.json").json()["findings"]
        assert found
        whole = http.get("/compliance", headers=page)
        assert "refresh" not in whole.headers
        assert "Đang kiểm tra" not in whole.text
    with running(settings) as url, httpx.Client(base_url=url, timeout=300) as http:
        assert "refresh" not in http.get("/compliance", headers=page).headers
        http.get("/changes")
        (data / "b.ttl").write_text(PREFIXES + DUTY.replace("duty-1", "duty-2"), encoding="utf-8")
        http.post("/admin/reload", headers=ADMIN)
        assert http.get("/compliance", headers=page).headers["refresh"]
        later = http.get("/compliance.json").json()["findings"]
        new = [f for f in later if f["new"]]
        assert {f["key"] for f in new} == {f["key"] for f in later} - {f["key"] for f in found} != set()
        told = http.get("/changes.json?kind=finding-new").json()["changes"]
        assert len(told) == len(new)
