"""Every page by name: one address for each template that people see, and for pages of two faces one for each.

What is tried on all pages (accessibility, weight, pictures) goes over this list; a test sees to it that no template lacks.
"""

from __future__ import annotations

from dataclasses import dataclass

from pages_seen import AGENCY, EFFECTIVE_2030, KHOAI_CHAU, LANG_SON, LONG_AN, TARGET, TASK, THANH_HOA

OLD_BODY = "long-an/so-nong-nghiep-va-phat-trien-nong-thon"
NAME = TARGET.removeprefix(f"{LANG_SON}/")


@dataclass(frozen=True, slots=True)
class Seen:
    """A page.

    Attributes:
        name: what its picture is called.
        address: where it is.
        template: what it is made of; "" for the ontology's own page.
        status: with which it answers.
    """

    name: str
    address: str
    template: str
    status: int = 200


PAGES = (
    Seen("overview", "/", "coverage.html"),
    Seen("map-after", "/?map=after&target=muc-tieu-2030/target-6#map-title", "coverage.html"),
    Seen("coverage-list", "/coverage?verdict=equal", "coverage-list.html"),
    Seen("plans", "/plans", "plans.html"),
    Seen("plan", f"/plans/{KHOAI_CHAU}", "plan.html"),
    Seen("plan-fact", f"/plans/{LANG_SON}?kind=targets&fact={NAME}#text/{NAME}", "plan.html"),
    Seen("misread", f"/plans/{LANG_SON}/misread?fact={NAME}", "misread.html"),
    Seen("trace", f"/trace/{EFFECTIVE_2030}", "trace.html"),
    Seen("trace-up", f"/trace/{TASK}", "trace.html"),
    Seen("neighbourhood", f"/graph/{AGENCY}", "neighbourhood.html"),
    Seen("bodies", "/agencies", "agencies.html"),
    Seen("body", "/agencies/thanh-hoa/so-nong-nghiep-va-moi-truong", "agency.html"),
    Seen("body-of-before", f"/agencies/{OLD_BODY}", "agency.html"),
    Seen("calendar", "/calendar?year=2027", "calendar.html"),
    Seen("calendar-body", f"/agencies/{OLD_BODY}/calendar?year=2027", "calendar.html"),
    Seen("places", "/places", "places.html"),
    Seen("place", "/places/long-an", "place.html"),
    Seen("crafts", "/crafts", "things.html"),
    Seen("craft", "/crafts/che-bien-nong-lam-thuy-san", "thing.html"),
    Seen("village", "/villages/an-giang/lang-nghe-det-lua-tan-chau", "thing.html"),
    Seen("compare-choose", "/compare", "compare_choose.html"),
    Seen("compare", f"/compare?a={LONG_AN}&b={THANH_HOA}", "compare.html"),
    Seen("compliance", "/compliance", "compliance.html"),
    Seen("compliance-plan", f"/compliance?plan={LONG_AN}&severity=warning", "compliance.html"),
    Seen("finding", f"/compliance/CUR-04/{LONG_AN}", "finding.html"),
    Seen("changes", "/changes", "changes.html"),
    Seen("search", "/search?q=OCOP+Long+An", "search.html"),
    Seen("ask", "/ask?example=11", "ask.html"),
    Seen("ask-free", "/?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+5", "ask.html"),
    Seen("editor", "/editor", "editor.html"),
    Seen("read", "/read", "read.html"),
    Seen("validate", "/validate", "validate.html"),
    Seen("thing", f"/{TARGET}", "resource.html"),
    Seen("browse", "/browse", "browse.html"),
    Seen("readings", "/reading", "readings.html"),
    Seen("reading", "/reading/targets.figure", "reading.html"),
    Seen("ontology", "/ontology", ""),
    Seen("dumps", "/dump", "dumps.html"),
    Seen("about", "/about", "about.html"),
    Seen("problems", "/problems", "problems.html"),
    Seen("not-found", "/vn/no/such", "problem.html", 404),
)
PARTS = frozenset(
    {
        "base.html",
        "parts.html",
        "views.html",
        "coverage-parts.html",
        "coverage-ask.html",
        "programme-choice.html",
        "reading_table.html",
        "thing_parts.html",
    }
)
"""Templates that others are made of."""
ELSEWHERE = {
    "coverage-none.html": "data without a programme",
    "compliance_at_work.html": "while the data are being checked",
    "search_at_work.html": "while the index is being built",
    "read_plan.html": "after a document was sent",
    "ontology.html": "data of no project",
}
"""Templates that no address of the project's own data shows: they are looked at in tests of their own."""
