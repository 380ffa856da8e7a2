"""The picture of the query page in README.md: ``screenshot.py ADDRESS`` takes it from a running server."""

from __future__ import annotations

import os
import shutil
import sys
import urllib.parse

from playwright.sync_api import sync_playwright
from readme_answers import README, ROOT, examples

PICTURE = ROOT / "docs" / "images" / "query-page.png"
SHOWN = 1  # the second question: a national target and the provinces beside it


def main(address: str) -> None:
    """Take the picture with the system's Chromium."""
    query = list(examples(README.read_text(encoding="utf-8")))[SHOWN].query
    with sync_playwright() as playwright:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]  # Chromium refuses its sandbox to root
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=sandbox)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="vi-VN")
        page.goto(f"{address}/?{urllib.parse.urlencode({'query': query})}", wait_until="networkidle")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
