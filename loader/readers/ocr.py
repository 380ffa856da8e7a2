"""Scans and pictures: OCRmyPDF with Tesseract's Vietnamese model makes a PDF with text, for the PDF reader."""

from __future__ import annotations

import importlib.util
import io
import sys
from collections.abc import Sequence

from loader.errors import InputError, UnsupportedFormat
from loader.readers.programs import find_program, run_program
from loader.scratch import scratch

SECONDS = 1_800.0
"""Longest time for one scan; a page takes some 5 seconds."""

MAX_PIXELS = 120_000_000
"""Largest picture: A3 at 800 dots per inch."""

NOTE = "chữ đọc bằng máy từ ảnh quét, cần đối chiếu / text recognised from a scan, to be checked"
"""The warning that goes with a recognised text."""


BROKEN_NOTE = (
    "lớp chữ của PDF hỏng, chữ đọc bằng máy từ trang in / the text layer is broken, text recognised from the pages"
)
"""The warning that goes with a text recognised instead of one that makes no sense."""


def missing_part() -> str | None:
    """Return what of OCR is not installed, None if it is complete."""
    if importlib.util.find_spec("ocrmypdf") is None:
        return "OCRmyPDF"
    if find_program("tesseract") is None:
        return "Tesseract"
    if "vie" not in _languages():
        return "Tesseract's Vietnamese model (vie)"
    return None


def _languages() -> list[str]:
    """Return the models that Tesseract has, none when it is not installed."""
    program = find_program("tesseract")
    if program is None:
        return []
    with scratch("ocr") as folder:
        return run_program([program, "--list-langs"], folder, 30, "tesseract").split()


def recognise_scan(data: bytes, name: str) -> bytes:
    """Return a PDF with text for one whose pages are pictures.

    Raises:
        InputError: OCR failed or took too long.
        UnsupportedFormat: OCR is not installed.
    """
    return _recognise(data, name, "scan.pdf", ["--skip-text", *_turning()])


def recognise_pages(data: bytes, pages: Sequence[int], name: str) -> bytes:
    """Return a PDF with new text for some of its pages (from 1), whatever text they have.

    Raises:
        InputError: OCR failed or took too long.
        UnsupportedFormat: OCR is not installed.
    """
    numbers = ",".join(map(str, pages))
    options = ["--force-ocr", "--pages", numbers, *_turning()]
    return _recognise(data, name, "scan.pdf", options, "a PDF whose fonts do not say which letters they show")


def recognise_image(data: bytes, name: str) -> bytes:
    """Return a PDF with text for a picture of a page (.png, .jpg, .tif).

    Raises:
        InputError: no picture, too large, or OCR failed.
        UnsupportedFormat: OCR is not installed.
    """
    return _recognise(_plain_picture(data, name), name, "scan.png", ["--image-dpi", "300", *_turning()])


def _turning() -> list[str]:
    """Return the options by which pages that lie on their side or head are turned, if their model is installed."""
    return ["--rotate-pages", "--rotate-pages-threshold", "4"] if "osd" in _languages() else []


def _require(name: str, kind: str) -> None:
    missing = missing_part()
    if missing is not None:
        raise UnsupportedFormat(
            f"{kind}, and {missing} is not installed",
            where=name,
            advice="pip install 'langnghe[ocr]' (in a checkout: scripts/install all) and Tesseract with its language vie; "
            "or give a file with text",
        )


def _recognise(data: bytes, name: str, file: str, options: list[str], kind: str = "a scan") -> bytes:
    _require(name, kind)
    with scratch("ocr") as folder:
        (folder / file).write_bytes(data)
        command = [sys.executable, "-m", "ocrmypdf", "--language", "vie", "--output-type", "pdf", "--optimize", "0"]
        run_program([*command, "--quiet", *options, file, "text.pdf"], folder, SECONDS, name)
        recognised = folder / "text.pdf"
        if not recognised.is_file():
            raise InputError("OCR gave no text", where=name)
        return recognised.read_bytes()


def _plain_picture(data: bytes, name: str) -> bytes:
    """Return the picture as an opaque grey PNG, whatever it was, if its size is sane."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise InputError(f"the picture has more than {MAX_PIXELS // 1_000_000} million pixels", where=name)
            if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
                coloured = picture.convert("RGBA")
                page = Image.new("RGBA", coloured.size, "white")
                page.alpha_composite(coloured)
                plain = page.convert("L")
            else:
                plain = picture.convert("L")
            out = io.BytesIO()
            plain.save(out, "PNG")
            return out.getvalue()
    except InputError:
        raise
    except Exception as error:  # Pillow raises anything on damaged pictures
        raise InputError(f"no picture that can be read: {error}", where=name) from error
