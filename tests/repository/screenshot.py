"""The pictures of the pages in README.md and docs/explorer.md: ``screenshot.py ADDRESS`` takes them from a running server."""

from __future__ import annotations

import io
import os
import shutil
import sys
import urllib.parse

from PIL import Image
from playwright.sync_api import sync_playwright
from readme_answers import README, ROOT, examples

PICTURE = ROOT / "docs" / "images" / "query-page.png"
PAGES = {
    "coverage": "/",
    "plan": "/plans/vn/ubnd-lang-son/2024/10/30/kh/244?fact=muc-ii/2/2.2/gach-4/target-1#text/muc-ii/2/2.2/gach-4/target-1",
    "trace": "/trace/vn/ubnd-lang-son/2024/10/30/kh/244/muc-ii/2/2.2/gach-4/target-1",
}
"""Name of a picture → what it shows."""
COLOURS = 96  # of a picture: pages have few, and the repository stays small
SHOWN = 1  # the second question: a national target and the provinces beside it


def main(address: str) -> None:
    """Take the pictures with the system's Chromium."""
    query = list(examples(README.read_text(encoding="utf-8")))[SHOWN].query
    with sync_playwright() as playwright:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]  # Chromium refuses its sandbox to root
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=sandbox)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="vi-VN")
        page.goto(f"{address}/?{urllib.parse.urlencode({'query': query})}", wait_until="networkidle")
        page.screenshot(path=PICTURE)
        for name, path in PAGES.items():
            page.goto(f"{address}{path}", wait_until="networkidle")
            with Image.open(io.BytesIO(page.screenshot())) as image:
                image.convert("P", palette=Image.Palette.ADAPTIVE, colors=COLOURS).save(
                    PICTURE.with_stem(name), optimize=True
                )
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
