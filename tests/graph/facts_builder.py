"""Small facts by hand: what the graph tests write and read back."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

from loader.facts import (
    Agent,
    Citation,
    Evidence,
    Facts,
    Funding,
    Instrument,
    Measure,
    Note,
    Objective,
    Place,
    PlacedMention,
    Provision,
    Reading,
    Relation,
    ReportingDuty,
    SharedMention,
    SourceInfo,
    Target,
    Task,
    Timing,
)
from loader.kinds import AgentKind, Comparator, Condition, Level, NoteKind, Recurrence, RelationRole, Status
from loader.programmes import bundled_things
from loader.things import ThingKind

TEXT = (
    "KẾ HOẠCH\nII. MỤC TIÊU\n- Trên 80% làng nghề hoạt động hiệu quả.\n- Sở Công Thương hỗ trợ xúc tiến thương mại.\n"
)
GOAL = "Trên 80% làng nghề hoạt động hiệu quả."
WORK = "Sở Công Thương hỗ trợ xúc tiến thương mại."


def kind_of_things(key: str) -> ThingKind:
    """Return a kind of named things of the packs that come along."""
    kind = bundled_things().kind(key)
    assert kind is not None
    return kind


CRAFT = kind_of_things("craft")


def reading(quote: str, provision: str = "muc-ii/gach-1", document: str = "", text: str = TEXT) -> Reading:
    start = text.index(quote) if quote in text else 0
    return Reading(Evidence(quote, start, start + len(quote), provision, "II", document), "test.rule", Decimal("0.90"))


def agency(name: str) -> Agent:
    return Agent(name, name, AgentKind.AGENCY)


def group(name: str) -> Agent:
    return Agent(name, name, AgentKind.GROUP)


def instrument(**changes: object) -> Instrument:
    values: dict[str, object] = {
        "key": "",
        "kind": "kh",
        "number": "12/KH-UBND",
        "printed_number": "12 /KH-UBND",
        "date": date(2024, 2, 5),
        "status": Status.ISSUED,
        "issuer": "Ủy ban nhân dân tỉnh Bắc Hà",
        "level": Level.PROVINCE,
        "area": Place("Bắc Hà", Level.PROVINCE, "tỉnh"),
        "period_start": 2024,
        "period_end": 2030,
        "title": "Phát triển làng nghề tỉnh Bắc Hà",
        "signer": "Nguyễn Văn A",
        "signer_role": "Phó Chủ tịch",
        "authority": ("TM. ỦY BAN NHÂN DÂN",),
        "place": "Bắc Hà",
        "recipients": ("Lưu: VT.",),
        "promulgates": None,
        "is_plan": True,
        "reading": reading("KẾ HOẠCH", ""),
    }
    values.update(changes)
    return Instrument(**values)  # type: ignore[arg-type]


def provision(path: str, document: str = "", parent: str | None = None) -> Provision:
    return Provision(path, "bullet", "-", "Trên 80%", parent, 0, 50, document)


def target(quote: str = GOAL, **changes: object) -> Target:
    values: dict[str, object] = {
        "indicator": "effective_villages_pct",
        "comparator": Comparator.MORE_THAN,
        "value": Decimal("80.0"),
        "upper_value": None,
        "unit": "percent",
        "printed": "80%",
        "what": "làng nghề hoạt động hiệu quả",
        "measured": "làng nghề hoạt động hiệu quả",
        "horizon": 2030,
        "baseline_year": None,
        "per": None,
        "population": "làng nghề",
        "note": None,
        "reading": reading(quote),
    }
    values.update(changes)
    return Target(**values)  # type: ignore[arg-type]


def citation(number: str | None, kind: str = "qd", day: date | None = None, **changes: object) -> Citation:
    values: dict[str, object] = {"kind": kind, "number": number, "date": day, "issuer": None, "title": None}
    values.update(changes)
    return Citation(**values)  # type: ignore[arg-type]


def relation(role: RelationRole, cited: Citation, document: str = "") -> Relation:
    return Relation(role, cited, reading("KẾ HOẠCH", "", document), document)


def facts(*instruments: Instrument, text: str = TEXT, **changes: object) -> Facts:
    sha = hashlib.sha256(text.encode()).hexdigest()
    values: dict[str, object] = {
        "source": SourceInfo("plan.txt", "text/plain", sha, text, "a test"),
        "instruments": instruments or (instrument(),),
        "provisions": (provision("muc-ii"), provision("muc-ii/gach-1", parent="muc-ii")),
        "relations": (),
        "objectives": (),
        "measures": (),
        "tasks": (),
        "duties": (),
        "funding": (),
        "shared_things": (),
        "placed_things": (),
        "notes": (),
    }
    values.update(changes)
    return Facts(**values)  # type: ignore[arg-type]


def full_facts() -> Facts:
    """Return facts with one of everything."""
    decision = date(2022, 7, 7)
    return facts(
        relations=(
            relation(RelationRole.IMPLEMENTS, citation("801/QĐ-TTg", day=decision, issuer="Thủ tướng Chính phủ")),
            relation(RelationRole.CITES, citation(None, "luat", title="Luật Ngân sách nhà nước")),
        ),
        objectives=(
            Objective(False, 2030, (target(),), reading(GOAL)),
            Objective(True, None, (), reading("KẾ HOẠCH", "")),
        ),
        measures=(Measure(reading(WORK, "muc-ii")),),
        tasks=(
            Task(
                (agency("Sở Công Thương"),),
                (group("Ủy ban nhân dân các huyện, thành phố"),),
                Timing("Hàng năm", Recurrence.ANNUAL, 2024, 2030),
                "Báo cáo",
                reading(WORK, "muc-ii/gach-2"),
            ),
        ),
        duties=(
            ReportingDuty(
                (agency("Sở Công Thương"),),
                (agency("Ủy ban nhân dân tỉnh"),),
                ((6, 15), (11, 15)),
                Recurrence.SEMIANNUAL,
                reading(WORK, "muc-ii/gach-2"),
            ),
        ),
        funding=(Funding("ngân sách nhà nước", Decimal("2.50"), "tỷ đồng", reading("KẾ HOẠCH", "")),),
        shared_things=(SharedMention("craft", "Mây tre đan", Condition.AT_RISK, reading(GOAL)),),
        placed_things=(
            PlacedMention(
                "village", "làng nghề mộc Ninh Xá", "xã Đại Tập", "mộc", Condition.THRIVING, None, reading(GOAL)
            ),
            PlacedMention("village", "làng nghề mộc", None, "mộc", None, 2, reading(GOAL)),
        ),
        notes=(Note(NoteKind.BLANK_DATE, "Ngày để trống", "Blank date", "05/2/2024", reading("KẾ HOẠCH", "")),),
    )
