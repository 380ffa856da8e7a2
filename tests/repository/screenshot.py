"""The pictures of the pages in README.md and docs: ``screenshot.py ADDRESS`` takes them from a running server.

Beside single pictures, docs/pages.md shows every page four times: wide and narrow, by day and by night.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import urllib.parse

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from readme_answers import README, ROOT, examples

sys.path.insert(0, str(ROOT / "tests" / "explorer"))

from all_pages import PAGES as ALL

PICTURE = ROOT / "docs" / "images" / "query-page.png"
PAGES = {
    "coverage": "/",
    "plan": "/plans/vn/ubnd-lang-son/2024/10/30/kh/244?fact=muc-ii/2/2.2/gach-4/target-1#text/muc-ii/2/2.2/gach-4/target-1",
    "trace": "/trace/vn/ubnd-lang-son/2024/10/30/kh/244/muc-ii/2/2.2/gach-4/target-1",
}
"""Name of a picture → what it shows."""
SHEETS = ROOT / "docs" / "images" / "pages"
GALLERY = ROOT / "docs" / "pages.md"
FACES = ((1280, 900, "light"), (1280, 900, "dark"), (360, 900, "light"), (360, 900, "dark"))
"""Width, height and colours of the four pictures of a page, from left to right on its sheet."""
SHRUNK, GAP = 0.5, 8
HEAD = """# Mọi trang · Every page

*Làm bằng `scripts/screenshot ĐỊA-CHỈ` từ một máy chủ đang chạy: rộng và hẹp, nền sáng và nền tối. Made by that command from a running server:
wide and narrow, by day and by night.*

"""
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
        gallery(browser, address)
        browser.close()


def gallery(browser: Browser, address: str) -> None:
    """Take four pictures of every page, a sheet for each, and write the page that shows the sheets."""
    SHEETS.mkdir(parents=True, exist_ok=True)
    for old in SHEETS.glob("*.webp"):
        old.unlink()
    entries = []
    for seen in ALL:
        shots = []
        for width, height, colours in FACES:
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme="dark" if colours == "dark" else "light", locale="vi-VN"
            )  # fmt: skip
            # The editor stands when its script has ended; other pages are whole when they are loaded.
            page.goto(f"{address}{seen.address}", wait_until="networkidle" if seen.name == "editor" else "load")
            shots.append(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
            page.close()
        sheet(shots).save(SHEETS / f"{seen.name}.webp", quality=42, method=6)
        path = urllib.parse.unquote(seen.address)
        entries.append(f"## {seen.name}\n\n`{path}`\n\n![{seen.name}](images/pages/{seen.name}.webp)\n")
    GALLERY.write_text(HEAD + "\n".join(entries), encoding="utf-8")


def sheet(shots: list[Image.Image]) -> Image.Image:
    """Return pictures side by side, shrunk."""
    small = [
        shot.resize((round(shot.width * SHRUNK), round(shot.height * SHRUNK)), Image.Resampling.LANCZOS)
        for shot in shots
    ]
    whole = Image.new(
        "RGB", (sum(s.width for s in small) + GAP * (len(small) - 1), max(s.height for s in small)), "#888"
    )
    left = 0
    for one in small:
        whole.paste(one, (left, 0))
        left += one.width + GAP
    return whole


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
