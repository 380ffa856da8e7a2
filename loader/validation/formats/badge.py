"""A badge (SVG) for a README or a web page."""

from __future__ import annotations

from html import escape

from loader.validation.findings import Language, Report, Severity

_COLOURS = (("violation", "#b3261e"), ("warning", "#9a6700"), ("passed", "#1a7f37"), ("untested", "#57606a"))


def report_badge(report: Report, language: Language = Language.VI) -> bytes:
    """Return a badge: the number of violations and warnings; grey when nothing was tested at all."""
    tested = any(outcome.tested for outcome in report.outcomes)
    return badge(report.count(Severity.VIOLATION), report.count(Severity.WARNING), tested=tested, language=language)


def badge(violations: int, warnings: int, *, tested: bool = True, language: Language = Language.VI) -> bytes:
    """Return a badge for these numbers of findings.

    Args:
        violations: how many violations there are.
        warnings: how many warnings.
        tested: something was tested at all.
        language: language of its words.
    """
    vi = language is Language.VI
    if not tested:
        verdict, colour = ("chưa kiểm tra" if vi else "not tested"), "untested"
    elif violations:
        verdict, colour = f"{violations} {'vi phạm' if vi else 'violations'}", "violation"
    elif warnings:
        verdict, colour = f"{warnings} {'cảnh báo' if vi else 'warnings'}", "warning"
    else:
        verdict, colour = ("đạt" if vi else "passed"), "passed"
    return _draw("SHACL", verdict, dict(_COLOURS)[colour])


def _draw(label: str, verdict: str, colour: str) -> bytes:
    left, right = _width(label), _width(verdict)
    text = escape(f"{label}: {verdict}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" aria-label="{text}">'
        f"<title>{text}</title>"
        f'<rect width="{left + right}" height="20" rx="3" fill="#24292f"/>'
        f'<path d="M{left} 0h{right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H{left}z" fill="{colour}"/>'
        f'<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">'
        f'<text x="{left / 2:g}" y="14">{escape(label)}</text>'
        f'<text x="{left + right / 2:g}" y="14">{escape(verdict)}</text></g></svg>\n'
    ).encode()


def _width(text: str) -> int:
    return 12 + 7 * len(text)
