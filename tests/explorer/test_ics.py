"""Calendars that programs subscribe to: RFC 5545 to the octet, and events that stay themselves when days move."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from query_api.explorer.duties import Duty, Words, events_of, month_day, occurrences
from query_api.explorer.ics import Event, calendar_text, uid_of

DUTY = Duty(
    "https://w3id.org/langnghe/vn/x/kh/1/duty-1", "Báo cáo", "Trước ngày 15/11 các sở báo cáo.", "IV.2", ("a",), (), ("b",),
    ((6, 15), (11, 15)), "", None, "https://w3id.org/langnghe/vn/x/kh/1", "", date(2023, 7, 1), date(2030, 12, 31),
)  # fmt: skip
WORDS = Words("Báo cáo; gửi Sở, rồi UBND", "Câu một\nCâu hai \\ hết", "http://127.0.0.1/x")


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_line_has_at_most_75_octets_and_letters_are_never_cut() -> None:
    event = Event("u", "Đề án phát triển làng nghề " * 20, "ệ" * 300, "http://127.0.0.1/", date(2026, 6, 15))
    data = calendar_text("Lịch báo cáo của tỉnh", [event], read_on=date(2026, 1, 1)).encode()
    assert data.endswith(b"END:VCALENDAR\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert f"DESCRIPTION;LANGUAGE=vi:{'ệ' * 300}" in unfolded(data.decode())


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=300))
def test_any_text_comes_back_when_unfolded(text: str) -> None:
    event = Event("u", text, "", "http://127.0.0.1/", date(2026, 6, 15))
    lines = unfolded(calendar_text("x", [event], read_on=date(2026, 1, 1)))
    written = next(line for line in lines if line.startswith("SUMMARY")).partition(":")[2]
    plain = written.replace("\\\\", "\0").replace("\\;", ";").replace("\\,", ",").replace("\0", "\\")
    assert plain == text


def test_a_half_yearly_duty_becomes_two_yearly_events_that_end_with_the_plan() -> None:
    events = list(events_of(DUTY, WORDS, date(2026, 11, 26)))
    assert [e.first for e in events] == [date(2024, 6, 15), date(2023, 11, 15)]  # after the plan was issued
    lines = unfolded(calendar_text("x", events, read_on=date(2026, 11, 26)))
    assert lines.count("RRULE:FREQ=YEARLY;UNTIL=20301231") == 2
    assert "DTSTART;VALUE=DATE:20231115" in lines
    assert "DTEND;VALUE=DATE:20231116" in lines
    assert "SUMMARY;LANGUAGE=vi:Báo cáo\\; gửi Sở\\, rồi UBND" in lines
    assert "DESCRIPTION;LANGUAGE=vi:Câu một\\nCâu hai \\\\ hết" in lines


def test_a_moved_day_keeps_its_uid_and_raises_the_sequence() -> None:
    before = list(events_of(DUTY, WORDS, date(2026, 1, 1)))
    after = list(events_of(replace(DUTY, due=((6, 30), (12, 1))), WORDS, date(2026, 1, 1)))
    assert [e.uid for e in before] == [e.uid for e in after]
    assert len({e.uid for e in before}) == 2
    assert before[0].first != after[0].first

    def sequence(day: date) -> int:
        line = next(x for x in unfolded(calendar_text("x", before, read_on=day)) if x.startswith("SEQUENCE"))
        return int(line.partition(":")[2])

    assert sequence(date(2026, 2, 1)) > sequence(date(2026, 1, 31))


def test_uids_of_different_duties_differ() -> None:
    assert uid_of("x/duty-1", "year") != uid_of("x/duty-2", "year")
    assert uid_of("x/duty-1", "year") == uid_of("x/duty-1", "year")


def test_only_days_between_the_first_and_the_last_are_due() -> None:
    found = occurrences([DUTY], date(2030, 11, 1), date(2031, 12, 31))
    assert [o.day for o in found] == [date(2030, 11, 15)]
    assert occurrences([DUTY], date(2023, 1, 1), date(2023, 6, 30)) == []  # before the plan was issued


def test_a_task_with_only_a_last_year_gets_no_day_but_is_listed_at_the_year_end() -> None:
    task = replace(DUTY, due=(), last=2025)
    (found,) = occurrences([task], date(2025, 1, 1), date(2025, 12, 31))
    assert (found.day, found.exact) == (date(2025, 12, 31), False)
    assert list(events_of(task, WORDS, date(2025, 1, 1))) == []


def test_days_that_no_year_has_are_none() -> None:
    assert month_day("--11-15") == (11, 15)
    assert month_day("--02-29") == (2, 29)
    assert month_day("--02-30") is None
    assert month_day("15/11") is None
