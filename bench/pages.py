"""Every page of a running server: how long it takes the server, what comes over the wire, when its largest part is painted.

    python bench/pages.py http://127.0.0.1:8000             the table, as docs/explorer.md has it
    python bench/pages.py http://127.0.0.1:8000 --write     and into docs/explorer.md

Server time: the median of nine requests, one after another, headers to last byte, compressed, after one that is not
counted. Wire: all that a browser with an empty cache fetches, compressed. Largest contentful paint: the median of three
visits of Chromium with an empty cache and its processor slowed down four times.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, Request, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "explorer"))

from all_pages import PAGES, Seen  # noqa: E402

DOCUMENT = ROOT / "docs" / "explorer.md"
BEGIN, END = "<!-- bench/pages.py -->", "<!-- end -->"
REQUESTS, VISITS, SLOWER = 9, 3, 4
_PAINTED = """new Promise(done => {
    let last = 0;
    new PerformanceObserver(list => { for (const e of list.getEntries()) last = e.startTime; })
        .observe({ type: 'largest-contentful-paint', buffered: true });
    setTimeout(() => done(last), 400);
})"""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A page as measured.

    Attributes:
        page: which.
        server: milliseconds of the server, median.
        wire: bytes that a browser fetches.
        scripts: bytes of them that are scripts of our own.
        paint: milliseconds until the largest part is painted, median.
    """

    page: Seen
    server: float
    wire: int
    scripts: int
    paint: float


def weigh(address: str, pages: Sequence[Seen]) -> list[Weighed]:
    """Return all pages as measured on a server."""
    with sync_playwright() as playwright:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]  # Chromium refuses its sandbox to root
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=sandbox)
        with httpx.Client(base_url=address, timeout=120, headers={"Accept": "text/html"}) as http:
            found = [Weighed(page, served(http, page), *seen(browser, address, page)) for page in pages]
        browser.close()
    return found


def served(http: httpx.Client, page: Seen) -> float:
    """Return the server's time for a page in milliseconds."""
    path = page.address.partition("#")[0]
    assert http.get(path).status_code == page.status, path
    taken = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        http.get(path)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def seen(browser: Browser, address: str, page: Seen) -> tuple[int, int, float]:
    """Return bytes over the wire, those of own scripts, and the time of the largest paint in milliseconds."""
    painted: list[float] = []
    wire = scripts = 0
    for _ in range(VISITS):
        context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
        tab = context.new_page()
        slow = context.new_cdp_session(tab)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        asked: list[Request] = []
        tab.on("requestfinished", lambda request, asked=asked: asked.append(request))
        tab.goto(address + page.address, wait_until="load")
        painted.append(tab.evaluate(_PAINTED))
        sizes = [(request, sum_of(request)) for request in asked]
        wire = sum(size for _, size in sizes)
        scripts = sum(s for r, s in sizes if r.resource_type == "script" and "/vendor/" not in urlsplit(r.url).path)
        context.close()
    return wire, scripts, statistics.median(painted)


def sum_of(request: Request) -> int:
    """Return the bytes of an answer as they came over the wire."""
    sizes = request.sizes()
    return sizes["responseHeadersSize"] + sizes["responseBodySize"]


def table(found: Sequence[Weighed]) -> str:
    """Return the measurements as a table."""
    lines = [
        "| Trang · page | Máy chủ · server (ms) | Qua mạng · wire (kB) | Kịch bản · own scripts (kB) | Vẽ xong phần lớn nhất · largest paint, 4× (ms) |",
        "|---|---:|---:|---:|---:|",
    ]  # fmt: skip
    for one in found:
        path = urlsplit(one.page.address).path
        named = f"`{path if len(path) < 40 else path[:36] + '…'}`"
        lines.append(
            f"| {one.page.name} {named} | {one.server:.0f} | {one.wire / 1000:.0f} | {one.scripts / 1000:.1f} | {one.paint:.0f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--write", action="store_true", help="put the table into docs/explorer.md")
    parser.add_argument("--page", action="append", help="only the page of this name; repeatable")
    asked = parser.parse_args()
    pages = [page for page in PAGES if not asked.page or page.name in asked.page]
    made = table(weigh(asked.address.rstrip("/"), pages))
    print(made)
    if asked.write:
        before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
        DOCUMENT.write_text(f"{before}{BEGIN}\n{made}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
