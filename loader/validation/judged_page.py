"""The page that says how true the findings are, made from what was measured."""

from __future__ import annotations

from loader.validation.findings import Severity
from loader.validation.judged import Judged, Measured, Tally

_NAMES = {
    Severity.VIOLATION: "vi phạm · violations",
    Severity.WARNING: "cảnh báo · warnings",
    Severity.INFO: "lưu ý · notes",
}
_HEAD = "| | đúng · true | nhiễu · noise | sai · false | chưa xét · unjudged | sai % · false % | hữu ích % · useful % |"
_RULE = "|---|--:|--:|--:|--:|--:|--:|"


def judged_page(measured: Measured, judged: Judged) -> str:
    """Return the page, in Markdown."""
    same, twice = judged.agreement
    listed, found = len(judged.flaws), len(measured.found)
    readers = judged.readers
    lines = [
        "# Phát hiện đúng đến đâu · How true the findings are",
        "",
        "Mỗi phát hiện về năm văn bản được một người đọc câu văn rồi xét: *đúng* (lỗi thật, có việc để làm), *nhiễu* "
        "(đúng nhưng không ai cần làm gì), hay *sai*. Lỗi thật được liệt kê từ văn bản trước khi xem kết quả. "
        "Dữ liệu: `tests/gold/findings/`. Trang này do `langnghe findings measure --output docs/findings.md` viết.",
        "",
        "*Each finding about the five documents was judged by reading its sentence: true (a flaw to act on), noise "
        "(true, but nobody acts on it) or false. The true flaws were listed from the texts before looking at the "
        "output. This page is written by that command.*",
        "",
        f"- Lỗi liệt kê bằng tay · flaws listed by hand: {listed}; được báo · reported: **{found}**",
        f"- Xét hai lần · judged twice: {twice}; giống nhau · alike: {same}",
        f"- Người đọc thứ hai, không thấy gì của người đầu · a second reader who saw nothing of the first: "
        f"{len(judged.second)} phát hiện · findings; cả hai cùng xét · judged by both: {readers.both}; giống nhau · alike: "
        f"{readers.alike} (kappa {readers.kappa:.2f})",
        "- Số lỗi mỗi văn bản sau khi gộp · flaws per document, with their places: "
        + ", ".join(str(count) for count in measured.plans.values()),
        "",
        "## Theo mức độ · By severity",
        "",
        _HEAD,
        _RULE,
    ]
    for severity, name in _NAMES.items():
        lines.append(_row(f"{name}: phát hiện · findings", measured.severities[severity]))
        lines.append(_row(f"{name}: lỗi đã gộp · flaws", measured.grouped[severity]))
    if judged.second:
        lines += ["", "## Người đọc thứ hai · The second reader", "", *_second(measured)]
    lines += ["", "## Theo quy tắc · By rule", "", _HEAD, _RULE]
    lines += [_row(f"[{rule}](rules/{rule}.md)", tally) for rule, tally in measured.rules.items()]
    lines += ["", "## Lỗi chưa quy tắc nào báo · Flaws that no rule reports", ""]
    lines += [f"- {flaw.note}: “{' '.join(flaw.words.split())}”" for flaw in measured.missed] or ["- –"]
    return "\n".join(lines) + "\n"


def _second(measured: Measured) -> list[str]:
    """Return what the second reader says, by severity, of the findings that are still reported."""
    lines = [
        "Xét mọi vi phạm, cảnh báo và một mẫu ngẫu nhiên của các lưu ý, không thấy kết quả của người đầu. *All violations and "
        "warnings and a random sample of the notes, without seeing the first verdicts; those that are still reported:*",
        "",
        _HEAD,
        _RULE,
    ]
    return lines + [_row(name, measured.second[severity]) for severity, name in _NAMES.items()]


def _row(name: str, tally: Tally) -> str:
    rates = (f"{100 * tally.false_rate:.1f}", f"{100 * tally.useful_rate:.1f}") if tally.judged else ("–", "–")
    counts = (str(n) for n in (tally.true, tally.noise, tally.false, tally.unjudged))
    return f"| {name} | {' | '.join((*counts, *rates))} |"
