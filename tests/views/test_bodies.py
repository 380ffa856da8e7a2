"""What a body leads of its own, what it inherited and how that is known; how old bodies ended; calendars that hold."""

from __future__ import annotations

import re

import httpx
import pytest
from bs4 import BeautifulSoup

TODAY = "/agencies/tay-ninh/so-nong-nghiep-va-moi-truong/2025-07"
OLD = "/agencies/long-an/so-nong-nghiep-va-phat-trien-nong-thon"
TUYEN_QUANG = "/agencies/khoai-chau/phong-kinh-te-va-ha-tang"


def text(http: httpx.Client, address: str) -> str:
    answer = http.get(address)
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.text, "html.parser").main.text.split())


def work(http: httpx.Client, address: str) -> list[dict[str, str]]:
    return http.get(address.replace("?", ".json?") if "?" in address else f"{address}.json").json()["work"]


@pytest.mark.slow
def test_a_body_of_today_shows_what_it_inherited_from_whom_and_on_which_basis(http: httpx.Client) -> None:
    shown = text(http, TODAY)
    assert "kế thừa từ Sở Nông nghiệp và Phát triển nông thôn tỉnh Long An" in shown
    assert "202/2025/QH15" in shown
    assert "có lẽ đúng" in shown  # the grade
    rows = work(http, TODAY)
    assert len([r for r in rows if r["role"] == "Chủ trì"]) == 11
    assert all(r["basis"].startswith("kế thừa") for r in rows)
    assert len(rows) == len(work(http, f"{TODAY}?from=inherited"))
    assert work(http, f"{TODAY}?from=own") == []


def test_an_old_body_keeps_its_page_and_says_how_it_ended(http: httpx.Client) -> None:
    shown = text(http, OLD)
    assert "Cơ quan này không còn từ 01/03/2025" in shown
    assert "Nay là Sở Nông nghiệp và Môi trường tỉnh Tây Ninh" in shown
    assert all(r["basis"] == "của mình" for r in work(http, OLD))


def test_a_body_without_a_successor_says_so_and_names_none(http: httpx.Client) -> None:
    shown = text(http, TUYEN_QUANG)
    assert "không còn từ 01/07/2025" in shown
    assert "không nêu cơ quan kế tục" in shown
    assert "Nay là" not in shown


def test_a_group_of_district_bodies_says_that_the_level_is_no_more(http: httpx.Client) -> None:
    shown = text(http, "/agencies/long-an/nhom/uy-ban-nhan-dan-cac-huyen-thi-xa-thanh-pho")
    assert "Cấp huyện không còn từ 01/07/2025" in shown


@pytest.mark.slow
def test_every_row_leads_to_its_sentence_in_the_whole_text(http: httpx.Client) -> None:
    for row in work(http, TODAY)[:3]:
        address = row["sentence_address"]
        page = BeautifulSoup(http.get(address).text, "html.parser")
        anchor = address.partition("#")[2]
        assert page.find(id=anchor) is not None
        assert row["quote"].split()[0] in page.text


def test_a_calendar_has_dated_duties_and_keeps_printed_words_for_the_others(http: httpx.Client) -> None:
    shown = text(http, f"{OLD}/calendar?year=2027")
    assert "30/06/2027" in shown
    assert "31/12/2027" in shown
    assert "Không có ngày" in shown
    assert "30/06/2031" not in text(http, f"{OLD}/calendar?year=2031")  # the plan is over


def test_two_subscriptions_of_one_body_have_the_same_events(http: httpx.Client) -> None:
    first, second = (http.get(f"{OLD}/calendar.ics") for _ in range(2))
    assert first.headers["content-type"].startswith("text/calendar")
    uids = re.findall(r"UID:(\S+)", first.text)
    assert len(uids) == len(set(uids)) == 4
    assert uids == re.findall(r"UID:(\S+)", second.text)
    assert not any(re.search(r"20\d\d-?\d\d-?\d\d", uid) for uid in uids)
    assert "RRULE:FREQ=YEARLY;UNTIL=20301231" in first.text
    successor = re.findall(r"UID:(\S+)", http.get(f"{TODAY}/calendar.ics").text)
    assert set(uids) <= set(successor)  # what is inherited is the same event
